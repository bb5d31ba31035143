"""Sign-in links: who holds the secret of one may sign in with it once, within a quarter of an hour."""

import re
import secrets
from datetime import datetime, timedelta

from db_model.change import Change
from db_model.links import reads as links_reads
from db_model.links import writes as links_model
from db_model.links.types import Link
from identity.secret import digest_of, is_same
from loaders.bundle import Command, Loaders
from store.table import Table

LIFE = timedelta(minutes=15)
_FORM = re.compile(r"[A-Za-z0-9_-]{43}")


def new_secret() -> str:
    """Make the secret of a link out of 256 random bits."""
    return secrets.token_urlsafe(32)


def has_form(secret: str) -> bool:
    """Tell whether a text has the form of a link's secret, so that it is worth a look."""
    return _FORM.fullmatch(secret) is not None


async def add(system: Loaders, email: str | None) -> str:
    """Make a link for a person or, without one, for whoever is to be the first; return its secret, which is never shown again."""
    now, secret = system.clock.now(), new_secret()
    link = Link(digest=digest_of(secret), email=email, created_at=now, expires_at=now + LIFE)
    replaced = await links_reads.find_first(system.store.table) if email is None else None
    details = (("email", email),) if email is not None else ()
    await system.commit(Command("signInLink", details=details), links_model.add(link, replaced=replaced))
    return secret


async def find(table: Table, secret: str, *, now: datetime) -> Link | None:
    """Return the link of a secret; none when it was used, is past its end or never was."""
    if not has_form(secret):
        return None
    link = await links_reads.find(table, digest_of(secret), now=now)
    return link if link is not None and is_same(secret, link.digest) else None


def use(link: Link) -> Change:
    """Return the change that uses a link up, and is a conflict when somebody was faster."""
    return links_model.use(link)
