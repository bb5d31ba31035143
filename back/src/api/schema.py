"""The schema: the SDL files of this package with the resolvers bound, checked for anything left open."""

from itertools import chain
from pathlib import Path

from ariadne import InterfaceType, ObjectType, load_schema_from_path, make_executable_schema
from graphql import GraphQLInputObjectType, GraphQLObjectType, GraphQLSchema

from api.binding import BoundType, check_rules
from api.enums import ENUMS
from api.executor.leaf import to_snake_case
from api.mutations import MUTATION, PAYLOADS
from api.resolvers.access_token import ACCESS_TOKEN
from api.resolvers.connection import CONNECTIONS
from api.resolvers.finding import FINDING, REQUIREMENT, SEVERITY, TREATMENT_SUMMARY
from api.resolvers.forces_execution import EXECUTION_VULNERABILITIES, EXPLOIT_RESULT, FORCES_EXECUTION
from api.resolvers.forces_executions import FORCES_EXECUTIONS
from api.resolvers.gate_decision import GATE_DECISION, GATE_PARTS
from api.resolvers.git_root import GIT_ROOT
from api.resolvers.group import GROUP
from api.resolvers.ip_root import IP_ROOT
from api.resolvers.me import ME, TOURS
from api.resolvers.organization import ORGANIZATION
from api.resolvers.query import QUERY
from api.resolvers.root import ROOTS
from api.resolvers.scan import SCAN, SCAN_COUNTS, SCAN_ROW, SCAN_TOOL
from api.resolvers.stakeholder import STAKEHOLDER
from api.resolvers.url_root import URL_ROOT
from api.resolvers.vulnerability import HISTORIC_STATE, SNIPPET, TREATMENT, VULNERABILITY
from api.scalars import SCALARS

BOUND: tuple[BoundType, ...] = (
    QUERY,
    MUTATION,
    *PAYLOADS,
    *CONNECTIONS,
    ACCESS_TOKEN,
    EXECUTION_VULNERABILITIES,
    EXPLOIT_RESULT,
    FORCES_EXECUTION,
    FORCES_EXECUTIONS,
    FINDING,
    GATE_DECISION,
    *GATE_PARTS,
    GIT_ROOT,
    GROUP,
    IP_ROOT,
    ME,
    ORGANIZATION,
    REQUIREMENT,
    SCAN,
    SCAN_COUNTS,
    SCAN_ROW,
    SCAN_TOOL,
    SEVERITY,
    SNIPPET,
    STAKEHOLDER,
    TOURS,
    TREATMENT,
    TREATMENT_SUMMARY,
    VULNERABILITY,
    HISTORIC_STATE,
    URL_ROOT,
)


def sdl() -> str:
    """Read the SDL of all folders."""
    return load_schema_from_path(str(Path(__file__).parent))


def build_schema() -> GraphQLSchema:
    """Build the schema; raises `OpenField` when something could be asked for without a rule."""
    interfaces = tuple(InterfaceType(name, _concrete_type) for name in ("Edge", "Payload"))
    schema = make_executable_schema(sdl(), *map(_to_ariadne, BOUND), *interfaces, *ROOTS, *SCALARS, *ENUMS)
    _name_arguments(schema)
    check_rules(schema, BOUND)
    return schema


def _to_ariadne(bound: BoundType) -> ObjectType:
    """Hand a type's resolvers over."""
    kind = ObjectType(bound.name)
    for field, resolver in bound.resolvers.items():
        kind.set_field(field, resolver)
    return kind


def _concrete_type(value: object, *_: object) -> str:
    """Return the type of a value of an interface, which is named after its class."""
    return type(value).__name__


def _name_arguments(schema: GraphQLSchema) -> None:
    """Let resolvers see arguments and the fields of inputs by their names in snake case.

    The types of introspection are those of every schema in the process, and stay as they are.
    """
    kinds = tuple(kind for name, kind in schema.type_map.items() if not name.startswith("__"))
    arguments = chain.from_iterable(
        field.args.items() for kind in kinds if isinstance(kind, GraphQLObjectType) for field in kind.fields.values()
    )
    inputs = chain.from_iterable(kind.fields.items() for kind in kinds if isinstance(kind, GraphQLInputObjectType))
    for name, argument in (*arguments, *inputs):
        argument.out_name = to_snake_case(name)
