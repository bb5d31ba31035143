"""CVSS vectors of the versions 3.1 and 4.0: reading them, and their scores."""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, NamedTuple

from cvss import CVSS3, CVSS4, CVSSError  # type: ignore[import-untyped]  # the package has no types

from severity.errors import InvalidCVSS3VectorString, InvalidCVSS4VectorString, InvalidCVSSVersion

Version = Literal["3.1", "4.0"]


class Vector(NamedTuple):
    """A valid vector: its text in the standard's order without undefined (`X`) metrics, and the value of each of those metrics."""

    text: str
    version: Version
    metrics: Mapping[str, str]


class Score(NamedTuple):
    """The scores of a vector, 0.0 to 10.0 with one decimal; all but the display of `base` goes by `temporal`."""

    base: Decimal
    temporal: Decimal


# A vector with every metric of 4.0 has fewer than 250 characters.
_LONGEST = 300
_VERSION = re.compile(r"CVSS:([0-9]{1,3}\.[0-9]{1,3})/")
_TENTH = Decimal("0.1")
_BASE_OF_4 = frozenset({"AV", "AC", "AT", "PR", "UI", "VC", "VI", "VA", "SC", "SI", "SA"})
_THREAT_OF_4 = frozenset({"E"})


def read_vector(text: str) -> Vector:
    """Read a vector; raise InvalidCVSSVersion when it names a version other than 3.1 and 4.0, else the error of its version."""
    version = _VERSION.match(text)
    if version is None or version[1] == "3.1":
        return _read_3(text)
    if version[1] == "4.0":
        return _read_4(text)
    raise InvalidCVSSVersion


def _read_3(text: str) -> Vector:
    if len(text) > _LONGEST:
        raise InvalidCVSS3VectorString
    try:
        clean = str(CVSS3(text).clean_vector())
    except CVSSError as error:
        raise InvalidCVSS3VectorString from error
    return Vector(text=clean, version="3.1", metrics=_metrics(clean))


def _read_4(text: str) -> Vector:
    if len(text) > _LONGEST:
        raise InvalidCVSS4VectorString
    try:
        clean = str(CVSS4(text).clean_vector())
    except CVSSError as error:
        raise InvalidCVSS4VectorString from error
    return Vector(text=clean, version="4.0", metrics=_metrics(clean))


def _metrics(text: str) -> Mapping[str, str]:
    pairs = (metric.partition(":") for metric in text.split("/")[1:])
    return MappingProxyType({name: value for name, _, value in pairs})


def score(vector: Vector) -> Score:
    """Return the scores of a vector: neither counts environmental metrics, and in 4.0 `temporal` is the one with the threat metric."""
    return _score_3(vector.text) if vector.version == "3.1" else _score_4(vector.text)


@lru_cache(maxsize=4096)
def _score_3(text: str) -> Score:
    scores = CVSS3(text)
    return Score(base=_tenths(scores.base_score), temporal=_tenths(scores.temporal_score))


@lru_cache(maxsize=4096)
def _score_4(text: str) -> Score:
    return Score(base=_part_4(text, _BASE_OF_4), temporal=_part_4(text, _BASE_OF_4 | _THREAT_OF_4))


def _part_4(text: str, counted: frozenset[str]) -> Decimal:
    kept = (metric for metric in text.split("/")[1:] if metric.partition(":")[0] in counted)
    return _tenths(CVSS4("/".join(("CVSS:4.0", *kept))).base_score)


def _tenths(number: object) -> Decimal:
    # 4.0 is computed in floats, whose shortest text is the rounded score.
    return Decimal(str(number)).quantize(_TENTH)
