"""The page that shows who may do what; `python -m authz.document` prints it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from authz.actions import ours
from authz.attributes import SERVICES
from authz.levels import Level
from authz.matrix import ROLES, actions_at, actions_of, roles_with
from authz.roles import GROUP_ROLES_BY_TAG, USER_ROLES_BY_TAG, Tag
from authz.token_scopes import OPENINGS, Opening
from texts.generated import print_or_check

_CENTRED = ":-:"
_TITLES: Mapping[Level, str] = MappingProxyType({Level.USER: "Platform", Level.ORGANIZATION: "Organization", Level.GROUP: "Group"})
_KINDS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("Mutations", lambda action: action.startswith("api_mutations_")),
    ("Fields", lambda action: action.startswith("api_resolvers_")),
    ("Hints for clients, and checks inside an operation", lambda action: not action.startswith(("api_", "grant_"))),
    ("Roles that may be granted", lambda action: action.startswith("grant_")),
)
_INTRODUCTION = """\
# Authorization

This page is generated from the code by `python -m authz.document`; edit the tables in `back/src/authz/`, not the page.

A person has at most one role on the platform, in each organization and in each group. A role is a set of actions, and what a person
may do somewhere is what the role there allows. A platform admin also has the admin role of every organization and group. Clients read
the actions that they may use from the `permissions` fields, so their names are part of the API."""
_GRANTING = """\
## Who may grant which role

A row is the granter's role, a column the role that is given. The restrictions hold only while the setting `INTEGRATES_STAFF_DOMAINS`
names a domain: then `customer_manager` goes only to addresses of a staff domain, and so do the testing roles (tag `drills`) in a group
that has the attribute `must_only_have_fluidattacks_hackers`."""
_SCOPES = """\
## Token scopes

An API token without scopes may do what its person may. One with scopes is refused everything that none of them opens, tokens, sessions
and access above all; a field below those named is open when it has no action of its own. A token with a group is refused every other
group, every organization and the platform; of the fields without a group only `me` is left to it."""
_ATTRIBUTES = """\
## Attributes of a group

Some operations ask the group for an attribute, whatever the role. The last column is for `INTEGRATES_SERVICES=open`, the default; the
one before it for `as_reference`."""


def authorization_page() -> str:
    """Return the page as Markdown, ending in a line break."""
    levels = (part for level in Level for part in _level(level))
    parts = (_INTRODUCTION, *levels, _ours(), *_granting(), _SCOPES, _scopes(), _ATTRIBUTES, _attributes())
    return "\n\n".join(parts) + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], *, rule: str = "---") -> str:
    """Return a Markdown table; `rule` aligns every column but the first."""
    lines = (head, ("---", *(rule for _ in head[1:])), *rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _code(names: Iterable[str]) -> str:
    """Return names as a list in code type; `none` when there are none."""
    return ", ".join(f"`{name}`" for name in names) or "none"


def _level(level: Level) -> Iterable[str]:
    """Return the parts of one level: its roles, and a table of actions for each kind that it has."""
    yield f"## {_TITLES[level]}"
    yield "\n".join(_role_lines(level))
    for title, is_of_kind in _KINDS:
        actions = sorted(filter(is_of_kind, actions_at(level)))
        if actions:
            yield f"### {_TITLES[level]}: {title[0].lower()}{title[1:]}"
            yield _table(("action", *ROLES[level]), (_action_row(level, action) for action in actions), rule=_CENTRED)


def _role_lines(level: Level) -> Iterable[str]:
    """Say how many actions each role has, and which tag it carries."""
    by_tag = {Level.USER: USER_ROLES_BY_TAG, Level.GROUP: GROUP_ROLES_BY_TAG}.get(level, {})
    for role in ROLES[level]:
        tags = "".join(f", tag `{tag}`" for tag in Tag if role in by_tag.get(tag, ()))
        yield f"- `{role}`: {len(actions_of(level, role))} actions{tags}"


def _action_row(level: Level, action: str) -> tuple[str, ...]:
    roles = roles_with(level, action)
    return (f"`{action}`", *("✓" if role in roles else "" for role in ROLES[level]))


def _ours() -> str:
    rows = ((f"`{action}`", _code(sorted(roles))) for action, roles in ours.GROUP_ACTIONS.items())
    heading = "### Group: grants that the public product does not have\n\nThe tables above hold them already."
    return f"{heading}\n\n{_table(('action', 'roles'), rows)}"


def _granting() -> Iterable[str]:
    yield _GRANTING
    for level in Level:
        given = tuple(role for role in ROLES[level] if roles_with(level, f"grant_{level}_level_role:{role}"))
        granters = (role for role in ROLES[level] if any(_grants(level, role, other) for other in given))
        rows = ((f"`{granter}`", *("✓" if _grants(level, granter, role) else "" for role in given)) for granter in granters)
        yield f"### {_TITLES[level]}: granted by"
        yield _table(("granter", *given), rows, rule=_CENTRED)


def _grants(level: Level, granter: str, role: str) -> bool:
    return granter in roles_with(level, f"grant_{level}_level_role:{role}")


def _scopes() -> str:
    rows = ((f"`{scope}`", *_opening_cells(opening)) for scope, opening in OPENINGS.items())
    return _table(("scope", "fields of `Query`", "mutations", "fields below that have an action"), rows)


def _opening_cells(opening: Opening) -> tuple[str, str, str]:
    below = _code(f"{type_name}.{field}" for type_name, field in opening.fields)
    return (
        "every one" if opening.every_query else _code(opening.queries),
        _code(opening.mutations),
        "every one" if opening.every_query else below,
    )


def _attributes() -> str:
    rows = ((f"`{item.name}`", _code(item.attributes), item.words, "active" if item.is_open else item.words) for item in SERVICES)
    return _table(("service", "attributes that it gives", "when the group is", "when services are open"), rows)


if __name__ == "__main__":
    print_or_check(authorization_page(), module="authz.document")
