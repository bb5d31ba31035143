"""The pure rules of groups: names, texts, services and tags."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from db_model.groups.types import (
    Group,
    GroupState,
    GroupStatus,
    Language,
    ManagedType,
    ServiceType,
    SubscriptionType,
    TierType,
)
from errors import InvalidField, InvalidFieldLength, InvalidParameter, NumberOutOfRange, RepeatedValues
from groups.errors import InvalidGroupName, InvalidGroupServicesConfig
from texts import is_letters_and_digits, is_tag, not_blank, ordinary

SHORTEST_NAME = 4
LONGEST_NAME = 20
LONGEST_DESCRIPTION = 200
LONGEST_BUSINESS = 60
LONGEST_COMMENTS = 250
SHORTEST_SPRINT = 1
LONGEST_SPRINT = 10
LONGEST_TAG = 50
MOST_TAGS = 100


class GroupRequest(NamedTuple):
    """The group that somebody wants."""

    name: str
    description: str
    has_machine: bool
    has_squad: bool
    language: Language = Language.EN
    service: ServiceType = ServiceType.WHITE
    subscription: SubscriptionType = SubscriptionType.CONTINUOUS


class GroupInfo(NamedTuple):
    """How somebody wants a group described; of the last four, what is `None` stays."""

    description: str
    language: Language
    business_id: str | None = None
    business_name: str | None = None
    sprint_duration: int | None = None
    sprint_start_at: datetime | None = None


class ServicesRequest(NamedTuple):
    """The services that somebody wants a group to have, and why."""

    subscription: SubscriptionType
    has_asm: bool
    has_machine: bool
    has_squad: bool
    reason: str
    comments: str
    service: ServiceType | None = None
    tier: TierType | None = None
    description: str | None = None
    language: Language | None = None


def normal_name(name: str) -> str:
    """Return the name as it is stored and compared."""
    return name.strip().lower()


def is_name(name: str) -> bool:
    """Tell whether a text can name a group: 4 to 20 ASCII letters and digits."""
    return SHORTEST_NAME <= len(name) <= LONGEST_NAME and is_letters_and_digits(name)


def check_name(name: str) -> str:
    """Check a name; raises `InvalidGroupName`."""
    if not is_name(name):
        raise InvalidGroupName
    return name


def check_description(text: str) -> str:
    """Check a description: 1 to 200 ordinary characters, not all blanks."""
    return not_blank(ordinary(text, field="description", low=1, high=LONGEST_DESCRIPTION))


def check_comments(text: str) -> str:
    """Check the comments on a change: up to 250 ordinary characters."""
    return ordinary(text, field="comments", high=LONGEST_COMMENTS)


def parse_language(text: str) -> Language:
    """Read a language in whichever case; raises `InvalidField`."""
    try:
        return Language(text.strip().upper())
    except ValueError as error:
        raise InvalidField(field="language") from error


def check_services(*, has_asm: bool, has_machine: bool, has_squad: bool) -> None:
    """Check that the services go together: human testing needs the platform and the scanner."""
    if has_squad and not has_asm:
        raise InvalidGroupServicesConfig(detail="Squad is only available when ASM is too")
    if has_squad and not has_machine:
        raise InvalidGroupServicesConfig(detail="Squad is only available when Machine is too")


def new_group(request: GroupRequest, *, organization_id: str, by: str, now: datetime) -> Group:
    """Return a new group; raises the error of what is wrong with it."""
    check_description(request.description)
    check_services(has_asm=True, has_machine=request.has_machine, has_squad=request.has_squad)
    return Group(
        name=check_name(normal_name(request.name)),
        organization_id=organization_id,
        description=request.description,
        language=request.language,
        created_by=by,
        created_at=now,
        sprint_duration=SHORTEST_SPRINT,
        sprint_start_at=_start_of_day(now),
        state=GroupState(
            status=GroupStatus.ACTIVE,
            managed=ManagedType.MANAGED,
            service=request.service,
            subscription=request.subscription,
            tier=TierType.FREE,
            has_machine=request.has_machine,
            has_squad=request.has_squad,
            modified_by=by,
            modified_at=now,
        ),
    )


def described(group: Group, info: GroupInfo) -> Group:
    """Return a group described anew; raises the error of what is wrong."""
    check_description(info.description)
    if info.sprint_duration is not None and not SHORTEST_SPRINT <= info.sprint_duration <= LONGEST_SPRINT:
        raise NumberOutOfRange(field="sprintDuration", low=SHORTEST_SPRINT, high=LONGEST_SPRINT)
    return group._replace(
        description=info.description,
        language=info.language,
        business_id=_kept(group.business_id, info.business_id, field="businessId"),
        business_name=_kept(group.business_name, info.business_name, field="businessName"),
        sprint_duration=group.sprint_duration if info.sprint_duration is None else info.sprint_duration,
        sprint_start_at=group.sprint_start_at if info.sprint_start_at is None else _start_of_day(info.sprint_start_at),
    )


def _kept(present: str | None, wanted: str | None, *, field: str) -> str | None:
    """Return what a business field becomes: what was not given stays."""
    return present if wanted is None else ordinary(wanted, field=field, high=LONGEST_BUSINESS)


def _start_of_day(moment: datetime) -> datetime:
    """Return the beginning of the day of a moment, in UTC."""
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def served(group: Group, request: ServicesRequest, *, by: str, now: datetime) -> Group:
    """Return a group with other services; raises the error of what is wrong.

    Without ASM, the platform itself, it is removed. A tier of OTHER is kept as FREE.
    """
    check_comments(request.comments)
    check_services(has_asm=request.has_asm, has_machine=request.has_machine, has_squad=request.has_squad)
    if request.subscription is SubscriptionType.ONESHOT and group.state.subscription is not SubscriptionType.ONESHOT:
        raise InvalidGroupServicesConfig(detail="OneShot service is no longer provided")
    if not request.has_asm:
        return removed(group, reason=request.reason, comments=request.comments, by=by, now=now)
    tier = TierType.FREE if request.tier is TierType.OTHER else request.tier
    return group._replace(
        description=group.description if request.description is None else check_description(request.description),
        language=request.language or group.language,
        state=group.state._replace(
            service=request.service or group.state.service,
            subscription=request.subscription,
            tier=tier or group.state.tier,
            has_machine=request.has_machine,
            has_squad=request.has_squad,
            justification=request.reason,
            comments=request.comments,
            modified_by=by,
            modified_at=now,
        ),
    )


def removed(group: Group, *, reason: str, comments: str | None, by: str, now: datetime) -> Group:
    """Return a group that is removed: without scanner and testers, for a reason."""
    return group._replace(
        state=group.state._replace(
            status=GroupStatus.DELETED,
            has_machine=False,
            has_squad=False,
            justification=reason,
            comments=None if comments is None else check_comments(comments),
            modified_by=by,
            modified_at=now,
        )
    )


def tagged(group: Group, tags: Sequence[str], *, by: str, now: datetime) -> Group:
    """Return a group with more tags: those that are no tags are dropped, one that comes twice or is there raises `RepeatedValues`."""
    too_long = next((tag for tag in tags if len(tag) > LONGEST_TAG), None)
    if too_long is not None:
        raise InvalidFieldLength(field="tags", low=1, high=LONGEST_TAG, length=len(too_long))
    valid = tuple(tag for tag in tags if is_tag(tag))
    if len(set(valid)) < len(valid) or group.state.tags & set(valid):
        raise RepeatedValues
    together = group.state.tags | set(valid)
    if len(together) > MOST_TAGS:
        raise NumberOutOfRange(field="tags", low=0, high=MOST_TAGS)
    return group._replace(state=group.state._replace(tags=together, modified_by=by, modified_at=now))


def untagged(group: Group, tag: str, *, by: str, now: datetime) -> Group:
    """Return a group without a tag; raises `InvalidParameter` when it has none such."""
    if tag not in group.state.tags:
        raise InvalidParameter(field="tag")
    return group._replace(state=group.state._replace(tags=group.state.tags - {tag}, modified_by=by, modified_at=now))
