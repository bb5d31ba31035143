import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors import DomainError
from roots.errors import InvalidParameter
from roots.git_url import RepositoryUrl, comparable, parse

SEGMENT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="/?#\\"), min_size=1, max_size=12).filter(
    lambda text: bool(text.strip()) and text == text.strip()
)


def parsed_or_code(text: str) -> RepositoryUrl | str:
    try:
        return parse(text)
    except DomainError as error:
        return error.code


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("https://gitlab.com/okada/repo", "https://gitlab.com/okada/repo"),
        ("  https://gitlab.com/okada/repo.git/ ", "https://gitlab.com/okada/repo.git"),
        ("HTTPS://gitlab.com/okada/repo//", "https://gitlab.com/okada/repo"),
        ("git@gitlab.com:okada/repo.git", "ssh://git@gitlab.com/okada/repo.git"),
        ("git@gitlab.com:/okada/repo.git", "ssh://git@gitlab.com/okada/repo.git"),
        ("ssh://git@gitlab.com:2222/okada/repo", "ssh://git@gitlab.com:2222/okada/repo"),
        ("https://dev.azure.com/okada/the project/_git/repo", "https://dev.azure.com/okada/the%20project/_git/repo"),
        ("https://dev.azure.com/okada/the%20project/_git/repo", "https://dev.azure.com/okada/the%20project/_git/repo"),
        ("https://git.sr.ht/~okada/repo", "https://git.sr.ht/~okada/repo"),
        ("https://gitlab.com/okada/ñandu", "https://gitlab.com/okada/%C3%B1andu"),
        ("https://okada.test/r?project=a b", "https://okada.test/r?project=a%20b"),
        ("https://[2001:db8::1]/okada/repo", "https://[2001:db8::1]/okada/repo"),
        ("https://user@gitlab.com/okada/repo", "https://user@gitlab.com/okada/repo"),
    ],
)
def test_a_url_has_one_normal_form(text: str, normal: str) -> None:
    assert parse(text).text == normal
    assert parse(normal).text == normal


@pytest.mark.parametrize(
    "text",
    [
        "",
        "repo",
        "gitlab.com/okada/repo",
        "https://",
        "https:///okada/repo",
        "https://gitlab.com",
        "https://gitlab.com/",
        "file:///srv/repo",
        "ext::sh -c id",
        "javascript://gitlab.com/a",
        "ssh://-oProxyCommand=id/a",
        "ssh://-u@gitlab.com/a",
        "https://user:secret@gitlab.com/okada/repo",
        "https://gitlab.com:99999/okada/repo",
        "https://gitlab.com:port/okada/repo",
        "https://[::1/okada",
        "https://git lab.com/okada",
        "https://localhost/okada/repo",
        "https://a.localhost/okada/repo",
        "http://127.0.0.1/okada/repo",
        "http://[::1]/okada/repo",
        "http://169.254.169.254/latest/meta-data",
        "https://gitlab.com/ok\nada/repo",
    ],
)
def test_what_is_no_url_of_a_repository_is_refused(text: str) -> None:
    with pytest.raises(InvalidParameter, match="Exception - Error value is not valid"):
        parse(text)


def test_a_url_past_two_thousand_characters_is_refused() -> None:
    with pytest.raises(DomainError, match="Exception - Invalid field length in form"):
        parse(f"https://gitlab.com/{'x' * 2_000}")


@given(st.lists(SEGMENT, min_size=1, max_size=4))
def test_the_normal_form_is_its_own_and_is_ascii(segments: list[str]) -> None:
    made = parse(f"https://gitlab.com/{'/'.join(segments)}").text

    assert made.isascii()
    assert parse(made).text == made


@given(st.text(max_size=60))
def test_any_text_is_a_url_or_refused(text: str) -> None:
    url = parsed_or_code(text)

    assert url in {"INVALID_PARAMETER", "INVALID_FIELD_LENGTH"} or (isinstance(url, RepositoryUrl) and parse(url.text) == url)


@pytest.mark.parametrize(
    "other", ["https://gitlab.com/okada/repo.git", "https://GitLab.com/Okada/Repo", "https://gitlab.com/okada/REPO.GIT"]
)
def test_case_and_suffix_make_no_other_repository(other: str) -> None:
    assert comparable(parse(other).text) == comparable("https://gitlab.com/okada/repo")


def test_another_host_or_path_is_another_repository() -> None:
    urls = [
        "https://gitlab.com/okada/repo",
        "https://github.com/okada/repo",
        "https://gitlab.com/okada/repo2",
        "ssh://gitlab.com/okada/repo",
    ]

    assert len({comparable(parse(url).text) for url in urls}) == 4
