"""Somebody's profile changes while that person signs in or accepts an invitation: it is tried again, and works."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

import pytest

import factories
from access import accepting
from authz.viewer import Credential, CredentialKind, Viewer, system
from browser import link_for
from db_model import commit as model_commit
from db_model.stakeholders import writes as stakeholders_model
from harness import Api
from identity.errors import LinkNotValid
from invitations import invited_to_organization
from loaders.bundle import Loaders
from meddling import Meddled
from stakeholders import signing_in
from store.errors import Conflict
from store.values import Change
from world import OWNER, Caller, populate

ADA = "ada@other.test"
SESSION = Credential(kind=CredentialKind.SESSION, id="1", expires_at=factories.NOW)


def meddled(api: Api, *, times: int) -> Loaders:
    """Return loaders before whose first writes the profile changes, so that these writes conflict."""
    left = times

    async def meddle(_changes: Sequence[Change]) -> None:
        nonlocal left
        person = await api.loaders().stakeholder.load(ADA)
        if left and person is not None:
            left -= 1
            changed = person._replace(legal_remember=not person.legal_remember)
            await model_commit.write(api.store.table, (stakeholders_model.update(person, changed),))

    store = replace(api.store, table=Meddled(api.store.table, meddle))
    return Loaders(system("a test"), store, api.time.clock())


async def by_link(api: Api, loaders: Loaders) -> str | None:
    return await signing_in.by_link(loaders, (await link_for(api, ADA)).rpartition("/")[2])


async def by_provider(_api: Api, loaders: Loaders) -> str | None:
    return await signing_in.by_provider(loaders, ADA)


async def by_invitation(api: Api, loaders: Loaders) -> str | None:
    secret = (await invited_to_organization(api, ADA, by=OWNER)).rpartition("/")[2]
    return await accepting.accept(loaders, secret, viewer=Viewer(email=ADA, credential=SESSION))


@pytest.mark.parametrize("sign_in", [by_link, by_provider, by_invitation])
@pytest.mark.parametrize("times", [1, 2])
async def test_a_profile_that_changes_meanwhile_costs_another_try(
    api: Api, sign_in: Callable[[Api, Loaders], Awaitable[str | None]], times: int
) -> None:
    await populate(api, Caller("organization", "user_manager"))
    await api.given(factories.person(ADA))

    secret = await sign_in(api, meddled(api, times=times))

    assert (secret is None) is (sign_in is by_invitation)


@pytest.mark.parametrize(("sign_in", "error"), [(by_link, LinkNotValid), (by_provider, Conflict), (by_invitation, LinkNotValid)])
async def test_one_that_never_stops_changing_is_given_up(
    api: Api, sign_in: Callable[[Api, Loaders], Awaitable[str | None]], error: type[Exception]
) -> None:
    await populate(api, Caller("organization", "user_manager"))
    await api.given(factories.person(ADA))

    with pytest.raises(error):
        await sign_in(api, meddled(api, times=3))
