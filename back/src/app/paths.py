"""The paths of what is not GraphQL; nothing is loaded with them, for who only makes addresses."""

import re

API = "/api"
HOME = "/"
INVITATION = "/invitation"
LINK = "/link"
SESSIONS = "/sessions"
SIGN_IN = "/sign-in"
SIGN_OUT = "/sign-out"
STATIC = "/static"
_SECRET = re.compile(rf"({INVITATION}|{LINK})/.*", re.DOTALL)


def shown_path(path: str) -> str:
    """Return a path as logs may hold it: whoever reads the secret of a link there could sign in with it."""
    return _SECRET.sub(r"\1/…", path)
