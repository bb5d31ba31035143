"""The page of all facets, made by asking each facet where things with placeholders for names would live."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from db_model.access_tokens import facet as access_tokens
from db_model.analyses import facet as analyses
from db_model.analyses.types import AnalysisId
from db_model.attempts import facet as attempts
from db_model.attempts.types import AttemptKind
from db_model.audit import facet as audit
from db_model.change import guard_key
from db_model.copies import facet as copies
from db_model.executions import facet as executions
from db_model.facet import Facet, history_key
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
from db_model.roots import guards as root_guards
from db_model.scan_identities import facet as scan_identities
from db_model.scan_keys import facet as scan_keys
from db_model.scan_rows import facet as scan_rows
from db_model.scans import facet as scans
from db_model.scans.types import Outcome
from db_model.sessions import facet as sessions
from db_model.stakeholders import facet as stakeholders
from db_model.vulnerabilities import facet as vulnerabilities
from store.values import Key, Prefix
from texts.generated import print_or_check

ORGANIZATION = "ORG#<organization>"
_ANALYSIS = AnalysisId("<root>", "<tool>", "<category>")


class Row(NamedTuple):
    """One entity on the page: its key, and the questions that its other keys answer."""

    facet: Facet[Any]
    key: Key
    questions: tuple[tuple[Callable[..., Prefix], Prefix], ...]


def _asked(question: Callable[..., Prefix], *arguments: str) -> tuple[Callable[..., Prefix], Prefix]:
    """Put a question with placeholders."""
    return question, question(*arguments)


ROWS = (
    Row(organizations.FACET, organizations.key(ORGANIZATION), (_asked(organizations.all_of_shard, "<shard>"),)),
    Row(groups.FACET, groups.key("<group>"), (_asked(groups.of_organization, ORGANIZATION),)),
    Row(
        findings.FACET,
        findings.key("<id>"),
        (_asked(findings.of_group, "<group>"), _asked(findings.drafts_of_group, "<group>")),
    ),
    Row(
        roots.FACET,
        roots.key("<id>"),
        (_asked(roots.of_group, "<group>"), _asked(roots.of_organization, ORGANIZATION)),
    ),
    Row(stakeholders.FACET, stakeholders.key("<email>"), (_asked(stakeholders.all_of_shard, "<shard>"),)),
    Row(
        organization_access.FACET,
        organization_access.key("<email>", ORGANIZATION),
        (_asked(organization_access.of_person, "<email>"), _asked(organization_access.of_organization, ORGANIZATION)),
    ),
    Row(
        group_access.FACET,
        group_access.key("<email>", "<group>"),
        (_asked(group_access.of_person, "<email>"), _asked(group_access.of_group, "<group>")),
    ),
    Row(access_tokens.FACET, access_tokens.key("<id>"), (_asked(access_tokens.of_person, "<email>"),)),
    Row(sessions.FACET, sessions.key("<hash>"), (_asked(sessions.of_person, "<email>"),)),
    Row(links.FACET, links.key("<hash>"), (_asked(links.of_person, "<email>"),)),
    Row(attempts.FACET, attempts.key(AttemptKind.SIGN_IN, "<address>", 0), ()),
    Row(invitations.FACET, invitations.key("<hash>"), (_asked(invitations.of_person, "<email>"),)),
    Row(
        vulnerabilities.FACET,
        vulnerabilities.key("<id>"),
        (_asked(vulnerabilities.of_finding, "<finding>"), _asked(vulnerabilities.of_root, "<root>")),
    ),
    Row(executions.FACET, executions.key("<group>", "<id>"), (_asked(executions.of_group, "<group>"),)),
    Row(
        scans.FACET,
        scans.key("<id>"),
        (_asked(scans.of_group, "<group>"), _asked(scans.ended_of_root, "<root>"), _asked(scans.open_of_root, "<root>")),
    ),
    Row(
        scan_rows.FACET,
        scan_rows.key("<scan>", Outcome.CREATED, 1),
        ((scan_rows.of_scan, scan_rows.of_scan("<scan>")), (scan_rows.of_outcome, scan_rows.of_outcome("<scan>", Outcome.CREATED))),
    ),
    Row(scan_keys.FACET, scan_keys.key("<group>", "<key>"), ()),
    Row(analyses.FACET, analyses.key(_ANALYSIS), ()),
    Row(
        scan_identities.FACET,
        scan_identities.key(_ANALYSIS, "<fingerprint>", 0),
        ((scan_identities.of_analysis, scan_identities.of_analysis(_ANALYSIS)),),
    ),
    Row(jobs.FACET, jobs.key("<id>"), (_asked(jobs.in_queue, "<queue>"),)),
    Row(leases.FACET, leases.key("<schedule>"), ()),
    Row(copies.FACET, copies.key(), ()),
    Row(feed_leases.FACET, feed_leases.key("<feed>", "<shard>"), (_asked(feed_leases.of_feed, "<feed>"),)),
    Row(parked_records.FACET, parked_records.key("<id>"), ((parked_records.all_parked, parked_records.all_parked()),)),
    Row(messages.FACET, messages.key("<id>"), (_asked(messages.outbox_of_shard, "<shard>"),)),
    Row(
        audit.FACET,
        audit.key("<id>"),
        (
            _asked(audit.of_organization, ORGANIZATION),
            _asked(audit.of_person, "<email>"),
            _asked(audit.unsealed_of_shard, "<shard>"),
        ),
    ),
)


_FREED = "by a change of it; taken over when its root's group is removed"
_OF_ROOTS = (
    ("URL of a repository, per group", root_guards.URL, _FREED),
    ("URL and branch of a repository, per organization", root_guards.BRANCH, f"{_FREED}, or by activating another root"),
    ("address of a host or site, per organization or one-shot group", root_guards.ADDRESS, "taken over in the same ways"),
    ("nickname of a repository, per group", root_guards.GIT_NICKNAME, "by a change of it"),
    ("nickname of a host or site, per group", root_guards.ADDRESS_NICKNAME, "by a change of it"),
)


def data_model_page() -> str:
    """Return the page, in Markdown."""
    lines = [
        "# Data model",
        "",
        "Made from the facets by `python -m db_model.document`; do not edit it.",
        "",
        "Every item lives under a partition and a sort key and has an integer version. An update is refused unless the version is the",
        "one that was read. Parts of keys are percent-encoded where they hold `#`, `%` or control characters. A shard is the hash of the",
        "id modulo 16.",
        *(line for row in ROWS for line in _section(row)),
        "",
        "## Unique values",
        "",
        "A guard is an item that holds a unique value for its owner; taking one that is taken is a conflict.",
        "",
        "| value | partition | sort | freed |",
        "| --- | --- | --- | --- |",
        f"| name of an organization | `{guard_key(organizations.NAME_GUARD, '<name>').partition}` | `#` | never |",
        f"| description of a finding, per group and type | `{guard_key(findings.DESCRIPTION_GUARD, '<…>').partition}` | `#` | by removal |",
        f"| threat of a finding, per group and type | `{guard_key(findings.THREAT_GUARD, '<…>').partition}` | `#` | by removal |",
        f"| finding of scanners, per group and type | `{guard_key(findings.MACHINE_GUARD, '<…>').partition}` | `#` | by removal |",
        f"| scan that is applied to a root | `{guard_key(scans.TURN_GUARD, '<root>').partition}` | `#` | when the scan ends |",
        *(f"| {what} | `{guard_key(kind, '<hash>').partition}` | `#` | {when} |" for what, kind, when in _OF_ROOTS),
    ]
    return "\n".join(lines) + "\n"


def _section(row: Row) -> Iterable[str]:
    """Yield the lines of one entity."""
    fields = row.facet.codec.kind._fields
    yield from ("", f"## {row.facet.name}", "", f"Fields: {', '.join(f'`{name}`' for name in fields)}.", "")
    yield from ("| question | partition | sort |", "| --- | --- | --- |")
    yield f"| by key | `{row.key.partition}` | `{row.key.sort}` |"
    for question, prefix in row.questions:
        yield f"| {(question.__doc__ or '').strip().splitlines()[0]} | `{prefix.partition}` | begins with `{prefix.sort}` |"
    for part in row.facet.history:
        history = history_key(row.key, part, 1)
        yield f"| How was `{part}` in version 1? | `{history.partition}` | `{history.sort}` |"


if __name__ == "__main__":
    print_or_check(data_model_page(), module="db_model.document")
