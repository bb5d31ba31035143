"""How often an address may try to sign in: counted in the store, where every process sees it."""

from datetime import UTC, datetime, timedelta

from db_model import commit as model_commit
from db_model.attempts import reads as attempts_reads
from db_model.attempts import writes as attempts_model
from db_model.attempts.types import AttemptKind, Attempts
from store.errors import Conflict
from store.table import Table

_MINUTE = 60


def of_now(kind: AttemptKind, address: str, *, now: datetime) -> Attempts:
    """Return the first attempt of an address in the minute that is now."""
    minute = int(now.timestamp()) // _MINUTE
    expires_at = datetime.fromtimestamp((minute + 1) * _MINUTE, UTC) + timedelta(minutes=1)
    return Attempts(kind=kind, address=address, minute=minute, expires_at=expires_at)


async def take(table: Table, kind: AttemptKind, address: str, *, limit: int, now: datetime) -> int:
    """Count an attempt and return zero, or count nothing past the limit of a minute and return the seconds to wait.

    A limit of zero is none.
    """
    first = of_now(kind, address, now=now)
    # Each conflict is an attempt that somebody else counted: after as many as the limit, it is reached.
    for _ in range(limit):
        present = await attempts_reads.find(table, first, now=now)
        if present is not None and present.version >= limit:
            break
        try:
            await model_commit.write(table, (attempts_model.count(present, first),))
        except Conflict:
            continue
        return 0
    return _MINUTE - int(now.timestamp()) % _MINUTE if limit else 0
