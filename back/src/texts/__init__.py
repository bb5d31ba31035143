"""Which characters and lengths a text of a person may have; each rule returns the text, or raises the error of its case."""

import re

from errors import InvalidChar, InvalidField, InvalidFieldLength, InvalidSpacesField, UnsanitizedInputFound

_RESTRICTED = re.compile(r"""(?!=)[a-z0-9áéíóúüñ\s'~:;%@&_$#=¡!¿,.*\-?"\[\]|()/{}>+]*""", re.IGNORECASE)
_FORMULA = re.compile(r"""(?:^|\s)[-=+@\t\r\\]|["',;][-=+@\t\r\n\\]""")
_WORDS = re.compile(r"-|(?:[A-Za-z0-9]+(?: [A-Za-z0-9]+)*)?")
_TAG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LETTERS = re.compile(r"[A-Za-z]+")
_LETTERS_AND_DIGITS = re.compile(r"[A-Za-z0-9]+")
_EMAIL = re.compile(r"[A-Za-z0-9_.+-]+@(?:[A-Za-z0-9_-]+\.)+(?P<top_level>[A-Za-z]{2,63})")
_EMAIL_LENGTH = 254
_SHORT_TOP_LEVEL = 5


def of_length(text: str, *, field: str, low: int = 0, high: int) -> str:
    """Check the number of characters, both bounds inclusive."""
    if not low <= len(text) <= high:
        raise InvalidFieldLength(field=field, low=low, high=high, length=len(text))
    return text


def not_blank(text: str) -> str:
    """Check that there is more than blanks."""
    if not text.strip():
        raise InvalidSpacesField
    return text


def restricted(text: str, *, field: str) -> str:
    """Check the characters of ordinary fields: Spanish and English letters, digits, blanks and some signs, not first `=`."""
    if not _RESTRICTED.fullmatch(text):
        raise InvalidChar(field=field)
    return text


def sanitized(text: str) -> str:
    """Check that no spreadsheet would read a part of the text as a formula."""
    if _FORMULA.search(text):
        raise UnsanitizedInputFound
    return text


def ordinary(text: str, *, field: str, low: int = 0, high: int) -> str:
    """Check a text that people write and read: its length, its characters and that it is no formula."""
    return sanitized(restricted(of_length(text, field=field, low=low, high=high), field=field))


def words(text: str, *, field: str) -> str:
    """Check for alphanumeric words with single blanks between them, or a single `-`, or nothing."""
    if not _WORDS.fullmatch(text):
        raise InvalidChar(field=field)
    return text


def is_tag(text: str) -> bool:
    """Tell whether a text is a tag: lower-case letters and digits in chunks with single dashes between them."""
    return _TAG.fullmatch(text) is not None


def is_letters(text: str) -> bool:
    """Tell whether a text is ASCII letters and nothing else."""
    return _LETTERS.fullmatch(text) is not None


def is_letters_and_digits(text: str) -> bool:
    """Tell whether a text is ASCII letters and digits and nothing else."""
    return _LETTERS_AND_DIGITS.fullmatch(text) is not None


def is_email(text: str) -> bool:
    """Tell whether a text has the form of an e-mail address, whatever the settings refuse."""
    return len(text) <= _EMAIL_LENGTH and _EMAIL.fullmatch(text.strip()) is not None


def email(text: str, *, refuse_plus: bool = False, refuse_long_top_level: bool = False) -> str:
    """Check an e-mail address and return it in lower case, as it is known everywhere."""
    match = _EMAIL.fullmatch(text.strip())
    refused = (
        match is None
        or len(text) > _EMAIL_LENGTH
        or (refuse_plus and "+" in text)
        or (refuse_long_top_level and len(match["top_level"]) > _SHORT_TOP_LEVEL)
    )
    if refused:
        raise InvalidField(field="email address")
    return text.strip().lower()
