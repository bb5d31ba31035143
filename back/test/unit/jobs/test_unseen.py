"""How far the batches of a job run ahead of the index, and what its end waits for."""

from dataclasses import dataclass, field
from datetime import timedelta

from jobs.unseen import AT_THE_END, MOST_AHEAD, Unseen
from store.errors import Unavailable
from store.values import Position


@dataclass(slots=True)
class Waited:
    """An index that is only waited for; it knows what a test says."""

    is_behind: bool = False
    asked: list[str] = field(default_factory=list)

    async def wait_for(self, position: Position, within: timedelta) -> None:
        self.asked.append(position.token)
        assert timedelta(0) < within <= AT_THE_END
        if self.is_behind:
            raise Unavailable("behind")


async def test_the_end_waits_for_every_batch_that_was_not_waited_for() -> None:
    index = Waited()
    unseen = Unseen(index)
    for number in range(MOST_AHEAD + 3):
        await unseen.add(Position(str(number)))
    assert index.asked == ["0", "1", "2"]

    await unseen.settle()

    assert index.asked == [str(number) for number in range(MOST_AHEAD + 3)]
    await unseen.settle()
    assert len(index.asked) == MOST_AHEAD + 3


async def test_an_index_that_is_behind_is_asked_once_meanwhile_and_once_at_the_end() -> None:
    index = Waited(is_behind=True)
    unseen = Unseen(index)
    for number in range(MOST_AHEAD + 30):
        await unseen.add(Position(str(number)))
    assert index.asked == ["0"]

    await unseen.settle()

    assert index.asked == ["0", "1"]


async def test_what_is_in_the_index_at_once_is_not_asked_about() -> None:
    index = Waited()
    unseen = Unseen(index)
    for _ in range(MOST_AHEAD + 3):
        await unseen.add(Position())

    await unseen.settle()

    assert index.asked == []
