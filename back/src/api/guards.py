"""Who may ask for a field: every bound resolver declares its rule right above it, and is not bound without one.

The checks of a rule come in the reference's order: login, role, then the attributes of the group. A field that is asked for by
the id of an organization answers one text for what is not there and for what is out of the caller's scope.
"""

from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum
from functools import wraps
from inspect import isawaitable
from typing import Any, Concatenate, Literal, NamedTuple, ParamSpec, TypeVar, cast

from access.rules import service_attributes
from api.context import Context, Info
from authz.decision import can_as_user, can_in_group, can_in_organization, is_platform_admin
from authz.token_scopes import scope_allows
from authz.viewer import Viewer
from db_model.findings.types import Finding
from db_model.groups.types import Group
from db_model.organizations.types import Organization
from db_model.vulnerabilities.types import Vulnerability
from errors import AccessDenied, InvalidAuthorization, LoginRequired
from findings import domain as findings_domain
from groups import domain as groups_domain
from groups.rules import normal_name
from organizations import domain as organizations_domain
from organizations.errors import OrganizationNotFound
from vulnerabilities import domain as vulnerabilities_domain

P = ParamSpec("P")
Parent = TypeVar("Parent")
Result = TypeVar("Result")
Resolver = Callable[Concatenate[Parent, Info, P], Result]
Check = Callable[[object, Info, Mapping[str, Any]], Awaitable[None] | None]


class RuleKind(StrEnum):
    """What a rule looks at."""

    PUBLIC = "public"
    LOGIN = "login"
    PARENT = "parent"
    USER = "user"
    ORGANIZATION = "organization"
    GROUP = "group"


class Rule(NamedTuple):
    """What a field asks of its caller, for the start-up check and the role matrix."""

    kind: RuleKind
    actions: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()


def rule_of(resolver: object) -> Rule | None:
    """Return the rule that a resolver declares."""
    return cast(Rule | None, getattr(resolver, "rule", None))


def _guarded(rule: Rule, check: Check) -> Callable[[Resolver[Parent, P, Result]], Resolver[Parent, P, Result | Awaitable[Any]]]:
    """Put a check before a resolver; it runs without a turn of the event loop unless it has to read something."""

    def decorate(resolve: Resolver[Parent, P, Result]) -> Resolver[Parent, P, Result | Awaitable[Any]]:
        @wraps(resolve)
        def guarded(parent: Parent, info: Info, /, *args: P.args, **arguments: P.kwargs) -> Result | Awaitable[Any]:
            pending = check(parent, info, arguments)
            if pending is None:
                return resolve(parent, info, *args, **arguments)
            return _after(pending, lambda: resolve(parent, info, *args, **arguments))

        vars(guarded)["rule"] = rule
        return guarded

    return decorate


async def _after(check: Awaitable[None], resolve: Callable[[], object]) -> object:
    """Resolve once a check that had to read something has passed."""
    await check
    result = resolve()
    return await result if isawaitable(result) else result


def _check_login(viewer: Viewer, *, login: bool = True) -> None:
    """Refuse a caller whom nobody knows; the text depends on whether the field has the reference's login guard."""
    if viewer.is_anonymous:
        raise LoginRequired if login else InvalidAuthorization


def _check_token(info: Info, *, group: str | None) -> None:
    """Refuse a root field that the scopes of the caller's token do not open."""
    name = info.parent_type.name
    if name not in {"Query", "Mutation"}:
        return
    operation = cast(Literal["query", "mutation"], name.lower())
    if not scope_allows(info.context.viewer.credential, operation=operation, field=info.field_name, group=group):
        raise AccessDenied


def public(resolve: Resolver[Parent, P, Result]) -> Resolver[Parent, P, Result | Awaitable[Any]]:
    """Let everybody ask."""
    return _guarded(Rule(RuleKind.PUBLIC), lambda *_: None)(resolve)


def of_parent(resolve: Resolver[Parent, P, Result]) -> Resolver[Parent, P, Result | Awaitable[Any]]:
    """Let everybody ask who was given the parent: it was loaded in the caller's scope."""
    return _guarded(Rule(RuleKind.PARENT), lambda *_: None)(resolve)


def unscoped(resolve: Resolver[Parent, P, Result]) -> Resolver[Parent, P, Result | Awaitable[Any]]:
    """Let a caller ask about the own tokens and sessions, but not with a token that has scopes."""

    def check(_: object, info: Info, __: Mapping[str, Any]) -> None:
        credential = info.context.viewer.credential
        if credential is None or credential.scopes is not None:
            raise AccessDenied

    return _guarded(Rule(RuleKind.LOGIN), check)(resolve)


def login(resolve: Resolver[Parent, P, Result]) -> Resolver[Parent, P, Result | Awaitable[Any]]:
    """Let everybody ask whom the service knows."""

    def check(_: object, info: Info, __: Mapping[str, Any]) -> None:
        _check_login(info.context.viewer)
        _check_token(info, group=None)

    return _guarded(Rule(RuleKind.LOGIN), check)(resolve)


def user_action(action: str) -> Callable[[Resolver[Parent, P, Result]], Resolver[Parent, P, Result | Awaitable[Any]]]:
    """Let those ask whose platform role has an action."""

    def check(_: object, info: Info, __: Mapping[str, Any]) -> None:
        _check_login(info.context.viewer)
        _check_token(info, group=None)
        if not can_as_user(info.context.viewer, action):
            raise AccessDenied

    return _guarded(Rule(RuleKind.USER, (action,)), check)


def group_action(
    action: str, *, attributes: tuple[str, ...] = (), login: bool = True
) -> Callable[[Resolver[Parent, P, Result]], Resolver[Parent, P, Result | Awaitable[Any]]]:
    """Let those ask whose role in the group has an action, while the group has all these attributes."""

    def check(parent: object, info: Info, arguments: Mapping[str, Any]) -> Awaitable[None] | None:
        _check_login(info.context.viewer, login=login)
        name = parent.name if isinstance(parent, Group) else normal_name(arguments.get("group_name") or "")
        check_in_group(info, name, action)
        return _check_attributes(info.context, name, frozenset(attributes)) if attributes else None

    return _guarded(Rule(RuleKind.GROUP, (action,), attributes), check)


def finding_action(
    action: str, *, attributes: tuple[str, ...] = ()
) -> Callable[[Resolver[Parent, P, Result]], Resolver[Parent, P, Result | Awaitable[Any]]]:
    """Let those ask whose role in the group of a finding has an action, while the group has all these attributes.

    The parent is the finding, or an argument its id; one that is absent or out of scope is answered as such.
    """

    def check(parent: object, info: Info, arguments: Mapping[str, Any]) -> Awaitable[None] | None:
        _check_login(info.context.viewer)
        if isinstance(parent, Finding):
            check_in_group(info, parent.group_name, action)
            return None
        return _check_in_finding(info, arguments.get("finding_id") or arguments.get("identifier") or "", action, frozenset(attributes))

    return _guarded(Rule(RuleKind.GROUP, (action,), attributes), check)


def vulnerability_action(
    action: str, *, attributes: tuple[str, ...] = ()
) -> Callable[[Resolver[Parent, P, Result]], Resolver[Parent, P, Result | Awaitable[Any]]]:
    """Let those ask whose role in the group of a vulnerability has an action, while the group has all these attributes.

    The parent is the vulnerability, or an argument its id; one that is absent or out of scope is answered as such.
    """

    def check(parent: object, info: Info, arguments: Mapping[str, Any]) -> Awaitable[None] | None:
        _check_login(info.context.viewer)
        if isinstance(parent, Vulnerability):
            check_in_group(info, parent.group_name, action)
            return None
        identifier = arguments.get("vulnerability_id") or arguments.get("uuid") or ""
        return _check_in_vulnerability(info, identifier, action, frozenset(attributes))

    return _guarded(Rule(RuleKind.GROUP, (action,), attributes), check)


async def _check_in_vulnerability(info: Info, identifier: str, action: str, attributes: frozenset[str]) -> None:
    """Refuse a caller whose role in the group of a vulnerability lacks an action; raises `VulnNotFound`."""
    vulnerability = await vulnerabilities_domain.get(info.context.loaders, identifier)
    check_in_group(info, vulnerability.group_name, action)
    if attributes:
        await _check_attributes(info.context, vulnerability.group_name, attributes)


async def _check_in_finding(info: Info, identifier: str, action: str, attributes: frozenset[str]) -> None:
    """Refuse a caller whose role in the group of a finding lacks an action; raises `FindingNotFound`."""
    finding = await findings_domain.get(info.context.loaders, identifier)
    check_in_group(info, finding.group_name, action)
    if attributes:
        await _check_attributes(info.context, finding.group_name, attributes)


def check_in_group(info: Info, name: str, action: str) -> None:
    """Refuse a caller whose role in a group lacks an action."""
    _check_token(info, group=name)
    if not can_in_group(info.context.viewer, name, action):
        raise AccessDenied


async def _check_attributes(context: Context, name: str, attributes: frozenset[str]) -> None:
    """Refuse while a group lacks one of the attributes; raises `GroupNotFound` when there is no such group."""
    group = await groups_domain.get(context.loaders, name)
    if not attributes <= service_attributes(group, mode=context.settings.services):
        raise AccessDenied


def organization_action(
    action: str, *, login: bool = True
) -> Callable[[Resolver[Parent, P, Result]], Resolver[Parent, P, Result | Awaitable[Any]]]:
    """Let those ask whose role in the organization, which the parent or an argument names, has an action."""

    def check(parent: object, info: Info, arguments: Mapping[str, Any]) -> Awaitable[None] | None:
        _check_login(info.context.viewer, login=login)
        _check_token(info, group=None)
        if isinstance(parent, Organization):
            check_in_organization(info, parent.id, action)
            return None
        if "organization_id" in arguments:
            check_in_organization(info, arguments["organization_id"], action)
            return None
        return _check_in_named_organization(info, arguments.get("organization_name") or arguments.get("organization") or "", action)

    return _guarded(Rule(RuleKind.ORGANIZATION, (action,)), check)


def check_in_organization(info: Info, organization_id: str, action: str) -> None:
    """Refuse a caller who is not in an organization, or whose role there lacks an action."""
    check_organization_access(info, organization_id)
    if not can_in_organization(info.context.viewer, organization_id, action):
        raise AccessDenied


async def _check_in_named_organization(info: Info, name: str, action: str) -> None:
    """Refuse a caller by the name of an organization: nobody but an administrator learns whether it is there."""
    organization_id = await organizations_domain.find_id(info.context.loaders, name)
    if organization_id is None and is_platform_admin(info.context.viewer):
        raise OrganizationNotFound
    if organization_id is None or not can_in_organization(info.context.viewer, organization_id, action):
        raise AccessDenied


def check_organization_access(info: Info, organization_id: str) -> None:
    """Refuse a caller who neither is in an organization nor administers the platform."""
    viewer = info.context.viewer
    if organization_id not in viewer.organizations and not is_platform_admin(viewer):
        raise OrganizationNotFound


def organization_access(resolve: Resolver[Parent, P, Result]) -> Resolver[Parent, P, Result | Awaitable[Any]]:
    """Let those ask who are in the organization that the argument `organization_id` names."""

    def check(_: object, info: Info, arguments: Mapping[str, Any]) -> None:
        _check_login(info.context.viewer)
        _check_token(info, group=None)
        check_organization_access(info, arguments["organization_id"])

    return _guarded(Rule(RuleKind.ORGANIZATION), check)(resolve)


def entity_action(
    *, group: str, organization: str
) -> Callable[[Resolver[Parent, P, Result]], Resolver[Parent, P, Result | Awaitable[Any]]]:
    """Let those ask whose role has an action in the group or organization that the argument `entity` says it is about."""

    def check(_: object, info: Info, arguments: Mapping[str, Any]) -> None:
        _check_login(info.context.viewer)
        if arguments["entity"] == "GROUP":
            check_in_group(info, normal_name(arguments.get("group_name") or ""), group)
        else:
            _check_token(info, group=None)
            check_in_organization(info, arguments.get("organization_id") or "", organization)

    return _guarded(Rule(RuleKind.GROUP, (group, organization)), check)
