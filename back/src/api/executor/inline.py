"""An executor that reads plain leaf fields in place: most fields of an answer are no more than an attribute of what was loaded.

Whatever is not plain, and whatever goes wrong with what is, takes the way of graphql-core, so that answers and errors are the same.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from graphql import Executor, GraphQLField, GraphQLObjectType, Undefined, get_nullable_type, is_leaf_type, is_non_null_type
from graphql.execution.collect_fields import FieldDetailsList, GroupedFieldSet
from graphql.pyutils import AwaitableOrValue, Path, gather_with_cancel

from api.executor.leaf import read_leaf
from api.leaves import leaf_of

Read: TypeAlias = Callable[[Any], object]


class Leaf(NamedTuple):
    """A field that is read in place: `read` takes the parent, `write` makes its value what an answer holds."""

    read: Read
    write: Callable[[Any], object]
    is_nullable: bool


class _Planned(NamedTuple):
    """A field of a selection, with how it is read if it is plain."""

    name: str
    details: FieldDetailsList
    leaf: Leaf | None


class InlineExecutor(Executor[Any]):
    """The executor of graphql-core, but for plain leaf fields; a class because graphql-core asks for one."""

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
        try:
            for name, details, leaf in self._plan(parent_type, grouped_field_set):
                if leaf is not None:
                    value = _read(leaf, source_value)
                    if value is not Undefined:
                        results[name] = value
                        continue
                result = self.execute_field(parent_type, source_value, details, Path(path, name, parent_type.name), position_context)
                if result is not Undefined:
                    results[name] = result
                    if self.is_awaitable(result):
                        pending.append(name)
        except Exception:
            if pending:
                # What was begun is ended before the error goes on, as it may fail too.
                self.settle_in_background([results[name] for name in pending])
            raise
        return _awaited(results, pending) if pending else results

    def _plan(self, parent_type: GraphQLObjectType, grouped: GroupedFieldSet) -> tuple[_Planned, ...]:
        """Return the fields of a selection, planned once for each selection of an operation."""
        plans: dict[int, tuple[GroupedFieldSet, tuple[_Planned, ...]]] = self.__dict__.setdefault("_plans", {})
        known = plans.get(id(grouped))
        if known is None:
            # The selection is kept with its plan, so that no other one gets its number.
            known = plans[id(grouped)] = (grouped, _planned(parent_type, grouped))
        return known[1]


def _planned(parent_type: GraphQLObjectType, grouped: GroupedFieldSet) -> tuple[_Planned, ...]:
    leaves = _leaves_of(parent_type)
    return tuple(_Planned(name, details, leaves.get(details[0].node.name.value)) for name, details in grouped.items())


@lru_cache(maxsize=1024)
def _leaves_of(parent_type: GraphQLObjectType) -> Mapping[str, Leaf]:
    """Return the fields of a type that are plain: without arguments, of a scalar or an enum, and read from the parent alone."""
    found = ((name, _leaf(name, field)) for name, field in parent_type.fields.items())
    return {name: leaf for name, leaf in found if leaf is not None}


def _leaf(name: str, field: GraphQLField) -> Leaf | None:
    kind = get_nullable_type(field.type)
    if field.args or not is_leaf_type(kind):
        return None
    read = read_leaf(name) if field.resolve is None else leaf_of(field.resolve)
    return None if read is None else Leaf(read, kind.coerce_output_value, is_nullable=not is_non_null_type(field.type))


def _read(leaf: Leaf, source: object) -> Any:
    """Return the value of a plain field, `Undefined` when it has to go the other way."""
    try:
        value = leaf.read(source)
        if value is None:
            return None if leaf.is_nullable else Undefined
        written = leaf.write(value)
    except Exception:  # noqa: BLE001 -- the other way meets it again and tells it as it should be told
        return Undefined
    return Undefined if written is None else written


async def _awaited(results: dict[str, Any], pending: list[str]) -> dict[str, Any]:
    """Wait for what is pending among results."""
    if len(pending) == 1:
        results[pending[0]] = await results[pending[0]]
    else:
        results.update(zip(pending, await gather_with_cancel(*(results[name] for name in pending)), strict=True))
    return results
