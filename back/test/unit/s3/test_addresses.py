"""Signed addresses of objects, as AWS makes them."""

from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import parse_qs, urlsplit

import pytest

import factories
from s3.addresses import Signer, bucket_address, disposition, make_url, signed
from store.errors import InvalidValue

SIGNER = Signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", None, "us-east-1")
"""The pair of the vendor's documentation, which opens nothing."""
OBJECT = "https://examplebucket.s3.amazonaws.com/test.txt"


def test_an_address_is_signed_as_in_the_example_of_the_vendor() -> None:
    url = signed(OBJECT, {}, lifetime=timedelta(days=1), now=datetime(2013, 5, 24, tzinfo=UTC), signer=SIGNER)

    assert parse_qs(urlsplit(url).query)["X-Amz-Signature"] == ["aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"]


def test_the_same_moment_in_another_zone_gives_the_same_address() -> None:
    there = datetime(2013, 5, 24, 2, tzinfo=timezone(timedelta(hours=2)))
    addresses = {
        signed(OBJECT, {}, lifetime=timedelta(days=1), now=now, signer=SIGNER) for now in (there, datetime(2013, 5, 24, tzinfo=UTC))
    }

    assert len(addresses) == 1


def test_a_download_has_its_name_its_type_and_the_token_of_a_role_in_what_is_signed() -> None:
    url = make_url(
        OBJECT,
        name="a b.pdf",
        media_type="application/pdf",
        lifetime=timedelta(minutes=5),
        now=factories.NOW,
        signer=SIGNER._replace(token="a/token+"),
    )
    query = parse_qs(urlsplit(url).query)

    assert query["response-content-type"] == ["application/pdf"]
    assert query["response-content-disposition"] == ["attachment; filename=\"a b.pdf\"; filename*=UTF-8''a%20b.pdf"]
    assert query["X-Amz-Security-Token"] == ["a/token+"]
    assert query["X-Amz-Expires"] == ["300"]


@pytest.mark.parametrize("lifetime", [timedelta(0), timedelta(seconds=-1), timedelta(days=7, seconds=1)])
def test_a_lifetime_that_no_bucket_takes_is_refused(lifetime: timedelta) -> None:
    with pytest.raises(InvalidValue, match="1 second to 7 days"):
        make_url(OBJECT, name="a", media_type="text/plain", lifetime=lifetime, now=factories.NOW, signer=SIGNER)


@pytest.mark.parametrize("name", ['a"b', "a\\b", "a\r\nSet-Cookie: x", "año.csv"])
def test_no_name_breaks_out_of_its_header(name: str) -> None:
    header = disposition(name)

    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
    assert "\\" not in header


def test_a_bucket_is_a_host_at_amazon_and_a_path_elsewhere() -> None:
    assert bucket_address("https://s3.eu-west-1.amazonaws.com", "files", is_path_style=False) == "https://files.s3.eu-west-1.amazonaws.com"
    assert bucket_address("https://s3.eu-west-1.amazonaws.com", "a.b", is_path_style=False) == "https://s3.eu-west-1.amazonaws.com/a.b"
    assert bucket_address("http://127.0.0.1:9000/", "files", is_path_style=True) == "http://127.0.0.1:9000/files"
