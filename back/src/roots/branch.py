"""Which texts name a branch: git's own rules, as its manual page of `check-ref-format` lists them."""

import re

LONGEST = 255
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{|//")


def normal(text: str) -> str:
    """Return the name as it is stored: without blanks after it."""
    return text.rstrip()


def is_branch(name: str) -> bool:
    """Tell whether a text can name a branch."""
    return (
        0 < len(normal(name)) <= len(name) <= LONGEST
        and _FORBIDDEN.search(name) is None
        and name not in {"@", "HEAD"}
        and not name.startswith(("-", "/"))
        and not name.endswith(("/", "."))
        and not any(part.startswith(".") or part.endswith(".lock") for part in name.split("/"))
    )
