import pytest

from app.bearer import read_bearer


@pytest.mark.parametrize(
    ("header", "secret"),
    [
        ("Bearer int_1_x", "int_1_x"),
        ("bearer  int_1_x ", "int_1_x"),
        ("Basic int_1_x", None),
        ("int_1_x", None),
        ("Bearer", None),
        ("Bearer ", None),
        ("", None),
        (None, None),
    ],
)
def test_only_the_bearer_scheme_carries_a_secret(header: str | None, secret: str | None) -> None:
    assert read_bearer(header) == secret
