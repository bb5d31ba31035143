"""From the secret of a request to its viewer."""

from datetime import datetime, timedelta

import structlog

from authz.viewer import Credential, CredentialKind, TokenScope, Viewer
from db_model import commit as model_commit
from db_model.access_tokens import reads as access_tokens_reads
from db_model.access_tokens import writes as access_tokens_model
from db_model.change import Change
from db_model.sessions import writes as sessions_model
from identity import sessions
from identity.secret import id_of, is_same
from loaders.viewer import load_viewer
from store.errors import StoreError
from store.table import Table

_USE_IS_NOTED_EVERY = timedelta(minutes=1)


async def viewer_of_token(table: Table, secret: str, *, now: datetime) -> Viewer:
    """Return the viewer behind an API token: anonymous when it is unknown, past its end, revoked, or its person is gone."""
    token_id = id_of(secret)
    token = (await access_tokens_reads.get_many(table, (token_id,), now=now)).get(token_id) if token_id else None
    if token is None or not is_same(secret, token.digest):
        return Viewer()
    if not token.is_agents and (token.last_used_at is None or now - token.last_used_at >= _USE_IS_NOTED_EVERY):
        await _note(table, access_tokens_model.touch(token, token._replace(last_used_at=now)))
    credential = Credential(
        kind=CredentialKind.TOKEN,
        id=token.id,
        expires_at=token.expires_at,
        scopes=frozenset(map(TokenScope, token.scopes)) if token.scopes else None,
        group=token.group_name,
    )
    return await load_viewer(table, token.email, credential, now=now)


async def viewer_of_session(table: Table, secret: str, *, now: datetime) -> Viewer:
    """Return the viewer behind a session: anonymous when it is unknown, over, idle for too long, or its person is gone."""
    session = await sessions.find(table, secret, now=now) if id_of(secret) else None
    if session is None or not is_same(secret, session.digest):
        return Viewer()
    if now - session.last_seen_at >= _USE_IS_NOTED_EVERY:
        await _note(table, sessions_model.touch(session, session._replace(last_seen_at=now)))
    credential = Credential(kind=CredentialKind.SESSION, id=session.id, expires_at=session.expires_at)
    return await load_viewer(table, session.email, credential, now=now)


async def _note(table: Table, change: Change) -> None:
    """Write a last use; a request is not refused because that failed, as when another one just noted it."""
    try:
        await model_commit.write(table, (change,))
    except StoreError as error:
        structlog.get_logger().info("last use not noted", entity=change.entity, reason=type(error).__name__)
