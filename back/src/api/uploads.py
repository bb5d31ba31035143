"""Files that come with a request: what resolvers get for a variable of type `Upload`, once the file is stored."""

from dataclasses import dataclass

from errors import DomainError


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was received whole and is stored as a blob; no tuple, because GraphQL takes a tuple for a list.

    `digest` is the hexadecimal SHA-256 of the content, `size` its bytes; name and type are what the client says, and may be empty.
    """

    digest: str
    size: int
    filename: str
    content_type: str


class UploadExpected(DomainError):
    """A value other than a file stands where a file is asked for."""

    template = "Exception - A file is sent as a part of a multipart/form-data request, not as a value"
