"""What an API token with scopes opens; everything else is refused to it, whatever its person may do.

`OPENINGS` is the whole table. A token with several scopes opens what any of them opens, one without scopes opens all.

- READ opens every field of `Query`, and no mutation. `me` is open to it alone.
- IMPORT opens `importScan` and `addGitRoot`, and `group` and `root` to read the scans (`Group.scans`, `Group.scan`) and the root.
- GATE opens `addForcesExecution`, and what the CI agent's own role reads: `group` with `Group.gate`, `finding`, `root` and
  `vulnerability`.

No scope opens a mutation of tokens, sessions or access. A token with a group is, moreover, refused every other group, every
organization and the whole platform, so that of the fields without a group only `me` is left to it.
A field below these that has no action of its own is shown with its parent, so an IMPORT token can also read its group's findings.
Introspection is public and is not asked about here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from authz.naming import action_of_field
from authz.viewer import Credential, TokenScope

_READING = ("api_resolvers_", "see_")
_OF_THE_PERSON = frozenset({("query", "me")})


@dataclass(frozen=True, slots=True)
class Opening:
    """What one scope opens: root fields, and the fields of other types that have an action of their own."""

    queries: tuple[str, ...] = ()
    mutations: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    every_query: bool = False

    def opens_field(self, operation: Literal["query", "mutation"], field: str) -> bool:
        """Tell whether the scope opens a field of `Query` or of `Mutation`."""
        return field in self.mutations if operation == "mutation" else self.every_query or field in self.queries

    def actions(self) -> frozenset[str]:
        """Return the actions of what is opened by name."""
        roots = (*(("Query", name) for name in self.queries), *(("Mutation", name) for name in self.mutations))
        return frozenset(action_of_field(type_name, field) for type_name, field in (*roots, *self.fields))


OPENINGS: Mapping[TokenScope, Opening] = MappingProxyType(
    {
        TokenScope.READ: Opening(every_query=True),
        TokenScope.IMPORT: Opening(
            queries=("group", "root"),
            mutations=("addGitRoot", "importScan"),
            fields=(("Group", "scans"),),
        ),
        TokenScope.GATE: Opening(
            queries=("finding", "group", "root", "vulnerability"),
            mutations=("addForcesExecution",),
            fields=(("Group", "gate"),),
        ),
    }
)
_ACTIONS: Mapping[TokenScope, frozenset[str]] = MappingProxyType({scope: opening.actions() for scope, opening in OPENINGS.items()})


def scope_allows(credential: Credential | None, *, operation: Literal["query", "mutation"], field: str, group: str | None) -> bool:
    """Tell whether a credential opens a root field; `group` is the group that the call is about, if it is about one.

    A group that is only found from an identifier has to be found before asking: without it a token with a group is refused.
    """
    if credential is None:
        return True
    is_of_the_person = group is None and (operation, field) in _OF_THE_PERSON
    if credential.group is not None and group != credential.group and not is_of_the_person:
        return False
    return credential.scopes is None or any(OPENINGS[scope].opens_field(operation, field) for scope in credential.scopes)


def scope_allows_action(credential: Credential | None, *, action: str, group: str | None) -> bool:
    """Tell whether a credential opens an action in a group or, without one, in an organization or on the platform."""
    if credential is None:
        return True
    if credential.group is not None and group != credential.group:
        return False
    return credential.scopes is None or any(_opens_action(scope, action) for scope in credential.scopes)


def _opens_action(scope: TokenScope, action: str) -> bool:
    """Tell whether a scope opens an action: by name, or because it opens all that only reads."""
    return action in _ACTIONS[scope] or (OPENINGS[scope].every_query and action.startswith(_READING))
