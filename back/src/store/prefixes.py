"""The order of sort keys, which is that of their UTF-8 bytes and so of their code points."""

_LAST = "\U0010ffff"
_BEFORE_SURROGATES = "\ud7ff"
_AFTER_SURROGATES = "\ue000"


def after_prefix(prefix: str) -> str | None:
    """Return the lowest text above every text that begins with a prefix, in the order of code points; `None` if there is none."""
    kept = prefix.rstrip(_LAST)
    if not kept:
        return None
    last = kept[-1]
    return kept[:-1] + (_AFTER_SURROGATES if last == _BEFORE_SURROGATES else chr(ord(last) + 1))
