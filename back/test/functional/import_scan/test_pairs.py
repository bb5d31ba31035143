"""Two real files of the same code, an older and a newer one."""

from datetime import UTC, datetime

import factories
from db_model.analyses import reads as analyses_model
from db_model.analyses.types import AnalysisId
from harness import Api
from sarif_files import BANDIT_NEW, BANDIT_OLD, SAMPLES
from scan_documents import counts_of, imported
from world import GROUP, MANAGER, Caller, populate

ROOT = factories.git_root(of=GROUP)
OLD, NEW = SAMPLES / BANDIT_OLD, SAMPLES / BANDIT_NEW


async def given_a_root(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(ROOT)


async def test_two_releases_of_a_real_package_one_after_the_other_and_back(api: Api) -> None:
    await given_a_root(api)

    first = await imported(api, OLD, as_=MANAGER, group=GROUP.name)
    again = await imported(api, OLD, as_=MANAGER, group=GROUP.name)
    second = await imported(api, NEW, as_=MANAGER, group=GROUP.name)
    older = await imported(api, OLD, as_=MANAGER, group=GROUP.name)
    newer = await imported(api, NEW, as_=MANAGER, group=GROUP.name)
    back = await imported(api, OLD, as_=MANAGER, group=GROUP.name, allowOlder=True)

    assert counts_of(first) == {"created": 30}
    assert counts_of(again) == {"unchanged": 30}
    assert counts_of(second) == {"unchanged": 24, "created": 3, "closed": 6}
    assert older["warnings"] == ["Bandit: this scan is older than the last one that was applied, so that it closes nothing"]
    assert counts_of(older) == {"unchanged": 24, "reopened": 6, "heldBack": 3}
    assert counts_of(newer) == {"unchanged": 27, "closed": 6}
    assert counts_of(back) == {"unchanged": 24, "reopened": 6, "closed": 3}
    assert {each["status"] for each in (first, again, second, older, newer, back)} == {"DONE"}


async def test_what_comes_back_is_new_and_names_what_it_was(api: Api) -> None:
    await given_a_root(api)
    await imported(api, OLD, as_=MANAGER, group=GROUP.name)
    closed = await imported(api, NEW, as_=MANAGER, group=GROUP.name)

    back = await imported(api, OLD, as_=MANAGER, group=GROUP.name, allowOlder=True)

    was = {row["node"]["vulnerabilityId"] for row in closed["rows"]["edges"] if row["node"]["outcome"] == "CLOSED"}
    ids = [row["node"]["vulnerabilityId"] for row in back["rows"]["edges"] if row["node"]["outcome"] == "REOPENED"]
    found = [await api.loaders().vulnerability.load(each) for each in ids]
    assert len(found) == 6
    assert {each.scanned.previous for each in found if each and each.scanned} == was
    assert not was & set(ids)


async def test_the_same_file_again_changes_nothing_but_when_it_was_seen(api: Api) -> None:
    await given_a_root(api)
    first = await imported(api, OLD, as_=MANAGER, group=GROUP.name)
    ids = [row["node"]["vulnerabilityId"] for row in first["rows"]["edges"]]
    before = [await api.loaders().vulnerability.load(each) for each in ids]

    again = await imported(api, OLD, as_=MANAGER, group=GROUP.name)

    after = [await api.loaders().vulnerability.load(each) for each in ids]
    assert again["rows"]["total"] == 0
    for old, new in zip(before, after, strict=True):
        assert old is not None
        assert old.scanned is not None
        assert new is not None
        assert new.scanned is not None
        assert new.scanned.last_scan != old.scanned.last_scan
        assert new._replace(scanned=new.scanned._replace(last_scan=old.scanned.last_scan), version=old.version) == old
    assert len(await api.loaders().vulnerability_states.load(ids[0])) == 1


async def test_what_moved_has_its_new_line_in_its_history(api: Api) -> None:
    await given_a_root(api)
    first = await imported(api, OLD, as_=MANAGER, group=GROUP.name)
    ids = [row["node"]["vulnerabilityId"] for row in first["rows"]["edges"]]

    await imported(api, NEW, as_=MANAGER, group=GROUP.name, commit="a" * 40)

    histories = [await api.loaders().vulnerability_states.load(each) for each in ids]
    moved = [each for each in histories if len(each) > 1 and each[-1].status == "VULNERABLE"]
    assert len(moved) > 12
    assert all(each[0].specific != each[1].specific and each[1].commit == "a" * 40 for each in moved)


async def test_an_analysis_knows_its_last_scan_and_the_newest_time_of_any(api: Api) -> None:
    await given_a_root(api)
    await imported(api, NEW, as_=MANAGER, group=GROUP.name)

    older = await imported(api, OLD, as_=MANAGER, group=GROUP.name)

    identifier = AnalysisId(ROOT.id, "Bandit", "")
    found = (await analyses_model.get_many(api.store.table, (identifier,), now=api.time.now))[identifier]
    assert older["tools"] == [{"name": "Bandit", "category": ""}]
    assert found.finished_at is not None
    assert found.finished_at > datetime(2020, 1, 1, tzinfo=UTC)
