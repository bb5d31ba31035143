"""Every operation as every role: who may, and what the others are told, while nothing changes."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from harness import Api
from world import Caller, populate

DENIED = "Access denied"
LOGIN = "Login required"
INVALID = "Exception - Invalid Authorization"
NO_ORGANIZATION = "Access denied or organization not found"


class Operation(NamedTuple):
    """An operation and who may call it, typed by hand from the reference's matrix."""

    document: str
    group: str = ""
    """The roles of the group, separated by blanks; `*` for all."""
    organization: str = ""
    platform: str = "admin"
    outside: str = DENIED
    """What somebody is told who is not in the organization at all."""
    anonymous: str = LOGIN
    member: str = DENIED
    """What a member of the group is told, or of the organization."""
    variables: Mapping[str, Any] = MappingProxyType({})
    files: Mapping[str, bytes] = MappingProxyType({})
    """What is sent with it, by the names of variables: nobody is then told so before anything is read."""


def may(operation: Operation, caller: Caller) -> bool:
    """Tell whether a caller may call an operation."""
    roles = {"group": operation.group, "organization": operation.organization, "platform": operation.platform}.get(caller.level, "")
    return roles == "*" or caller.role in roles.split()


def refusal(operation: Operation, caller: Caller) -> str:
    """Return what a caller is told who may not."""
    if caller.email is None:
        return operation.anonymous
    return operation.member if caller.level in {"group", "organization"} else operation.outside


async def check_role(api: Api, operation: Operation, caller: Caller) -> None:
    """Call an operation as somebody and check that it is done, or refused with nothing changed."""
    await populate(api, caller)
    before = api.snapshot()
    if operation.files:
        answer = await api.upload(operation.document, operation.variables, files=operation.files, as_=caller.email)
    else:
        answer = await api.ask(operation.document, operation.variables, as_=caller.email)

    assert answer.status == (401 if operation.files and caller.email is None else 200)
    if may(operation, caller):
        assert answer.errors == ()
    else:
        assert answer.errors == (refusal(operation, caller),)
        assert api.snapshot() == before
