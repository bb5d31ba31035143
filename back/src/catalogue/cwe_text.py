"""CWE ids in what tools write: tags, ids of taxa, help texts and links."""

import re

# A text of any size costs no more than one of this size; help texts of real tools have a few thousand characters.
_LONGEST = 65_536
# A mention that begins just before that is read to its end: half a number would be another id.
_LONGEST_MENTION = 64
_HIGHEST = 9_999
_MENTION = re.compile(
    r"(?:(?<![a-z0-9])cwe(?:[-_ ]?id)?[-_:#/ ]{0,3}|cwe\.mitre\.org/data/definitions/)([0-9]{1,8})(?![0-9])", re.IGNORECASE | re.ASCII
)


def find_cwe_ids(text: str) -> tuple[int, ...]:
    """Return the CWE ids (1 to 9999) that a text mentions in its first 65,536 characters, in order of first mention, each once."""
    mentions = _MENTION.finditer(text, 0, _LONGEST + _LONGEST_MENTION)
    ids = (int(mention[1]) for mention in mentions if mention.start() < _LONGEST)
    return tuple(dict.fromkeys(cwe_id for cwe_id in ids if 1 <= cwe_id <= _HIGHEST))
