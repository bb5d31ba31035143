"""CVSS 3.1 metrics as the numbers that the API gives and takes them by: the weights of the specification, section 7.4."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import TypeAlias

Weights: TypeAlias = Mapping[str, Decimal]


def _table(**weights: str) -> Weights:
    return MappingProxyType({letter: Decimal(weight) for letter, weight in weights.items()})


_ATTACK_VECTOR = _table(N="0.85", A="0.62", L="0.55", P="0.2")
_ATTACK_COMPLEXITY = _table(L="0.77", H="0.44")
_USER_INTERACTION = _table(N="0.85", R="0.62")
_SCOPE = _table(U="0", C="1")
_IMPACT = _table(H="0.56", L="0.22", N="0")
_REQUIREMENT = _table(H="1.5", M="1", L="0.5", X="0")
_PRIVILEGES_UNCHANGED = _table(N="0.85", L="0.62", H="0.27")
_PRIVILEGES_CHANGED = _table(N="0.85", L="0.68", H="0.5")

METRICS: Mapping[str, str] = MappingProxyType(
    {
        "attack_vector": "AV",
        "attack_complexity": "AC",
        "privileges_required": "PR",
        "user_interaction": "UI",
        "severity_scope": "S",
        "confidentiality_impact": "C",
        "integrity_impact": "I",
        "availability_impact": "A",
        "exploitability": "E",
        "remediation_level": "RL",
        "report_confidence": "RC",
        "confidentiality_requirement": "CR",
        "integrity_requirement": "IR",
        "availability_requirement": "AR",
        "modified_attack_vector": "MAV",
        "modified_attack_complexity": "MAC",
        "modified_privileges_required": "MPR",
        "modified_user_interaction": "MUI",
        "modified_severity_scope": "MS",
        "modified_confidentiality_impact": "MC",
        "modified_integrity_impact": "MI",
        "modified_availability_impact": "MA",
    }
)
"""The metrics that the API names, in the order of a vector."""
BASE = tuple(METRICS)[:8]

_TABLES: Mapping[str, Weights] = MappingProxyType(
    {
        "AV": _ATTACK_VECTOR,
        "AC": _ATTACK_COMPLEXITY,
        "UI": _USER_INTERACTION,
        "S": _SCOPE,
        "C": _IMPACT,
        "I": _IMPACT,
        "A": _IMPACT,
        "E": _table(U="0.91", P="0.94", F="0.97", H="1", X="0"),
        "RL": _table(O="0.95", T="0.96", W="0.97", U="1", X="0"),
        "RC": _table(U="0.92", R="0.96", C="1", X="0"),
        "CR": _REQUIREMENT,
        "IR": _REQUIREMENT,
        "AR": _REQUIREMENT,
    }
)


def weights_of(metrics: Mapping[str, str]) -> Mapping[str, Decimal]:
    """Return the weight of each metric of a CVSS 3.1 vector by its API name; what is not defined weighs zero."""
    changed = metrics.get("S") == "C"
    return {
        name: _weights(letters, is_scope_changed=changed).get(metrics.get(letters, "X"), Decimal(0)) for name, letters in METRICS.items()
    }


def vector_of(values: Mapping[str, Decimal]) -> str | None:
    """Return the CVSS 3.1 vector whose metrics have these weights by their API names; `None` when a base metric has no such weight.

    Of the other metrics, what is no weight is not defined: clients send zeros for what they leave open.
    """
    changed = values["severity_scope"] == 1
    found = {METRICS[name]: _letter(_weights(METRICS[name], is_scope_changed=changed), value) for name, value in values.items()}
    if any(found[METRICS[name]] is None for name in BASE):
        return None
    # No change and no impact weigh as much as nothing said, so a zero among the modified metrics says nothing.
    chosen = {
        letters: found[letters]
        for name, letters in METRICS.items()
        if found[letters] not in {None, "X"} and not (letters.startswith("M") and values[name] == 0)
    }
    return "/".join(("CVSS:3.1", *(f"{letters}:{letter}" for letters, letter in chosen.items())))


def _weights(letters: str, *, is_scope_changed: bool) -> Weights:
    """Return the weights of a metric; a modified one has those of what it modifies."""
    base = letters.removeprefix("M")
    if base == "PR":
        return _PRIVILEGES_CHANGED if is_scope_changed else _PRIVILEGES_UNCHANGED
    return _TABLES[base]


def _letter(weights: Weights, value: Decimal) -> str | None:
    """Return the value of a metric that weighs so much."""
    return next((letter for letter, weight in weights.items() if weight == value), None)
