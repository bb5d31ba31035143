from decimal import Decimal

import pytest

import factories
from db_model.policies.types import Policies
from errors import DomainError
from policies.domain import EffectivePolicies, PoliciesToSet, effective, of_group, of_organization, set_policies

ALL = PoliciesToSet(
    inactivity_period=21,
    max_acceptance_days=0,
    max_acceptance_severity=6.94,
    max_number_acceptances=0,
    min_acceptance_severity=2.0,
    min_breaking_severity=10.0,
    vulnerability_grace_period=0,
)
DEFAULTS = EffectivePolicies(
    inactivity_period=90,
    max_acceptance_days=None,
    max_acceptance_severity=Decimal("10.0"),
    max_number_acceptances=None,
    min_acceptance_severity=Decimal("0.0"),
    min_breaking_severity=Decimal("0.0"),
    vulnerability_grace_period=0,
)


def decide(wanted: PoliciesToSet, present: Policies | None = None) -> Policies:
    return set_policies(present, wanted, by="ada@example.org", now=factories.NOW)


def test_nothing_set_means_the_defaults() -> None:
    assert effective(None) == DEFAULTS


def test_every_policy_at_its_bound_passes_and_scores_are_rounded() -> None:
    assert decide(ALL) == Policies(
        modified_by="ada@example.org",
        modified_at=factories.NOW,
        inactivity_period=21,
        max_acceptance_days=0,
        max_acceptance_severity=Decimal("6.9"),
        max_number_acceptances=0,
        min_acceptance_severity=Decimal("2.0"),
        min_breaking_severity=Decimal("10.0"),
        vulnerability_grace_period=0,
    )


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        (PoliciesToSet(inactivity_period=20), "Exception - Inactivity period should be greater than the provided value"),
        (PoliciesToSet(max_acceptance_days=-1), "Exception - Acceptance days should be a positive integer"),
        (
            PoliciesToSet(max_acceptance_severity=10.1),
            "Exception - Severity value must be a positive floating number between 0.0 and 10.0",
        ),
        (
            PoliciesToSet(min_acceptance_severity=-0.1),
            "Exception - Severity value must be a positive floating number between 0.0 and 10.0",
        ),
        (PoliciesToSet(max_number_acceptances=-1), "Exception - Number of acceptances should be zero or positive"),
        (PoliciesToSet(min_breaking_severity=float("nan")), "Exception - Severity value must be between 0.0 and 10.0"),
        (PoliciesToSet(min_breaking_severity=10.01), "Exception - Severity value must be between 0.0 and 10.0"),
        (PoliciesToSet(vulnerability_grace_period=-1), "Exception - Vulnerability grace period value should be a positive integer"),
        (
            PoliciesToSet(min_acceptance_severity=6.0, max_acceptance_severity=5.9),
            "Exception - Min acceptance severity value should not be higher than the max value",
        ),
    ],
)
def test_one_past_a_bound_is_refused_with_its_own_text(wanted: PoliciesToSet, text: str) -> None:
    with pytest.raises(DomainError) as caught:
        decide(wanted)

    assert str(caught.value) == text


def test_what_is_not_given_stays_and_counts_in_the_range() -> None:
    present = decide(PoliciesToSet(max_acceptance_severity=5.0, max_acceptance_days=9))

    assert decide(PoliciesToSet(min_acceptance_severity=5.0), present).max_acceptance_days == 9
    with pytest.raises(DomainError):
        decide(PoliciesToSet(min_acceptance_severity=5.1), present)


def test_a_group_without_policies_has_its_organizations_and_one_with_any_has_none_of_them() -> None:
    organization = factories.organization(policies=decide(ALL))
    own = decide(PoliciesToSet(max_acceptance_days=3))

    assert of_group(factories.group(of=organization), organization) == of_organization(organization)
    assert of_group(factories.group(of=organization, policies=own), organization) == DEFAULTS._replace(max_acceptance_days=3)
