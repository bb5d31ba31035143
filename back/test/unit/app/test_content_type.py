import pytest

from app.content_type import ContentType, classify_content_type


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("application/json", ContentType.JSON),
        ('application/json; charset="utf-8"', ContentType.JSON),
        ("application/json;charset=latin-1", ContentType.OTHER),
        ("application/json+ld", ContentType.OTHER),
        ("multipart/form-data; boundary=x", ContentType.MULTIPART),
        ("multipart/mixed; boundary=x", ContentType.OTHER),
        ("text/plain", ContentType.OTHER),
        ("application/json, text/plain", ContentType.OTHER),
        ("/", ContentType.OTHER),
        ("", ContentType.OTHER),
        (None, ContentType.OTHER),
    ],
)
def test_json_and_forms_are_told_from_everything_else(header: str | None, expected: ContentType) -> None:
    assert classify_content_type(header) is expected
