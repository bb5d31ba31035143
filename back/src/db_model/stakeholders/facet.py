"""Where people live, and which questions their keys answer."""

from db_model import parts
from db_model.codec import Codec
from db_model.facet import OWN, Facet
from db_model.stakeholders.types import Stakeholder
from store.values import IndexName, Key, Prefix

TAG = "PERSON"


def key(email: str) -> Key:
    """Who has this e-mail?"""
    return Key(parts.join(TAG, email), OWN)


def all_of_shard(shard: str) -> Prefix:
    """Which people are there? One of the 16 shards at a time, by e-mail."""
    return Prefix(parts.join("ALL", TAG, shard), parts.beginning(TAG))


FACET = Facet[Stakeholder](
    name="stakeholders",
    codec=Codec(Stakeholder),
    key=lambda person: key(person.email),
    version=lambda person: person.version,
    indexes=lambda person: {
        IndexName.BY_PARENT: Key(all_of_shard(parts.shard(person.email)).partition, parts.join(TAG, person.email)),
    },
    expires_at=lambda _: None,
    history=("state",),
)
