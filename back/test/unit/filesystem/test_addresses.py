from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest

import factories
from filesystem.addresses import Download, make_url, verify_url
from stores import sign

DIGEST = "a" * 64
URL = make_url(
    "https://integrates.example.org/",
    DIGEST,
    name="report & notes.pdf",
    media_type="application/pdf",
    lifetime=timedelta(minutes=5),
    now=factories.NOW,
    sign=sign,
)
QUERY = dict(parse_qsl(urlsplit(URL).query))
END = int(factories.NOW.timestamp()) + 300


def test_an_address_is_verified_until_its_end() -> None:
    assert urlsplit(URL).path == f"/blobs/{DIGEST}"
    assert verify_url(DIGEST, QUERY, now=factories.NOW, sign=sign) == Download(DIGEST, "report & notes.pdf", "application/pdf", END)
    assert verify_url(DIGEST, QUERY, now=factories.NOW + timedelta(seconds=299), sign=sign) is not None
    assert verify_url(DIGEST, QUERY, now=factories.NOW + timedelta(seconds=300), sign=sign) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", "other.pdf"),
        ("type", "text/html"),
        ("expires", str(END + 1)),
        ("expires", "never"),
        ("signature", "0" * 64),
        ("signature", ""),
        ("signature", "ñ"),
        ("signature", "\ud800"),
        ("name", "\ud800"),
    ],
)
def test_an_address_that_was_changed_is_refused(name: str, value: str) -> None:
    assert verify_url(DIGEST, {**QUERY, name: value}, now=factories.NOW, sign=sign) is None


@pytest.mark.parametrize("name", ["name", "type", "expires", "signature"])
def test_an_address_that_lacks_a_part_is_refused(name: str) -> None:
    assert verify_url(DIGEST, {key: value for key, value in QUERY.items() if key != name}, now=factories.NOW, sign=sign) is None


def test_an_address_of_one_blob_is_none_of_another() -> None:
    assert verify_url("b" * 64, QUERY, now=factories.NOW, sign=sign) is None


def test_parts_that_run_together_are_kept_apart() -> None:
    moved = {**QUERY, "name": QUERY["name"][:-1], "type": QUERY["name"][-1] + QUERY["type"]}

    assert verify_url(DIGEST, moved, now=factories.NOW, sign=sign) is None
