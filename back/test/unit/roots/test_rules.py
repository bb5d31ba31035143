from datetime import timedelta

import pytest

import factories
from db_model.roots.types import DeactivationReason, Git, Ip, Protocol, Root, RootStatus, Web
from errors import DomainError
from roots import rules
from roots.git_url import parse
from roots.rules import GitRequest

BY = "ada@example.org"
LATER = factories.NOW + timedelta(days=1)
URL = parse("https://gitlab.com/okada/repo.git")
REQUEST = GitRequest(url=URL.text, branch="main", environment="production", gitignore=(), includes_health_check=False)
GIT = factories.git_root()
IP = factories.ip_root()


def refusal(function: object, *arguments: object, **keywords: object) -> str:
    with pytest.raises(DomainError) as caught:
        function(*arguments, **keywords)  # type: ignore[operator]
    return str(caught.value)


def test_a_repository_is_what_was_asked_for() -> None:
    made = rules.git_of(REQUEST._replace(branch="main  ", gitignore=("*.lock",), use_vpn=True), URL)

    assert made == Git(
        url="https://gitlab.com/okada/repo.git",
        branch="main",
        environment="production",
        includes_health_check=False,
        use_vpn=True,
        gitignore=("*.lock",),
    )


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"environment": ""}, "Exception - Field environment is invalid"),
        ({"environment": "  "}, "Exception - Field environment is invalid"),
        ({"environment": "x" * 101}, "Exception - Invalid field length in form"),
        ({"environment": "a<b"}, "Exception - Invalid characters in environment"),
        ({"branch": "a..b"}, "Exception - Error value is not valid"),
        ({"gitignore": ("",)}, "Exception - Invalid field length in form"),
        ({"gitignore": ("x" * 501,)}, "Exception - Invalid field length in form"),
        ({"gitignore": ("a\nb",)}, "Exception - Invalid characters in gitignore"),
        ({"gitignore": ("a",) * 201}, "Exception - Value must be between 0 (inclusive) and 200 (inclusive)"),
        ({"gitignore": ("repo/src",)}, "Exception - Root name should not be included in the exception pattern"),
        ({"gitignore": ("*.md", "REPO")}, "Exception - Root name should not be included in the exception pattern"),
    ],
)
def test_another_repository_is_refused(changes: dict[str, object], error: str) -> None:
    assert refusal(rules.git_of, REQUEST._replace(**changes), URL) == error  # type: ignore[arg-type]


@pytest.mark.parametrize("pattern", ["repos/", "src/repo", "*.git", "repo.git"])
def test_only_the_first_part_of_a_pattern_may_not_be_the_name(pattern: str) -> None:
    assert rules.check_patterns((pattern,), repository="repo") == (pattern,)


@pytest.mark.parametrize(
    ("text", "address"),
    [("10.0.0.1", "10.0.0.1"), (" 192.168.1.1 ", "192.168.1.1"), ("2001:0DB8:0:0:0:0:0:1", "2001:db8::1"), ("::1", "::1")],
)
def test_an_address_has_one_form(text: str, address: str) -> None:
    assert rules.ip_of(text) == Ip(address)


@pytest.mark.parametrize("text", ["", "10.0.0", "10.0.0.256", "10.0.0.1/24", "fe80::1%eth0", "okada.test", "1"])
def test_what_is_no_address_is_refused(text: str) -> None:
    assert refusal(rules.ip_of, text) == "Exception - Error value is not valid"


@pytest.mark.parametrize("target", [Ip("10.0.0.1"), Web("okada.test", "/", 443, Protocol.HTTPS), GIT.target])
def test_a_root_stands_for_one_thing(target: Git | Ip | Web) -> None:
    made = rules.new_root(target, root_id="1", group=factories.group(), nickname="n", by=BY, now=factories.NOW)

    assert made.target == target
    assert [part for part in (made.git, made.ip, made.web) if part is not None] == [target]


def test_deactivating_keeps_the_reason_and_activating_clears_it() -> None:
    off = rules.deactivated(GIT, reason=DeactivationReason.OTHER, other="Sold", by=BY, now=LATER)
    on = rules.activated(off, by=BY, now=LATER)

    assert (off.state.status, off.state.reason, off.state.other) == (RootStatus.INACTIVE, DeactivationReason.OTHER, "Sold")
    assert (on.state.status, on.state.reason, on.state.other) == (RootStatus.ACTIVE, None, None)
    assert (off.state.modified_by, off.state.modified_at, off.edited_at) == (BY, LATER, LATER)
    assert refusal(rules.deactivated, GIT, reason=DeactivationReason.OTHER, other="a<b", by=BY, now=LATER) == (
        "Exception - Invalid characters in other"
    )


def test_a_change_keeps_the_vpn_unless_it_is_given() -> None:
    kept = [rules.git_of(REQUEST._replace(use_vpn=given), URL, uses_vpn=True).use_vpn for given in (None, False, True)]

    assert kept == [True, False, True]


def test_a_change_notes_who_made_it_and_leaves_the_state() -> None:
    git = rules.git_of(REQUEST, URL)
    after = rules.with_repository(GIT, git, nickname="new", by=BY, now=LATER)

    assert after == GIT._replace(git=git, nickname="new", edited_by=BY, edited_at=LATER)


@pytest.mark.parametrize(
    ("root", "error"),
    [
        (IP, "Exception - A git root is required"),
        (factories.inactive(GIT), "Exception - The root is not active"),
    ],
)
def test_only_an_active_repository_is_changed_as_such(root: Root, error: str) -> None:
    assert refusal(rules.repository_of, root) == error


@pytest.mark.parametrize(
    ("root", "kind", "error"),
    [
        (GIT, Ip, "Exception - The type of the root is invalid"),
        (IP, Web, "Exception - The type of the root is invalid"),
        (factories.inactive(IP), Ip, "Exception - The root is not active"),
    ],
)
def test_only_an_active_root_of_the_kind_is_renamed(root: Root, kind: type[Ip], error: str) -> None:
    assert refusal(rules.renamed, root, "new", kind=kind, by=BY, now=LATER) == error


def test_a_filter_or_health_check_is_asked_for_when_it_is_new() -> None:
    plain = rules.git_of(REQUEST, URL)
    checked, filtered = plain._replace(includes_health_check=True), plain._replace(gitignore=("a",))

    assert [rules.asks_for_health_check(*pair) for pair in ((None, checked), (plain, checked), (checked, checked), (checked, plain))] == [
        True,
        True,
        False,
        False,
    ]
    assert [rules.asks_for_filter(*pair) for pair in ((None, filtered), (None, plain), (filtered, filtered), (filtered, plain))] == [
        True,
        False,
        False,
        True,
    ]
