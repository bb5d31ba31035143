"""Pure writes of sign-in links."""

from db_model import change
from db_model.change import Change
from db_model.links.facet import FACET
from db_model.links.types import Link


def add(link: Link, *, replaced: Link | None = None) -> Change:
    """Write a new link, that of the first person over the one before."""
    return change.add(FACET, link) if replaced is None else change.update(FACET, replaced, link._replace(version=replaced.version))


def use(link: Link) -> Change:
    """Use a link up; the commit is a conflict when somebody was faster."""
    return change.remove(FACET, link)
