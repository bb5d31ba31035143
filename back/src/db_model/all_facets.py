"""Of which facet an item is, going by its key."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from db_model import parts
from db_model.access_tokens import facet as access_tokens
from db_model.analyses import facet as analyses
from db_model.attempts import facet as attempts
from db_model.audit import facet as audit
from db_model.copies import facet as copies
from db_model.executions import facet as executions
from db_model.facet import OWN, Facet
from db_model.feed_leases import facet as feed_leases
from db_model.findings import facet as findings
from db_model.group_access import facet as group_access
from db_model.groups import facet as groups
from db_model.invitations import facet as invitations
from db_model.jobs import facet as jobs
from db_model.leases import facet as leases
from db_model.links import facet as links
from db_model.messages import facet as messages
from db_model.organization_access import facet as organization_access
from db_model.organizations import facet as organizations
from db_model.parked_records import facet as parked_records
from db_model.roots import facet as roots
from db_model.scan_identities import facet as scan_identities
from db_model.scan_keys import facet as scan_keys
from db_model.scan_rows import facet as scan_rows
from db_model.scans import facet as scans
from db_model.sessions import facet as sessions
from db_model.stakeholders import facet as stakeholders
from db_model.vulnerabilities import facet as vulnerabilities
from store.values import Key

HISTORY = "HIST"
GUARD = "GUARD"
_ACCESS = organization_access.TAG

FACETS: Mapping[tuple[str, ...], Facet[Any]] = MappingProxyType(
    {
        (access_tokens.TAG,): access_tokens.FACET,
        (analyses.TAG,): analyses.FACET,
        (analyses.TAG, scan_identities.TAG): scan_identities.FACET,
        (attempts.TAG,): attempts.FACET,
        (audit.TAG,): audit.FACET,
        (copies.TAG,): copies.FACET,
        (executions.TAG,): executions.FACET,
        (feed_leases.FEED, feed_leases.TAG): feed_leases.FACET,
        (findings.TAG,): findings.FACET,
        (groups.TAG,): groups.FACET,
        (invitations.TAG,): invitations.FACET,
        (jobs.TAG,): jobs.FACET,
        (leases.TAG,): leases.FACET,
        (links.TAG,): links.FACET,
        (messages.TAG,): messages.FACET,
        (organizations.TAG,): organizations.FACET,
        (parked_records.TAG,): parked_records.FACET,
        (roots.TAG,): roots.FACET,
        (scan_keys.TAG,): scan_keys.FACET,
        (scans.TAG,): scans.FACET,
        (scans.TAG, scan_rows.TAG): scan_rows.FACET,
        (sessions.TAG,): sessions.FACET,
        (stakeholders.TAG,): stakeholders.FACET,
        (stakeholders.TAG, _ACCESS, groups.TAG): group_access.FACET,
        (stakeholders.TAG, _ACCESS, organizations.TAG): organization_access.FACET,
        (vulnerabilities.TAG,): vulnerabilities.FACET,
    }
)
"""By the tag of the partition and, of what shares a partition, the tags that its sort key begins with."""


def facet_of(key: Key) -> Facet[Any] | None:
    """Return the facet of what lives at a key; `None` for rows of history, guards and what nobody knows."""
    tag, tags = parts.split(key.partition)[0], () if key.sort == OWN else parts.split(key.sort)
    return FACETS.get((tag, *tags[: 2 if tags[:1] == (_ACCESS,) else 1]))


def is_history(key: Key) -> bool:
    """Tell whether a row of history lives at a key."""
    return key.sort.startswith(parts.beginning(HISTORY))


def guard_of(key: Key) -> tuple[str, str] | None:
    """Return the kind and the value of the guard that lives at a key."""
    tag, *rest = parts.split(key.partition)
    return (rest[0], rest[1]) if tag == GUARD and len(rest) == 2 and key.sort == OWN else None
