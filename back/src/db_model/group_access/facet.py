"""Where accesses to groups live, and which questions their keys answer."""

from db_model import access_state, parts
from db_model.codec import Codec
from db_model.facet import Facet
from db_model.group_access.types import GroupAccess
from store.values import IndexName, Key, Prefix

TAG = "ACCESS"


def key(email: str, group_name: str) -> Key:
    """What may this person do in this group?"""
    return Key(parts.join("PERSON", email), parts.join(TAG, "GROUP", group_name))


def of_person(email: str) -> Prefix:
    """Which groups is a person in?"""
    return Prefix(parts.join("PERSON", email), parts.beginning(TAG, "GROUP"))


def of_group(group_name: str) -> Prefix:
    """Who is in a group, by e-mail?"""
    return Prefix(parts.join("GROUP", group_name), parts.beginning(TAG))


FACET = Facet[GroupAccess](
    name="group_access",
    codec=Codec(GroupAccess),
    key=lambda access: key(access.email, access.group_name),
    version=lambda access: access.version,
    indexes=lambda access: {IndexName.BY_PARENT: Key(of_group(access.group_name).partition, parts.join(TAG, access.email))},
    expires_at=lambda access: access_state.expires_at(access.state),
    history=("state",),
)
