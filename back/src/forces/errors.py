"""What can be wrong with an execution."""

from errors import DomainError


class ExecutionNotFound(DomainError):
    """The group has no such execution."""

    template = "Access denied"


class ExecutionAlreadyCreated(DomainError):
    """The group has an execution of this id."""

    template = "This execution has already exists"


class ExecutionLogTooLarge(DomainError):
    """The log has more bytes than one may have."""

    template = "Exception - The log is larger than {limit} bytes"

    def __init__(self, *, limit: int) -> None:
        super().__init__(limit=limit)
        self.extensions = {"limit": limit}
