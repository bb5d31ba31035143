"""`DomainError`, the base of every refusal that is safe to show, and the cases that several modules share."""

import re
from typing import ClassVar


class DomainError(Exception):
    """A refusal whose text and code belong to the API: the class is the case, `template` its text."""

    template: ClassVar[str] = "Exception - Error"
    code: ClassVar[str] = "DOMAIN_ERROR"

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.code = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", cls.__name__).upper()

    def __init__(self, **values: object) -> None:
        super().__init__(self.template.format(**values))


class LoginRequired(DomainError):
    """No live session or token came with the request."""

    template = "Login required"


class InvalidAuthorization(DomainError):
    """The session, token or invitation is missing, unknown, expired or revoked."""

    template = "Exception - Invalid Authorization"


class AccessDenied(DomainError):
    """The caller may not do this here, or the thing is not in the caller's scope."""

    template = "Access denied"


class InvalidChar(DomainError):
    """A text holds a character that its field does not take."""

    template = "Exception - Invalid characters in {field}"


class InvalidField(DomainError):
    """A field holds a value of the wrong form."""

    template = "Exception - Invalid {field} in form"


class InvalidFieldLength(DomainError):
    """A text is shorter or longer than its field allows."""

    template = "Exception - Invalid field length in form"

    def __init__(self, *, field: str, low: int, high: int, length: int) -> None:
        super().__init__()
        self.extensions = {"field": field, "minimum": low, "maximum": high, "length": length}


class InvalidSpacesField(DomainError):
    """A text has nothing but blanks."""

    template = "Exception - Field cannot fill with blank characters"


class UnsanitizedInputFound(DomainError):
    """A text would be read as a formula by a spreadsheet."""

    template = "Exception - Unsanitized input found"


class InvalidParameter(DomainError):
    """An argument is missing or cannot be used."""

    template = "Exception - Field {field} is invalid"


class NumberOutOfRange(DomainError):
    """A number lies outside its inclusive bounds."""

    template = "Exception - Value must be between {low} (inclusive) and {high} (inclusive)"

    def __init__(self, *, field: str, low: int, high: int) -> None:
        super().__init__(low=low, high=high)
        self.extensions = {"field": field, "minimum": low, "maximum": high}


class InvalidDateFormat(DomainError):
    """A text is not a date."""

    template = "Exception - The date format is invalid"


class RepeatedValues(DomainError):
    """A list holds a value twice, or one that is already stored."""

    template = "Exception - One or more values already exist"


class ListTooLong(DomainError):
    """A list without paging would answer more than its limit; its connection has to be asked instead."""

    template = "Exception - The list has more than {limit} elements, use {connection}"


class InvalidCursor(DomainError):
    """A cursor was not issued by this service, for this list, to this person."""

    template = "Exception - The cursor is invalid"
