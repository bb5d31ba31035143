"""What all kinds of roots have in common, and which kind one is."""

from ariadne import InterfaceType, UnionType

from db_model.roots.types import Git, Ip, Root


def kind_of(root: Root, *_: object) -> str:
    """Return the name of a root's type."""
    match root.target:
        case Git():
            return "GitRoot"
        case Ip():
            return "IPRoot"
        case _:
            return "URLRoot"


ROOTS = (InterfaceType("IRoot", kind_of), UnionType("Root", kind_of))
