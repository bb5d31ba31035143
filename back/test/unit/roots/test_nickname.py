import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors import DomainError
from roots import nickname
from roots.git_url import RepositoryUrl, parse

TEXT = st.text(min_size=1, max_size=200)


@pytest.mark.parametrize("text", ["a", "A_b-9", "x" * 128])
def test_a_good_nickname_is_taken(text: str) -> None:
    assert nickname.check(text) == text


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "Exception - Invalid field length in form"),
        ("x" * 129, "Exception - Invalid field length in form"),
        ("a b", "Exception - Invalid characters in nickname"),
        ("a.b", "Exception - Invalid characters in nickname"),
        ("ñ", "Exception - Invalid characters in nickname"),
        ("a\n", "Exception - Invalid characters in nickname"),
        ("=a", "Exception - Invalid characters in nickname"),
        ("-a", "Exception - Unsanitized input found"),
    ],
)
def test_another_nickname_is_refused(text: str, error: str) -> None:
    with pytest.raises(DomainError) as caught:
        nickname.check(text)

    assert str(caught.value) == error


@pytest.mark.parametrize(
    ("url", "names"),
    [
        ("https://gitlab.com/okada/Repo.git", ("Repo", "okada_Repo", "gitlab_com_okada_Repo")),
        ("https://gitlab.com/okada/repo.js", ("repo_js", "okada_repo_js", "gitlab_com_okada_repo_js")),
        ("https://gitlab.com/okada/the%20repo", ("the_repo", "okada_the_repo", "gitlab_com_okada_the_repo")),
        ("https://gitlab.com/repo", ("repo", "gitlab_com_repo", "gitlab_com_gitlab_com_repo")),
        ("https://gitlab.com/okada/-repo", ("_repo", "okada__repo", "gitlab_com_okada__repo")),
    ],
)
def test_a_repository_is_named_after_its_url(url: str, names: tuple[str, ...]) -> None:
    assert nickname.candidates(None, parse(url)) == names
    assert nickname.candidates("", parse(url)) == names


def test_a_wanted_nickname_comes_first() -> None:
    assert nickname.candidates("mine", parse("https://gitlab.com/okada/repo"))[:2] == ("mine", "okada_mine")


@given(st.lists(TEXT, min_size=1, max_size=3))
def test_whatever_the_url_the_names_are_nicknames(segments: list[str]) -> None:
    for name in nickname.candidates(None, RepositoryUrl(text="", host="gitlab.com", segments=tuple(segments))):
        assert nickname.check(name) == name
