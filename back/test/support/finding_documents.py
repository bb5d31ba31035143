"""The documents of mutations that take the weight of every metric of CVSS."""

from collections.abc import Mapping
from types import MappingProxyType

# Those of CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H.
WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "attackVector": 0.85,
        "attackComplexity": 0.77,
        "privilegesRequired": 0.85,
        "userInteraction": 0.85,
        "severityScope": 0.0,
        "confidentialityImpact": 0.56,
        "integrityImpact": 0.56,
        "availabilityImpact": 0.56,
        "exploitability": 0.0,
        "remediationLevel": 0.0,
        "reportConfidence": 0.0,
        "confidentialityRequirement": 0.0,
        "integrityRequirement": 0.0,
        "availabilityRequirement": 0.0,
        "modifiedAttackVector": 0.0,
        "modifiedAttackComplexity": 0.0,
        "modifiedPrivilegesRequired": 0.0,
        "modifiedUserInteraction": 0.0,
        "modifiedSeverityScope": 0.0,
        "modifiedConfidentialityImpact": 0.0,
        "modifiedIntegrityImpact": 0.0,
        "modifiedAvailabilityImpact": 0.0,
    }
)


def _document(mutation: str, kind: str, fixed: Mapping[str, str], selection: str) -> str:
    """Return a mutation whose weights are variables."""
    names = {**fixed, **dict.fromkeys(WEIGHTS, f"{kind}!")}
    declared = ", ".join(f"${name}: {type_}" for name, type_ in names.items())
    return f"mutation ({declared}) {{ {mutation}({', '.join(f'{name}: ${name}' for name in names)}) {{ {selection} }} }}"


ADD_FINDING = _document(
    "addFinding",
    "Float",
    {
        "groupName": "String!",
        "title": "String!",
        "description": "String!",
        "attackVectorDescription": "String!",
        "threat": "String!",
        "recommendation": "String!",
        "unfulfilledRequirements": "[String!]!",
        "minTimeToRemediate": "Int",
        "cvssVector": "String",
    },
    "success",
)
UPDATE_SEVERITY = _document(
    "updateSeverity",
    "String",
    {"findingId": "String!", "cvssVersion": "String!", "cvssVector": "String"},
    "success finding { severityScore severityVector }",
)
