"""The refusal of a request that is not executed."""

from collections.abc import Sequence

from graphql import GraphQLError, Node


class Refused(Exception):
    """A request that is not executed: the errors to answer with, the HTTP status and, past a rate, the seconds to wait."""

    def __init__(self, errors: Sequence[GraphQLError], *, status: int = 400, retry_after: int | None = None) -> None:
        super().__init__(errors[0].message)
        self.errors = tuple(errors)
        self.status = status
        self.retry_after = retry_after


def refused(code: str, message: str, *, status: int = 400) -> Refused:
    """Return a refusal with one error."""
    return Refused([GraphQLError(message, extensions={"code": code})], status=status)


def over_limit(limit: str, value: int, message: str, *, status: int = 400, nodes: Sequence[Node] = ()) -> Refused:
    """Return the refusal of a request past a limit; the text goes on from `message` with the limit's name and value."""
    error = GraphQLError(
        f'{message}: the limit "{limit}" is {value}',
        nodes=nodes or None,
        extensions={"code": f"{limit.upper()}_LIMIT", "limit": limit, "value": value},
    )
    return Refused([error], status=status)
