"""The words of a text, for documents and for what people search by: one function, so that every adapter finds the same."""

import re
import unicodedata

VERSION = 1
"""Raised whenever a text gets other words, so that adapters index their documents anew."""

SEARCHED = 8
"""How many words of a search count."""

LENGTH = 64
"""How many characters of a word count."""

_ASCII_WORD = re.compile(r"[a-z0-9]+")
# Chinese characters and kana are written without spaces, so each counts as a word. What decomposes to them does so before.
_WORD = re.compile(
    "[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]|[^ \u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]+"
)
_DROPPED = frozenset({"Mn", "Me", "Cf"})


def words(text: str) -> tuple[str, ...]:
    """Return the distinct words of a text in order: runs of letters and digits, regardless of case and diacritics."""
    found = _ASCII_WORD.findall(text.lower()) if text.isascii() else _WORD.findall(_folded(text))
    return tuple(dict.fromkeys(word[:LENGTH] for word in found))


def searched_words(text: str) -> tuple[str, ...]:
    """Return the words of a search that count; a document is found if each of them begins one of its words."""
    return words(text)[:SEARCHED]


def _folded(text: str) -> str:
    """Return the text without case, diacritics and invisible characters, with a space for all that is no letter or digit."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(map(_part, decomposed))


def _part(character: str) -> str:
    if character.isalnum():
        return character
    category = unicodedata.category(character)
    if category in _DROPPED:
        return ""
    # Vowel signs that take space stand inside of words.
    return character if category == "Mc" else " "
