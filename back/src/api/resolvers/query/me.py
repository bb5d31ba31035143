"""`Query.me`."""

from typing import NamedTuple

from api.context import Info
from api.guards import login
from authz.viewer import CredentialKind
from db_model.stakeholders.types import Stakeholder, Tours
from errors import InvalidParameter, LoginRequired


class Me(NamedTuple):
    """The caller: the profile, and what the request came with."""

    person: Stakeholder
    caller_origin: str

    @property
    def user_email(self) -> str:
        """Return the e-mail."""
        return self.person.email

    @property
    def user_name(self) -> str:
        """Return the names, or the e-mail of somebody without."""
        return " ".join(name for name in (self.person.first_name, self.person.last_name) if name) or self.person.email

    @property
    def remember(self) -> bool:
        """Tell whether the legal notice was accepted for good."""
        return self.person.legal_remember

    @property
    def tours(self) -> Tours:
        """Return which introductions were seen."""
        return self.person.tours


@login
async def resolve(_parent: None, info: Info, *, caller_origin: str | None = None) -> Me:
    """Load the viewer's own profile."""
    viewer = info.context.viewer
    person = await info.context.loaders.stakeholder.load(viewer.email) if viewer.email else None
    if person is None:
        raise LoginRequired
    return Me(person, _origin(caller_origin, by_token=viewer.credential is None or viewer.credential.kind is CredentialKind.TOKEN))


def _origin(given: str | None, *, by_token: bool) -> str:
    """Return where a request says that it comes from, or else what its credential tells."""
    if given is None:
        return "API" if by_token else "FRONT"
    if given.upper() not in {"API", "FRONT"}:
        raise InvalidParameter(field="callerOrigin")
    return given.upper()
