"""Values with defaults, for tests that care about one field."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from access.rules import granted, invited
from catalogue.weaknesses import find_by_title
from db_model.access_state import AccessState
from db_model.access_tokens.types import AccessToken
from db_model.findings.types import Finding, Source
from db_model.group_access.types import GroupAccess
from db_model.groups.types import Group
from db_model.organization_access.types import OrganizationAccess
from db_model.organizations.types import Organization, OrganizationState, OrganizationStatus
from db_model.roots.types import DeactivationReason, Git, Ip, Protocol, Root, Target, Web
from db_model.stakeholders.types import Stakeholder, StakeholderState, Tours
from db_model.vulnerabilities.types import (
    Scanned,
    Treatment,
    TreatmentStatus,
    Vulnerability,
    VulnerabilityState,
    VulnerabilityStatus,
    VulnerabilityType,
)
from findings.rules import FindingRequest, Texts, new_finding
from groups.rules import GroupRequest, new_group
from identity.secret import issue
from identity.tokens import TokenRequest, to_token
from roots.rules import deactivated, new_root

NOW = datetime(2026, 11, 25, 12, 0, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
BY = "maker@integrates.test"


def organization(name: str = "okada", **changes: Any) -> Organization:
    """Return a living organization whose id follows from its name."""
    digits = name.encode().hex().ljust(32, "0")[:32]
    made = Organization(
        id=f"ORG#{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-8{digits[17:20]}-{digits[20:]}",
        name=name,
        country="Colombia",
        created_by=BY,
        created_at=NOW,
        state=OrganizationState(status=OrganizationStatus.ACTIVE, modified_by=BY, modified_at=NOW),
    )
    return made._replace(**changes)


def group(name: str = "unittesting", *, of: Organization | None = None, **changes: Any) -> Group:
    """Return a living group."""
    request = GroupRequest(name=name, description="A group of the tests", has_machine=True, has_squad=True)
    made = new_group(request, organization_id=(of or organization()).id, by=BY, now=NOW)
    return made._replace(**changes)


TEXTS = Texts(
    title="089. SQL Injection",
    description="The search puts what users type into a query.",
    attack_vector_description="Somebody types a query into the search.",
    threat="Anybody on the network.",
    recommendation="Bind the values of queries.",
)
VECTOR = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"


def requirements(title: str) -> tuple[str, ...]:
    """Return the requirements that a type of weakness can leave unfulfilled."""
    weakness = find_by_title(title)
    assert weakness is not None
    return weakness.requirements


def finding(of: Group, digit: str = "0", **changes: Any) -> Finding:
    """Return a released finding whose id ends in a digit."""
    made = new_finding(
        FindingRequest(texts=TEXTS, unfulfilled_requirements=requirements(TEXTS.title)[:1], vector=VECTOR),
        identifier=f"75101630-0000-4000-8000-00000000000{digit}",
        group_name=of.name,
        organization_id=of.organization_id,
        by=BY,
        now=NOW,
    )
    return made._replace(**{"released_at": NOW, **changes})


def vulnerability(of: Finding, digit: str = "0", root: Root | None = None, **changes: Any) -> Vulnerability:
    """Return an open vulnerability of a scanner whose id ends in a digit, or in two."""
    made = Vulnerability(
        id=f"{digit.zfill(2)}aa0000-0000-4000-8000-{of.id[-12:]}",
        finding_id=of.id,
        group_name=of.group_name,
        organization_id=of.organization_id,
        root_id=root.id if root else "00000000-0000-4000-8000-000000000000",
        type=VulnerabilityType.LINES,
        created_by=BY,
        created_at=NOW,
        state=VulnerabilityState(
            status=VulnerabilityStatus.VULNERABLE,
            source=Source.MACHINE,
            where="src/search.py",
            specific="7",
            modified_by=BY,
            modified_at=NOW,
        ),
        treatment=Treatment(status=TreatmentStatus.UNTREATED, modified_at=NOW),
        score=of.severity.score,
        scanned=Scanned(
            tool="Bandit",
            category="",
            rule="B608",
            message="A query is made of texts.",
            fingerprint="0" * 64,
            ordinal=0,
            first_scan="first",
            last_scan="last",
            column=3,
            help_uri="https://bandit.test/b608",
            snippet="query = f'select {text}'",
        ),
        released_at=NOW,
    )
    return made._replace(**changes)


def _root(target: Target, nickname: str, of: Group | None, changes: dict[str, Any]) -> Root:
    """Return a root whose id follows from its group and nickname."""
    place = of or group()
    identifier = str(uuid5(NAMESPACE_URL, f"{place.name} {nickname} {type(target).__name__}"))
    return new_root(target, root_id=identifier, group=place, nickname=nickname, by=BY, now=NOW)._replace(**changes)


def git_root(nickname: str = "repo", *, of: Group | None = None, url: str = "", branch: str = "main", **changes: Any) -> Root:
    """Return an active repository, at a host of the tests unless a URL in normal form is given."""
    git = Git(
        url=url or f"https://git.test/okada/{nickname}", branch=branch, environment="production", includes_health_check=False, use_vpn=False
    )
    return _root(git, nickname, of, changes)


def ip_root(nickname: str = "host", *, of: Group | None = None, address: str = "10.0.0.1", **changes: Any) -> Root:
    """Return an active host."""
    return _root(Ip(address), nickname, of, changes)


def url_root(nickname: str = "site", *, of: Group | None = None, host: str = "site.test", **changes: Any) -> Root:
    """Return an active site."""
    return _root(Web(host=host, path="/", port=443, protocol=Protocol.HTTPS), nickname, of, changes)


def inactive(root: Root) -> Root:
    """Return a root that is no longer tested."""
    return deactivated(root, reason=DeactivationReason.OUT_OF_SCOPE, other=None, by=BY, now=NOW)


def person(email: str, *, role: str | None = "user", **changes: Any) -> Stakeholder:
    """Return a registered person."""
    made = Stakeholder(
        email=email,
        state=StakeholderState(modified_by=BY, modified_at=NOW, role=role),
        tours=Tours(new_group=False, new_risk_exposure=False, new_root=False, welcome=False),
        is_registered=True,
        legal_remember=False,
        registered_at=NOW,
    )
    return made._replace(**changes)


def access(role: str, responsibility: str | None = None) -> AccessState:
    """Return the state of an access that was given."""
    return granted(role, responsibility=responsibility, by=BY, now=NOW)


def invitation(role: str, *, digest: str = "0" * 64, at: datetime = NOW) -> AccessState:
    """Return the state of an access that was offered."""
    return invited(role, responsibility=None, digest=digest, by=BY, now=at)


def in_group(email: str, place: Group, state: AccessState) -> GroupAccess:
    """Return an access to a group."""
    return GroupAccess(email=email, group_name=place.name, organization_id=place.organization_id, state=state)


def in_organization(email: str, place: Organization, state: AccessState, *groups: Group) -> OrganizationAccess:
    """Return an access to an organization."""
    return OrganizationAccess(email=email, organization_id=place.id, state=state, groups=frozenset(each.name for each in groups))


def token(email: str, *, at: datetime = NOW, **changes: Any) -> tuple[str, AccessToken]:
    """Return the secret of an API token and what is stored of it."""
    issued = issue()
    made = to_token(TokenRequest(name="test", expires_at=at + timedelta(days=90)), issued, email=email, now=at)
    return issued.secret, made._replace(**changes)
