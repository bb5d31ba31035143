"""From the names of the GraphQL schema to those of the actions that guard it."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from authz.levels import Level
from authz.matrix import actions_at

_WORD_STARTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")

# These four actions are named after what the public product calls the mutation inside.
_MUTATIONS_NAMED_OTHERWISE: Mapping[str, str] = MappingProxyType(
    {
        "addGitEnvironmentUrl": "add_git_environment",
        "removeEvidence": "remove_finding_evidence",
        "removeTags": "remove_vulnerability_tags",
        "updateDescription": "update_finding_description",
    }
)


def _snake(name: str) -> str:
    """Write a GraphQL name in lower case with underscores; a run of capitals is one word, so `IPRoot` is `ip_root`."""
    return _WORD_STARTS.sub("_", name).lower()


def action_of_mutation(graphql_name: str) -> str:
    """Return the name that the action of a mutation has, whether or not the matrix knows it."""
    return f"api_mutations_{_MUTATIONS_NAMED_OTHERWISE.get(graphql_name, _snake(graphql_name))}_mutate"


def action_of_resolver(type_name: str, field_name: str) -> str:
    """Return the name that the action of a field has, whether or not the matrix knows it; `Query` is a type like the others."""
    return f"api_resolvers_{_snake(type_name)}_{_snake(field_name)}_resolve"


def action_of_field(type_name: str, field_name: str) -> str:
    """Return the name that the action of a field of any type, `Mutation` among them, has."""
    return action_of_mutation(field_name) if type_name == "Mutation" else action_of_resolver(type_name, field_name)


def expected_actions(type_name: str, fields: Iterable[str]) -> Mapping[str, str]:
    """Return, for those fields of a type whose derived action some level of the matrix knows, that action."""
    known = frozenset[str]().union(*(actions_at(level) for level in Level))
    derived = {field: action_of_field(type_name, field) for field in fields}
    return {field: action for field, action in derived.items() if action in known}
