"""Pure writes of scan identities."""

from db_model import change
from db_model.change import Change
from db_model.scan_identities.facet import FACET
from db_model.scan_identities.types import ScanIdentity


def add(identity: ScanIdentity) -> Change:
    """Write a new identity; the commit is a conflict when some vulnerability has it."""
    return change.add(FACET, identity)


def move(old: ScanIdentity, new: ScanIdentity) -> Change:
    """Let an identity be that of the vulnerability that came back."""
    return change.update(FACET, old, new)


def remove(identity: ScanIdentity) -> Change:
    """Forget an identity, because its vulnerability has another one by now."""
    return change.remove(FACET, identity)
