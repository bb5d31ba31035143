from datetime import timedelta

import pytest

import factories
from db_model.scans.types import Scan, ScanFormat, ScanRequest, ScanStatus, has_ended
from errors import InvalidField, InvalidFieldLength
from scans import rules

REQUEST = ScanRequest(root_nickname="repo", format=ScanFormat.SARIF, file="f" * 64, size=10)
NOW = factories.NOW


def scan(request: ScanRequest = REQUEST) -> Scan:
    return rules.new_scan(request, scan_id="id", group=factories.group(), root_id="root", by="ada@okada.test", now=NOW)


@pytest.mark.parametrize(
    "request_",
    [
        REQUEST,
        REQUEST._replace(commit="0123456789abcdef" * 2 + "01234567", branch="feature/x"),
        REQUEST._replace(repository_url="https://git.test/" + "a" * 1_900),
    ],
)
def test_what_can_be_imported_is_taken_as_it_is(request_: ScanRequest) -> None:
    assert rules.check_request(request_) == request_


@pytest.mark.parametrize("commit", ["", "abc", "g" * 40, "A" * 40, "a" * 41])
def test_a_commit_is_forty_hexadecimal_digits(commit: str) -> None:
    with pytest.raises(InvalidField):
        rules.check_request(REQUEST._replace(commit=commit))


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://oauth2:secret@git.test/a/b.git", "https://git.test/a/b.git"),
        ("ssh://git:secret@git.test/a/b", "ssh://git@git.test/a/b"),
        ("git@git.test:a/b.git", "git@git.test:a/b.git"),
        ("", None),
    ],
)
def test_no_credentials_of_a_repository_are_kept(url: str, kept: str | None) -> None:
    assert rules.check_request(REQUEST._replace(repository_url=url)) == REQUEST._replace(repository_url=kept)


def test_a_url_that_is_too_long_is_told_by_its_name() -> None:
    with pytest.raises(InvalidFieldLength) as raised:
        rules.check_request(REQUEST._replace(repository_url="u" * 2_001))
    assert raised.value.extensions == {"field": "repositoryUrl", "minimum": 0, "maximum": 2_000, "length": 2_001}


def test_only_a_dry_run_is_over_after_a_day() -> None:
    assert scan().expires_at is None
    assert scan(REQUEST._replace(is_dry_run=True)).expires_at == NOW + timedelta(hours=24)


def test_the_same_request_has_the_same_key_and_another_one_has_not() -> None:
    other = scan(REQUEST._replace(close_missing=True))

    keys = [rules.new_key("build 7", each, now=NOW) for each in (scan(), scan(), other)]

    assert keys[0].text == keys[1].text == keys[2].text
    assert keys[0].request == keys[1].request != keys[2].request
    assert "build 7" not in repr(keys)


def test_a_scan_that_begins_again_keeps_the_time_of_its_first_beginning() -> None:
    again = rules.started(rules.started(scan(), now=NOW), now=NOW + timedelta(hours=1))

    assert (again.status, again.started_at) == (ScanStatus.RUNNING, NOW)


def test_what_has_ended_has_no_plan_any_more() -> None:
    running = rules.started(scan(), now=NOW)._replace(plan="p" * 64)

    ended = [rules.done(running, now=NOW), rules.failed(running, "why", now=NOW)]

    assert [(each.plan, each.ended_at, has_ended(each)) for each in ended] == [(None, NOW, True)] * 2
    assert (ended[1].error, has_ended(running)) == ("why", False)
