"""What the catalogue says of the weaknesses below each pillar of CWE, in the project's own words, and how severe they are at first."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Texts(NamedTuple):
    """The second half of a description, a recommendation, and the CVSS 3.1 vector of a finding nobody has scored yet."""

    consequence: str
    recommendation: str
    vector: str


GENERAL = Texts(
    consequence="what was reported may let somebody use the product in a way that its owners do not want.",
    recommendation="Look at the report of the tool, decide which kind of weakness it is, "
    "and remove its cause in the code or in the settings.",
    vector="CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N",
)
"""What is said where nothing is known of the kind of weakness."""

_BY_PILLAR: Mapping[int, Texts] = MappingProxyType(
    {
        284: Texts(
            consequence="the product does not restrict, or restricts wrongly, who may reach a resource or do something with it. "
            "Somebody without the right to do so may read or change what belongs to others.",
            recommendation="Decide on the server, at every call, who is acting and whether that is allowed; "
            "refuse whatever no rule allows.",
            vector="CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:L/A:N",
        ),
        435: Texts(
            consequence="two parts that each work as intended do something unintended together, "
            "as they understand the same data or the same step differently. "
            "An attacker may slip something past the one that the other acts on.",
            recommendation="Give both parts the same written rules for what they exchange, refuse what is ambiguous, "
            "and test them together.",
            vector="CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:L/I:L/A:N",
        ),
        664: Texts(
            consequence="the product does not keep control over a resource while it is made, used, passed on or released. "
            "This may disclose or damage data, exhaust the resource, or let foreign code run.",
            recommendation="Give the resource one owner that initializes, bounds and releases it, and check sizes, "
            "indexes and paths before use.",
            vector="CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:L/A:L",
        ),
        682: Texts(
            consequence="a calculation gives a result that the code around it does not expect. "
            "Wrong sizes, amounts or decisions may follow, or the program may stop.",
            recommendation="Check operands and results against the limits of their type, "
            "or use a type or function that cannot go wrong silently.",
            vector="CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:L/A:L",
        ),
        691: Texts(
            consequence="the order in which code runs is not controlled well enough. "
            "Steps may be skipped, repeated or mixed with those of others, or may never end.",
            recommendation="Make steps that belong together atomic, bound loops and waits, and let no input choose which code runs.",
            vector="CVSS:3.1/AV:N/AC:H/PR:L/UI:N/S:U/C:N/I:L/A:L",
        ),
        693: Texts(
            consequence="a protection is missing, too weak, or not used where it is needed. "
            "An attack that it should stop may succeed, and data may be read or forged.",
            recommendation="Use a current standard protection from a maintained library with sound settings, "
            "on the side that an attacker cannot change.",
            vector="CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:N/A:N",
        ),
        697: Texts(
            consequence="two values are compared in a way that does not tell what the code needs to know. "
            "A decision that rests on the comparison, such as a check, may come out wrong.",
            recommendation="Bring both values to the same type and normal form, then compare every part of them that matters.",
            vector="CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:L/I:L/A:N",
        ),
        703: Texts(
            consequence="something unusual happens and the product does not notice it or does not react properly. "
            "It may stop, go on in a wrong state, or disclose details of itself.",
            recommendation="Check what calls return and raise, catch only what can be handled, and end in a state that is known and safe.",
            vector="CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:L",
        ),
        707: Texts(
            consequence="data passes from one part to another without being checked or encoded for it. "
            "Part of the data may then be taken for a command or for structure, and do what an attacker wants.",
            recommendation="Check input against what is allowed, and pass data by parameters or encoded for exactly the place where it is "
            "used.",
            vector="CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:N",
        ),
        710: Texts(
            consequence="the code or its design leaves rules aside that keep software dependable. "
            "By itself this may do no harm, but it hides faults, makes changes risky or opens the way for other weaknesses.",
            recommendation="Change the code to follow the coding standard, and let a tool check the rule at each change.",
            vector="CVSS:3.1/AV:L/AC:L/PR:N/UI:N/S:U/C:N/I:L/A:N",
        ),
    }
)


def texts_of(pillar: int | None) -> Texts:
    """Return the texts of a pillar by its CWE id; the general ones for `None` and for what is no pillar."""
    return GENERAL if pillar is None else _BY_PILLAR.get(pillar, GENERAL)
