"""What form a body is said to have."""

from email.message import Message
from enum import Enum, auto


class ContentType(Enum):
    """The forms that are told apart."""

    JSON = auto()
    MULTIPART = auto()
    OTHER = auto()


def classify_content_type(header: str | None) -> ContentType:
    """Tell JSON, in UTF-8 when a character set is given, and forms with files from everything else."""
    if header == "application/json":
        return ContentType.JSON
    message = Message()
    message["content-type"] = header or ""
    kind = message.get_content_type() if header else ""
    if kind == "multipart/form-data":
        return ContentType.MULTIPART
    is_utf8 = str(message.get_param("charset", "utf-8")).lower() in {"utf-8", "utf8"}
    return ContentType.JSON if kind == "application/json" and is_utf8 else ContentType.OTHER
