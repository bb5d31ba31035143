"""The links of invitations that nobody was sent yet: for operators, who may hand them over themselves."""

from db_model.access_state import Invitation
from db_model.messages import reads as messages_reads
from db_model.messages.types import Message
from identity.secret import is_same
from loaders.bundle import Loaders
from settings.keys import Keys


async def find_secret(system: Loaders, keys: Keys, *, email: str, invitation: Invitation) -> str | None:
    """Return the secret of an invitation's link from the message that waits to be sent; none once it was sent.

    Raises `KeyMissing` when the message was sealed with a key that is gone.
    """

    def is_of_invitation(message: Message) -> bool:
        return message.recipient == email and message.sealed is not None and is_same(_open(keys, message), invitation.digest)

    message = await messages_reads.newest(system.store.table, is_of_invitation, now=system.clock.now())
    return _open(keys, message) if message is not None else None


def _open(keys: Keys, message: Message) -> str:
    return keys.open(message.sealed or b"", context=f"message {message.id}")
