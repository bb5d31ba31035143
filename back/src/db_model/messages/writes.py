"""Pure writes of the outbox."""

from db_model import change
from db_model.change import Change
from db_model.messages.facet import FACET
from db_model.messages.types import Message


def add(message: Message) -> Change:
    """Write a message that waits to be sent."""
    return change.add(FACET, message)
