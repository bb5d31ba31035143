import pytest
from pydantic import ValidationError

from settings import Limits, Rates, SearchEngine, Settings


def test_the_public_url_follows_the_port() -> None:
    assert Settings(port=9_000).public_url == "http://localhost:9000"


@pytest.mark.parametrize("url", ["https://integrates.example.org", "http://127.0.0.1:8001", "http://[::1]:80", "https://a.b:8443/"])
def test_an_origin_is_a_public_url(url: str) -> None:
    assert Settings(public_url=url).public_url == url


@pytest.mark.parametrize(
    "url", ["http://integrates.example.org", "ftp://localhost", "https://a.b/path", "https://a.b?x=1", "localhost:8001"]
)
def test_another_public_url_is_refused(url: str) -> None:
    with pytest.raises(ValidationError, match="INTEGRATES_PUBLIC_URL"):
        Settings(public_url=url)


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTEGRATES_LIMITS__DEPTH", "7")
    monkeypatch.setenv("INTEGRATES_STAFF_DOMAINS", '["fluid.example"]')

    settings = Settings()

    assert settings.limits == Limits(depth=7)
    assert settings.staff_domains == ("fluid.example",)


@pytest.mark.parametrize(("name", "value"), [("PORT", "70000"), ("STORE", "paper"), ("LIMITS__DEPTH", "0"), ("RATES__VIEWER_COST", "-1")])
def test_a_setting_out_of_its_bounds_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"INTEGRATES_{name}", value)

    with pytest.raises(ValidationError):
        Settings()


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError):
        Settings().port = 1


def test_the_rates_are_shared_by_the_web_processes_and_no_limit_stays_none() -> None:
    settings = Settings(workers=4, rates=Rates(address_requests=10, viewer_requests=0, viewer_cost=8))

    assert settings.own_rates == Rates(address_requests=3, viewer_requests=0, viewer_cost=2)
    assert Settings(rates=settings.rates).own_rates == settings.rates


@pytest.mark.parametrize("url", ["", "https://search.example.org:9200/path", "http://127.0.0.1:9200", "http://[::1]:9200"])
def test_an_engine_of_the_index_has_an_address(url: str) -> None:
    assert SearchEngine(url=url).url == url


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"url": "http://search.example.org"}, "must use https"),
        ({"url": "search.example.org"}, "must be an address"),
        ({"url": "https://me:secret@search.example.org"}, "must be an address"),
        ({"url": "https://search.example.org?x=1"}, "must be an address"),
        ({"prefix": "Integrates*"}, "should match pattern"),
    ],
)
def test_an_engine_that_is_not_safe_to_talk_to_is_refused(changes: dict[str, str], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        SearchEngine.model_validate(changes)


def test_the_password_of_the_index_is_not_shown() -> None:
    assert "secret" not in repr(Settings(search=SearchEngine(password="secret")))
