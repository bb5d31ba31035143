"""`Me.accessToken`: the old form, which knows of one token only."""

import json

from api.context import Info
from api.guards import unscoped
from api.resolvers.query.me import Me
from clock import to_api_date
from identity import tokens


@unscoped
async def resolve(parent: Me, info: Info) -> str:
    """Tell of the newest token."""
    present = await tokens.of_person(info.context.loaders, parent.person)
    return json.dumps({"hasAccessToken": bool(present), "issuedAt": to_api_date(present[-1].issued_at) if present else ""})
