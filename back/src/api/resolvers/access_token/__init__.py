"""The fields of `AccessToken`."""

from api.binding import TypeScope, object_type
from api.leaves import read_from

ACCESS_TOKEN = object_type(
    "AccessToken",
    {"lastUse": read_from("last_used_at"), "scopes": read_from("scopes", sorted)},
    scope=TypeScope.VIEWER,
)
