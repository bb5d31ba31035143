"""What a product has to fulfil so that a pillar of weaknesses has no place in it; ids and wording are the project's own."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Requirement(NamedTuple):
    """One requirement; its id is three digits, the first of which stand for a pillar."""

    id: str
    title: str
    description: str


GENERAL = (
    Requirement(
        id="001",
        title="Judge every reported weakness",
        description="Each report of a tool is looked at by a person or a rule, is put into a class of weakness, "
        "and is treated by its severity.",
    ),
)
"""What is asked where nothing is known of the kind of weakness."""

_BY_PILLAR: Mapping[int, tuple[Requirement, ...]] = MappingProxyType(
    {
        284: (
            Requirement(
                id="101",
                title="Deny access by default",
                description="An operation that names no permission is refused, and each permission is checked on the server at every call.",
            ),
            Requirement(
                id="102",
                title="Grant the least privilege",
                description="People, services and processes hold only the permissions that their task needs, and only as long as it lasts.",
            ),
            Requirement(
                id="103",
                title="Prove an identity before trusting it",
                description="Whoever acts is authenticated by a means fit for what is at stake, and sessions and secrets end, "
                "rotate and can be revoked.",
            ),
        ),
        435: (
            Requirement(
                id="201",
                title="Agree on one interpretation",
                description="Components that handle the same data read it by the same written rules, "
                "and what can be read in two ways is refused.",
            ),
            Requirement(
                id="202",
                title="Test components together",
                description="Each combination of versions and platforms that is delivered is tested as a whole before its delivery.",
            ),
        ),
        664: (
            Requirement(
                id="301",
                title="Own each resource from beginning to end",
                description="Memory, files, connections and other resources are initialized before use, have one owner, "
                "and are released exactly once.",
            ),
            Requirement(
                id="302",
                title="Bound what is taken and where it lies",
                description="Sizes, indexes, paths and counts from outside are checked against fixed bounds before a resource is reached "
                "by them.",
            ),
            Requirement(
                id="303",
                title="Keep data in its sphere",
                description="Data and code cross from one sphere of control to another only where that is meant, "
                "and nothing more than is needed.",
            ),
        ),
        682: (
            Requirement(
                id="401",
                title="Compute within the limits of the type",
                description="Arithmetic on values from outside is checked for overflow, underflow, truncation, sign and division by zero.",
            ),
        ),
        691: (
            Requirement(
                id="501",
                title="Keep shared state consistent",
                description="What several threads, processes or requests change together is changed atomically, "
                "and a check and its use are one step.",
            ),
            Requirement(
                id="502",
                title="Make every loop and wait end",
                description="Loops, recursions and waits have a bound on their number or time, and no input chooses which code is run.",
            ),
        ),
        693: (
            Requirement(
                id="601",
                title="Use proven protection",
                description="Cryptography and other protection come from maintained implementations of current standards, "
                "with sound keys and randomness.",
            ),
            Requirement(
                id="602",
                title="Protect on the side that is trusted",
                description="A protection is enforced where an attacker cannot change it, covers every way in, "
                "and is on in the delivered settings.",
            ),
            Requirement(
                id="603",
                title="Verify origin and integrity",
                description="Data and code from elsewhere are used only after their origin and integrity have been verified.",
            ),
        ),
        697: (
            Requirement(
                id="701",
                title="Compare like with like",
                description="Values are brought to one type and one normal form before they are compared, "
                "and every part that matters is compared.",
            ),
        ),
        703: (
            Requirement(
                id="801",
                title="Handle every failure",
                description="Results and errors of calls are checked, and a failure leaves the product in a state that is known and safe.",
            ),
            Requirement(
                id="802",
                title="Tell failures to those who run the product",
                description="Failures are logged with what is needed to find their cause, and nobody outside is shown inner details.",
            ),
        ),
        707: (
            Requirement(
                id="901",
                title="Validate input by what is allowed",
                description="Input is checked on the server against the type, length, range and form that are expected, "
                "and all else is refused.",
            ),
            Requirement(
                id="902",
                title="Keep data apart from commands",
                description="Data reaches interpreters by parameters or is encoded for exactly the place where it stands, "
                "never by joining text.",
            ),
        ),
        710: (
            Requirement(
                id="951",
                title="Follow a written coding standard",
                description="A coding standard is written down and checked by tools at each change, "
                "and exceptions to it carry their reason.",
            ),
            Requirement(
                id="952",
                title="Keep parts current and needed",
                description="Code, dependencies and interfaces that are dead, obsolete, hidden or no longer maintained are removed or "
                "replaced.",
            ),
        ),
    }
)


def requirements_of(pillar: int | None) -> tuple[Requirement, ...]:
    """Return the requirements of a pillar by its CWE id; the general one for `None` and for what is no pillar."""
    return GENERAL if pillar is None else _BY_PILLAR.get(pillar, GENERAL)


def find_requirement(requirement_id: str) -> Requirement | None:
    """Return a requirement by its id."""
    return next((requirement for requirement in all_requirements() if requirement.id == requirement_id), None)


def all_requirements() -> tuple[Requirement, ...]:
    """Return all requirements, in the order of their ids."""
    return (*GENERAL, *(requirement for group in _BY_PILLAR.values() for requirement in group))
