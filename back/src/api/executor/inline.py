"""An executor that reads plain fields in place: most of an answer is no more than attributes of what was loaded.

Plain are leaf fields without arguments that are read from their parent, and fields whose object is at hand. Whatever is not plain, and
whatever goes wrong with what is, takes the way of graphql-core, so that answers and errors are the same.
"""

from collections.abc import Awaitable, Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from graphql import (
    Executor,
    GraphQLBoolean,
    GraphQLField,
    GraphQLID,
    GraphQLLeafType,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLResolveInfo,
    GraphQLString,
    Undefined,
    get_nullable_type,
    is_leaf_type,
    is_non_null_type,
)
from graphql.execution.collect_fields import FieldDetailsList, GroupedFieldSet
from graphql.pyutils import AwaitableOrValue, Path, gather_with_cancel

from api.executor.leaf import read_leaf
from api.leaves import Read, plain_of

_KEPT: Mapping[str, type] = MappingProxyType({GraphQLString.name: str, GraphQLID.name: str, GraphQLBoolean.name: bool})
"""The values of these scalars that an answer holds as they are, by their exact type."""


class Leaf(NamedTuple):
    """A field that is read in place: `read` takes the parent and the context, `write` makes its value what an answer holds."""

    read: Read
    write: Callable[[Any], object]
    kept: type | None
    """The type of values that `write` would return as they are."""
    is_nullable: bool


class Nested(NamedTuple):
    """A field whose value is an object that is read in place."""

    read: Read
    kind: GraphQLObjectType
    type: GraphQLOutputType


class _Planned(NamedTuple):
    """A field of a selection, with how it is read if it is plain."""

    name: str
    details: FieldDetailsList
    leaf: Leaf | None
    nested: Nested | None


class InlineExecutor(Executor[Any]):
    """The executor of graphql-core, but for plain fields; a class because graphql-core asks for one."""

    def execute_fields(
        self,
        parent_type: GraphQLObjectType,
        source_value: Any,
        path: Path | None,
        grouped_field_set: GroupedFieldSet,
        position_context: Any,
    ) -> AwaitableOrValue[dict[str, Any]]:
        """Execute the fields of one object concurrently."""
        results: dict[str, Any] = {}
        pending: list[str] = []
        context = self.context_value
        try:
            for name, details, leaf, nested in self._plan(parent_type, grouped_field_set):
                if leaf is not None:
                    value = _read(leaf, source_value, context)
                    if value is not Undefined:
                        results[name] = value
                        continue
                result = self._execute_other(
                    parent_type, source_value, details, nested, Path(path, name, parent_type.name), position_context
                )
                if result is not Undefined:
                    results[name] = result
                    if type(result) is not dict and self.is_awaitable(result):
                        pending.append(name)
        except Exception:
            if pending:
                # What was begun is ended before the error goes on, as it may fail too.
                self.settle_in_background([results[name] for name in pending])
            raise
        return _awaited(results, pending) if pending else results

    def complete_list_item_value(
        self,
        item: Any,
        complete_results: list[Any],
        item_type: GraphQLOutputType,
        field_details_list: FieldDetailsList,
        info: GraphQLResolveInfo[Any],
        item_path: Path,
        position_context: Any,
    ) -> bool:
        """Add an item of a list to its results, and tell whether it is awaitable."""
        kind = _plain_object(item_type)
        if kind is None or item is None or item is Undefined or isinstance(item, Exception):
            return super().complete_list_item_value(
                item, complete_results, item_type, field_details_list, info, item_path, position_context
            )
        completed = self._complete_object(kind, item_type, field_details_list, item_path, item)
        complete_results.append(completed)
        return type(completed) is not dict and self.is_awaitable(completed)

    def _execute_other(
        self, parent_type: GraphQLObjectType, source: Any, details: FieldDetailsList, nested: Nested | None, path: Path, position: Any
    ) -> Any:
        """Execute a field that is no plain leaf: in place if its object is at hand, else as graphql-core does."""
        if nested is not None:
            value = _look(nested, source, self.context_value)
            if value is not Undefined and not self.is_awaitable(value):
                return self._complete_object(nested.kind, nested.type, details, path, value)
        return self.execute_field(parent_type, source, details, path, position)

    def _complete_object(
        self, kind: GraphQLObjectType, declared: GraphQLOutputType, details: FieldDetailsList, path: Path, value: Any
    ) -> AwaitableOrValue[dict[str, Any] | None]:
        """Execute the fields that are asked of an object; an error within it goes as far as its declared type lets it."""
        try:
            grouped, _, _ = self.collect_subfields(kind, details)
            completed = self.execute_fields(kind, value, path, grouped, None)
        except Exception as error:  # noqa: BLE001 -- whatever a resolver raises belongs to this field
            self.handle_field_error(error, declared, details, path)
            return None
        return completed if isinstance(completed, dict) else self._await_object(completed, declared, details, path)

    async def _await_object(
        self, completed: Awaitable[dict[str, Any]], declared: GraphQLOutputType, details: FieldDetailsList, path: Path
    ) -> dict[str, Any] | None:
        try:
            return await completed
        except Exception as error:  # noqa: BLE001 -- the same
            self.handle_field_error(error, declared, details, path)
            return None

    def _plan(self, parent_type: GraphQLObjectType, grouped: GroupedFieldSet) -> tuple[_Planned, ...]:
        """Return the fields of a selection, planned once for each selection of an operation."""
        plans: dict[int, tuple[GroupedFieldSet, tuple[_Planned, ...]]] = self.__dict__.setdefault("_plans", {})
        known = plans.get(id(grouped))
        if known is None:
            # The selection is kept with its plan, so that no other one gets its number.
            known = plans[id(grouped)] = (grouped, _planned(parent_type, grouped))
        return known[1]


def _planned(parent_type: GraphQLObjectType, grouped: GroupedFieldSet) -> tuple[_Planned, ...]:
    leaves, objects = _plain_fields(parent_type)
    names = ((name, details, details[0].node.name.value) for name, details in grouped.items())
    return tuple(_Planned(name, details, leaves.get(own), objects.get(own)) for name, details, own in names)


@lru_cache(maxsize=1024)
def _plain_fields(parent_type: GraphQLObjectType) -> tuple[Mapping[str, Leaf], Mapping[str, Nested]]:
    """Return the fields of a type that are plain: without arguments, and read from the parent and the context alone."""
    found = [(name, _plain(name, field)) for name, field in parent_type.fields.items()]
    return (
        {name: plain for name, plain in found if isinstance(plain, Leaf)},
        {name: plain for name, plain in found if isinstance(plain, Nested)},
    )


def _plain(name: str, field: GraphQLField) -> Leaf | Nested | None:
    read = None if field.args else _without_resolver(name) if field.resolve is None else plain_of(field.resolve)
    kind = get_nullable_type(field.type)
    if read is None:
        return None
    if is_leaf_type(kind):
        return _leaf(read, kind, is_nullable=not is_non_null_type(field.type))
    own = _plain_object(field.type)
    return None if own is None else Nested(read, own, field.type)


def _leaf(read: Read, kind: GraphQLLeafType, *, is_nullable: bool) -> Leaf:
    return Leaf(read, kind.coerce_output_value, _KEPT.get(kind.name), is_nullable)


def _without_resolver(name: str) -> Read:
    read = read_leaf(name)
    return lambda parent, _context: read(parent)


@lru_cache(maxsize=4096)
def _plain_object(declared: GraphQLOutputType) -> GraphQLObjectType | None:
    """Return the object type that a type is, nullable or not, unless it has to be asked whether a value is of it."""
    kind = get_nullable_type(declared)
    return kind if isinstance(kind, GraphQLObjectType) and kind.is_type_of is None else None


def _read(leaf: Leaf, source: object, context: object) -> Any:
    """Return the value of a plain field, `Undefined` when it has to go the other way."""
    try:
        value = leaf.read(source, context)
        if type(value) is leaf.kept:
            return value
        if value is None:
            return None if leaf.is_nullable else Undefined
        written = leaf.write(value)
    except Exception:  # noqa: BLE001 -- the other way meets it again and tells it as it should be told
        return Undefined
    return Undefined if written is None else written


def _look(nested: Nested, source: object, context: object) -> Any:
    """Return the object of a plain field, `Undefined` when it has to go the other way."""
    try:
        value = nested.read(source, context)
    except Exception:  # noqa: BLE001 -- the same
        return Undefined
    return Undefined if value is None or isinstance(value, Exception) else value


async def _awaited(results: dict[str, Any], pending: list[str]) -> dict[str, Any]:
    """Wait for what is pending among results."""
    if len(pending) == 1:
        results[pending[0]] = await results[pending[0]]
    else:
        results.update(zip(pending, await gather_with_cancel(*(results[name] for name in pending)), strict=True))
    return results
