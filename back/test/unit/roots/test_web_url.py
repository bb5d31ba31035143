import pytest
from hypothesis import given
from hypothesis import strategies as st

from db_model.roots.types import Protocol, Web
from errors import DomainError
from roots.errors import FileNotFound, InvalidParameter
from roots.web_url import parse

HTTPS = Web(host="okada.test", path="/", port=443, protocol=Protocol.HTTPS)


def parsed_or_code(text: str) -> Web | str:
    try:
        return parse(text)
    except DomainError as error:
        return error.code


@pytest.mark.parametrize(
    ("text", "site"),
    [
        ("https://okada.test", HTTPS),
        (" https://OKADA.test/ ", HTTPS),
        ("http://okada.test", HTTPS._replace(port=80, protocol=Protocol.HTTP)),
        ("HTTP://okada.test:8080/a/b/", Web("okada.test", "/a/b/", 8080, Protocol.HTTP)),
        ("https://okada.test/#/home", HTTPS._replace(path="/#/home")),
        ("https://okada.test/app#top", HTTPS._replace(path="/app#top")),
        ("https://okada.test?x=1&y=2", HTTPS._replace(query="x=1&y=2")),
        ("https://okada.test/?", HTTPS),
        ("https://okada.test/ñ", HTTPS._replace(path="/%C3%B1")),
        ("https://[2001:db8::1]:8443/", HTTPS._replace(host="2001:db8::1", port=8443)),
        ("http://10.0.0.1:0/", Web("10.0.0.1", "/", 0, Protocol.HTTP)),
    ],
)
def test_a_url_is_taken_apart(text: str, site: Web) -> None:
    assert parse(text) == site


@pytest.mark.parametrize(
    "text",
    [
        "",
        "okada.test",
        "ftp://okada.test",
        "https://",
        "https:///a",
        "https://u:p@okada.test",
        "https://okada.test:70000",
        "https://a b.test",
    ],
)
def test_what_is_no_url_of_a_site_is_refused(text: str) -> None:
    with pytest.raises(InvalidParameter, match="Exception - Error value is not valid"):
        parse(text)


def test_a_file_that_the_group_does_not_have_is_not_found() -> None:
    with pytest.raises(FileNotFound, match="Exception - The file has not been found"):
        parse("file://app.apk")


@given(st.text(max_size=60))
def test_any_text_is_a_site_or_refused(text: str) -> None:
    for url in (text, f"https://okada.test/{text}"):
        site = parsed_or_code(url)

        assert site in {"INVALID_PARAMETER", "FILE_NOT_FOUND"} or (
            isinstance(site, Web) and site.path.startswith("/") and f"{site.path}{site.query or ''}".isascii()
        )
