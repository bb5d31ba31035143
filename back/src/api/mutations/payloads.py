"""What mutations answer."""

from typing import NamedTuple

from db_model.findings.types import Finding
from db_model.groups.types import Group
from db_model.organizations.types import Organization
from loaders.bundle import Access


class SimplePayload(NamedTuple):
    """It was done."""

    success: bool = True


class SimpleFindingPayload(NamedTuple):
    """It was done, and this is the finding now."""

    finding: Finding
    success: bool = True


class SimpleGroupPayload(NamedTuple):
    """It was done, and this is the group now."""

    group: Group
    success: bool = True


class AddOrganizationPayload(NamedTuple):
    """This organization was made."""

    organization: Organization
    success: bool = True


class AddRootPayload(NamedTuple):
    """The root of this id was added."""

    root_id: str
    success: bool = True


class AddStakeholderPayload(NamedTuple):
    """The person of this e-mail has the role."""

    email: str
    success: bool = True


class GrantStakeholderAccessPayload(NamedTuple):
    """This invitation waits."""

    granted_stakeholder: Access
    success: bool = True


class RemoveStakeholderAccessPayload(NamedTuple):
    """The person of this e-mail is out."""

    removed_email: str
    success: bool = True


class UpdateAccessTokenPayload(NamedTuple):
    """This is the token, shown once."""

    session_jwt: str
    success: bool = True


class UpdateStakeholderPayload(NamedTuple):
    """This is the member, or the invitation, now."""

    modified_stakeholder: Access
    success: bool = True


class VulnerabilityOutcome(NamedTuple):
    """What came of a command for one vulnerability."""

    id: str
    success: bool
    code: str | None = None
    message: str | None = None


class BulkPayload(NamedTuple):
    """This came of each."""

    outcomes: tuple[VulnerabilityOutcome, ...]
    success: bool
