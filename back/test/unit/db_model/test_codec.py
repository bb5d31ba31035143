from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

import factories
from db_model.codec import FORMAT, Codec, MalformedItem
from db_model.group_access.facet import FACET as GROUP_ACCESS
from db_model.groups.facet import FACET as GROUPS
from db_model.organizations.facet import FACET as ORGANIZATIONS
from db_model.stakeholders.facet import FACET as STAKEHOLDERS
from store.values import Item, Key, Value


class Colour(StrEnum):
    RED = "RED"
    BLUE = "BLUE"


class Part(NamedTuple):
    colour: Colour
    at: datetime
    note: str | None = None


class Whole(NamedTuple):
    id: str
    part: Part
    score: Decimal | None = None
    number: int | None = None
    is_on: bool | None = None
    tags: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    sealed: bytes | None = None
    texts: Mapping[str, str] | None = None
    version: int = 1


CODEC = Codec(Whole)
DATES = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=-5))]))
TEXT = st.text(max_size=20)
WHOLES = st.builds(
    Whole,
    id=TEXT,
    part=st.builds(Part, colour=st.sampled_from(Colour), at=DATES, note=st.none() | TEXT),
    score=st.none() | st.decimals(allow_nan=False, allow_infinity=False, places=1, min_value=0, max_value=10),
    number=st.none() | st.integers(),
    is_on=st.none() | st.booleans(),
    tags=st.frozensets(TEXT, max_size=4),
    names=st.lists(TEXT, max_size=4).map(tuple),
    sealed=st.none() | st.binary(max_size=20),
    texts=st.none() | st.dictionaries(TEXT, TEXT, max_size=3),
    version=st.integers(1, 99),
)
SMALL = Whole(id="a", part=Part(Colour.RED, factories.NOW))


def item(attributes: Mapping[str, Value], version: int = 1) -> Item:
    return Item(Key("X", "#"), version, attributes)


@given(WHOLES)
def test_an_entity_is_read_as_it_was_written(whole: Whole) -> None:
    assert CODEC.to_entity(item(CODEC.to_attributes(whole), whole.version)) == whole


@given(WHOLES)
def test_nothing_absent_is_stored(whole: Whole) -> None:
    attributes = CODEC.to_attributes(whole)

    assert None not in attributes.values()
    assert "version" not in attributes
    assert ("tags" in attributes) is bool(whole.tags)


def test_an_enum_comes_back_as_its_member() -> None:
    read = CODEC.to_entity(item(CODEC.to_attributes(SMALL)))

    assert read.part.colour is Colour.RED


@pytest.mark.parametrize(
    "change",
    [
        {"unknown": "x"},
        {"id": 5},
        {"id": None},
        {"number": True},
        {"number": Decimal("1.5")},
        {"is_on": "yes"},
        {"tags": ("a",)},
        {"score": "8.1"},
        {"part": {"colour": "GREEN", "at": factories.NOW.isoformat()}},
        {"part": {"colour": "RED", "at": "2026-11-25T00:00:00"}},
        {"part": {"colour": "RED"}},
        {FORMAT: 2},
        {FORMAT: 0},
    ],
)
def test_what_does_not_fit_is_an_error_and_never_a_guess(change: dict[str, Value]) -> None:
    with pytest.raises(MalformedItem):
        CODEC.to_entity(item({**CODEC.to_attributes(SMALL), **change}))


@pytest.mark.parametrize("name", ["id", "part", FORMAT])
def test_a_missing_field_is_an_error(name: str) -> None:
    attributes = {key: value for key, value in CODEC.to_attributes(SMALL).items() if key != name}

    with pytest.raises(MalformedItem):
        CODEC.to_entity(item(attributes))


def test_an_older_format_is_upgraded_step_by_step() -> None:
    newer = Codec(
        Whole,
        upgrades=(
            lambda fields: {**fields, "id": f"{fields['id']!s}-first"},
            lambda fields: {**fields, "id": f"{fields['id']!s}-second"},
        ),
    )

    assert newer.to_entity(item({**CODEC.to_attributes(SMALL), FORMAT: 1})).id == "a-first-second"
    assert newer.to_entity(item({**CODEC.to_attributes(SMALL), FORMAT: 2})).id == "a-second"
    assert newer.to_entity(item({**CODEC.to_attributes(SMALL), FORMAT: 3})).id == "a"
    assert newer.to_attributes(SMALL)[FORMAT] == 3


def test_a_number_may_come_back_as_the_decimal_of_another_engine() -> None:
    attributes = {**CODEC.to_attributes(SMALL), "number": Decimal(7), FORMAT: Decimal(1)}

    assert CODEC.to_entity(item(attributes)).number == 7


def test_real_entities_are_read_as_they_were_written() -> None:
    organization = factories.organization()
    group = factories.group(of=organization)
    person = factories.person("ada@example.org", organizations=frozenset({organization.id}))
    access = factories.in_group(person.email, group, factories.invitation("user"))

    assert ORGANIZATIONS.codec.to_entity(item(ORGANIZATIONS.codec.to_attributes(organization))) == organization
    assert GROUPS.codec.to_entity(item(GROUPS.codec.to_attributes(group))) == group
    assert STAKEHOLDERS.codec.to_entity(item(STAKEHOLDERS.codec.to_attributes(person))) == person
    assert GROUP_ACCESS.codec.to_entity(item(GROUP_ACCESS.codec.to_attributes(access))) == access
