import pytest
from hypothesis import given
from hypothesis import strategies as st

from roots.branch import is_branch, normal


@pytest.mark.parametrize("name", ["main", "feature/a-b", "v1.0", "a.b", "ünï", "a@b", "release/2024.01", "x" * 255, "a{b}", "head"])
def test_git_takes_these_branches(name: str) -> None:
    assert is_branch(name) is True


@pytest.mark.parametrize(
    "name",
    [
        "",
        "@",
        "HEAD",
        "-main",
        "/main",
        "main/",
        "main.",
        "a//b",
        "a..b",
        "a b",
        "a~b",
        "a^b",
        "a:b",
        "a?b",
        "a*b",
        "a[b",
        "a\\b",
        "a@{b",
        ".a",
        "a/.b",
        "a.lock",
        "a.lock/b",
        "a\nb",
        "a\x7fb",
        "x" * 256,
    ],
)
def test_git_takes_no_such_branches(name: str) -> None:
    assert is_branch(name) is False


@given(st.text(max_size=40))
def test_a_branch_stays_one_when_it_is_normal(name: str) -> None:
    assert is_branch(normal(name)) or not is_branch(name)
    assert normal(f"{normal(name)} \n") == normal(name)
