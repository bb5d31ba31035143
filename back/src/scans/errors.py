"""What can be wrong with a scan file."""

from errors import DomainError


class UnsupportedFormat(DomainError):
    """The file is readable, but no scan that can be imported; `extensions["name"]` says what it is."""

    template = "Exception - The file is {name}; only SARIF 2.1.0 can be imported"

    def __init__(self, *, name: str) -> None:
        super().__init__(name=name)
        self.extensions = {"name": name}


class InvalidScanFile(DomainError):
    """The file is damaged or breaks the rules of its format, so that nothing of it can be trusted."""

    template = "Exception - The scan file is invalid: {reason}"

    def __init__(self, *, reason: str) -> None:
        super().__init__(reason=reason)
        self.extensions = {"reason": reason}


class ScanFileTooLarge(DomainError):
    """The file has more bytes after decompression than a scan may have."""

    template = "Exception - The scan file is larger than {limit} bytes after decompression"

    def __init__(self, *, limit: int) -> None:
        super().__init__(limit=limit)
        self.extensions = {"limit": limit}


class ScanNotFound(DomainError):
    """There is no such scan in the caller's scope."""

    template = "Exception - Access denied or scan not found"


class RepeatedIdempotencyKey(DomainError):
    """A client used a key again, for something else."""

    template = "Exception - The idempotency key was used for another scan"
