import pytest

from required import VARIABLE, is_required, need

REASON = "there is no browser here"


def test_what_is_there_is_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "browser")

    assert need("browser", "/usr/bin/one", REASON) == "/usr/bin/one"


def test_what_is_absent_skips_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "engines")

    with pytest.raises(pytest.skip.Exception, match=REASON):
        need("browser", None, REASON)


def test_what_is_absent_and_required_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "engines, browser")

    with pytest.raises(pytest.fail.Exception, match=f"INTEGRATES_TEST_REQUIRE names browser, but {REASON}"):
        need("browser", None, REASON)


@pytest.mark.parametrize(("value", "found"), [("", False), ("browsers", False), ("browser", True), ("a, browser ,b", True)])
def test_names_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch, value: str, found: bool) -> None:
    monkeypatch.setenv(VARIABLE, value)

    assert is_required("browser") is found
