import pytest

from db_model.executions.types import Numbers, Repository
from errors import InvalidFieldLength, NumberOutOfRange
from forces.executions import (
    Exploit,
    Listed,
    check_repository,
    exploitability_word,
    is_id,
    numbers_of,
    read_listed,
    write_listed,
)


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (0.91, "Unproven"),
        (0.94, "Proof of concept"),
        (0.97, "Functional"),
        (1.0, "High"),
        (1, "High"),
        (0.95, "-"),
        (0.0, "-"),
        (10.0, "-"),
        (float("nan"), "-"),
        (None, "-"),
    ],
)
def test_an_exploitability_is_shown_as_its_word(number: float | None, word: str) -> None:
    assert exploitability_word(number) == word


def test_lists_are_read_as_they_were_written() -> None:
    exploit = Exploit(kind="SAST", who="7", where="src/ä.py", state="OPEN", exploitability=0.94)
    text = write_listed(Listed(open=(exploit,), accepted=(Exploit(),)))

    assert text is not None
    assert read_listed(text) == {"open": (exploit,), "closed": (), "accepted": (Exploit(),)}
    assert write_listed(Listed()) is None


def test_a_number_is_never_less_than_what_is_listed() -> None:
    listed = Listed(open=(Exploit(),) * 3, closed=(Exploit(),), numbers=Numbers(open=2, closed=9, accepted=4))

    assert numbers_of(listed) == Numbers(open=3, closed=9, accepted=4)
    assert numbers_of(listed._replace(numbers=None)) == Numbers(open=3, closed=1, accepted=0)


@pytest.mark.parametrize("listed", [Listed(accepted=(Exploit(),) * 1_001), Listed(numbers=Numbers(open=-1))])
def test_lists_and_numbers_have_bounds(listed: Listed) -> None:
    with pytest.raises(NumberOutOfRange):
        numbers_of(listed)


def test_a_repository_is_kept_without_the_password_of_its_url() -> None:
    repository = Repository(repo="api", branch="main", commit="abc", origin="https://user:secret@git.test/okada/api")

    assert check_repository(repository) == repository._replace(origin="https://git.test/okada/api")
    assert check_repository(Repository()) == Repository()
    with pytest.raises(InvalidFieldLength) as refused:
        check_repository(Repository(branch="x" * 2_001))
    assert refused.value.extensions["field"] == "gitBranch"


@pytest.mark.parametrize(
    ("text", "expected"), [("0a-Z_9", True), ("x" * 128, True), ("x" * 129, False), ("", False), ("a b", False), ("a\n", False)]
)
def test_an_id_is_letters_digits_and_two_signs(text: str, expected: bool) -> None:
    assert is_id(text) is expected
