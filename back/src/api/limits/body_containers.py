"""How many lists and objects a body may hold: a megabyte of empty ones would take a tenth of a second to read."""

from api.limits.refused import over_limit

BODY_CONTAINERS = 50_000


def check_body_containers(body: bytes) -> None:
    """Raise `Refused` for too many opening brackets, those within strings counted too."""
    if body.count(b"[") + body.count(b"{") > BODY_CONTAINERS:
        raise over_limit("body_containers", BODY_CONTAINERS, "The body holds too many lists and objects")
