"""What is shown of a copy while it goes on."""

import click
import pytest
from click.testing import CliRunner

from cli.copy_progress import Shown
from copying.progress import Progress, Stage

STEPS = (Progress(Stage.FILES, 1), Progress(Stage.FILES, 2), Progress(Stage.ITEMS, 500), Progress(Stage.ITEMS, 750))


def shown(*, is_terminal: bool) -> str:
    @click.command()
    def copy() -> None:
        watch = Shown(is_terminal=is_terminal)
        for step in STEPS:
            watch.tell(step)
        watch.end()

    return CliRunner().invoke(copy).stderr


@pytest.mark.parametrize(
    ("is_terminal", "text"),
    [
        (False, "copy: files\ncopy: items\n"),
        (True, "\rcopy: files 1\rcopy: files 2\n\rcopy: items 500\rcopy: items 750\n"),
    ],
)
def test_a_stage_has_a_line_of_its_own_which_a_person_sees_move_up_to_its_end(is_terminal: bool, text: str) -> None:
    assert shown(is_terminal=is_terminal) == text
