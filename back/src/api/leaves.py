"""Plain fields: their value stands in what was loaded already, so that an executor may read it in place."""

from collections.abc import Callable
from operator import attrgetter
from typing import Any, TypeAlias, TypeVar

from api.context import Context, Info
from api.guards import of_parent

Read: TypeAlias = Callable[[Any, Any], object]
"""Takes the parent and the context."""
Resolve = TypeVar("Resolve", bound=Callable[..., object])
_PLAIN = "plain"


def read_from(path: str, convert: Callable[[Any], object] = lambda value: value) -> Callable[..., object]:
    """Return a resolver that reads a dotted path of attributes of the parent."""
    get = attrgetter(path)
    return read_with(lambda parent, _context: convert(get(parent)))


def read_with(read: Callable[[Any, Context], object]) -> Callable[..., object]:
    """Return a resolver that reads the parent as the context says, such as at what time."""

    @of_parent
    def resolve(parent: object, info: Info) -> object:
        return read(parent, info.context)

    vars(resolve)[_PLAIN] = read
    return resolve


def at_hand(peek: Callable[[Any, Context], object]) -> Callable[[Resolve], Resolve]:
    """Let the value of a field be read in place whenever `peek` returns one; while it returns `None`, the resolver is asked.

    What `peek` returns is what the resolver would, and of a field that whoever has its parent may ask for.
    """

    def decorate(resolve: Resolve) -> Resolve:
        vars(resolve)[_PLAIN] = peek
        return resolve

    return decorate


def plain_of(resolve: Callable[..., object]) -> Read | None:
    """Return how a plain field is read; nothing of the resolver of any other."""
    return vars(resolve).get(_PLAIN) if hasattr(resolve, "__dict__") else None
