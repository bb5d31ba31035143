"""The message of a result: its own text, or that of its rule with the arguments filled in."""

import re
from collections.abc import Mapping

from scans.sarif.fields import listed_of, record_of, text_of
from scans.sarif.layout import MESSAGE_LIMIT
from scans.sarif.types import Component, Rule

_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{(\d{1,3})\}")


def message_of(result: Mapping[str, object], rule: Rule | None, driver: Component) -> str:
    """Return the message, cut to its limit; the rule's description, or nothing, where there is none. Raises `Unusable`."""
    message = record_of(result, "message")
    text = text_of(message, "text") or _by_id(text_of(message, "id"), rule, driver) or text_of(message, "markdown")
    arguments = tuple(str(argument) for argument in listed_of(message, "arguments").items)
    if text is None:
        return (rule.description if rule else None) or ""
    return (_filled(text, arguments) if arguments else text)[:MESSAGE_LIMIT]


def _by_id(name: str | None, rule: Rule | None, driver: Component) -> str | None:
    return None if name is None else (rule.messages.get(name) if rule else None) or driver.messages.get(name)


def _filled(text: str, arguments: tuple[str, ...]) -> str:
    def replacement(match: re.Match[str]) -> str:
        if match[1] is None:
            return match[0][0]
        number = int(match[1])
        return arguments[number] if number < len(arguments) else match[0]

    return _PLACEHOLDER.sub(replacement, text)
