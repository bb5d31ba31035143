"""Where messages live, and which questions their keys answer."""

from db_model import parts
from db_model.codec import Codec
from db_model.facet import OWN, Facet
from db_model.messages.types import Message
from store.values import IndexName, Key, Prefix

TAG = "MESSAGE"


def key(message_id: str) -> Key:
    """Which message has this id?"""
    return Key(parts.join(TAG, message_id), OWN)


def outbox_of_shard(shard: str) -> Prefix:
    """Which messages wait to be sent? One of the 16 shards at a time, in order."""
    return Prefix(parts.join("OUTBOX", shard), parts.beginning(TAG))


FACET = Facet[Message](
    name="messages",
    codec=Codec(Message),
    key=lambda message: key(message.id),
    version=lambda message: message.version,
    indexes=lambda message: {
        IndexName.BY_PARENT: Key(outbox_of_shard(parts.shard(message.id)).partition, parts.join(TAG, message.id)),
    },
    expires_at=lambda message: message.expires_at,
)
