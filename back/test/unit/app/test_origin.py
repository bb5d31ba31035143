import pytest

from app.origin import origin_of


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("http://localhost:8001", "http://localhost:8001"),
        ("https://Integrates.Example.TEST/", "https://integrates.example.test"),
        ("https://integrates.example.test:443", "https://integrates.example.test"),
        ("https://integrates.example.test:8443/", "https://integrates.example.test:8443"),
        ("http://127.0.0.1:80", "http://127.0.0.1"),
        ("http://[::1]:8001", "http://[::1]:8001"),
    ],
)
def test_an_origin_is_written_as_browsers_write_it(url: str, origin: str) -> None:
    assert origin_of(url) == origin
