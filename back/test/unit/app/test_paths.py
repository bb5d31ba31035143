import pytest

from app.paths import shown_path


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/link/secret", "/link/…"),
        ("/invitation/secret", "/invitation/…"),
        ("/link/secret/more", "/link/…"),
        ("/link/two\nlines", "/link/…"),
        ("//link/secret", "//link/…"),
        ("/x/link/secret", "/x/link/…"),
        ("/link", "/link"),
        ("/sessions", "/sessions"),
        ("/", "/"),
    ],
)
def test_a_path_that_holds_a_secret_is_shown_without_it(path: str, shown: str) -> None:
    assert shown_path(path) == shown
