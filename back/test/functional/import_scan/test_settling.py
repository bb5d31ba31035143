"""A scan is DONE when its results can be found."""

from dataclasses import replace

import factories
from following_store import Following
from harness import Api
from sarif_files import location, result, run, sarif
from scan_documents import counts_of, imported
from world import GROUP, MANAGER, Caller, populate


async def test_a_scan_ends_after_the_index_knows_every_batch_of_it(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(factories.git_root(of=GROUP))
    following = Following(api.store)
    results = [result(locations=[location(line=line, snippet={"text": f"call({line})"})]) for line in range(1, 251)]

    made = await imported(replace(api, store=following.opened()), sarif(run(results)), as_=MANAGER, group=GROUP.name)

    (end,) = (number for number, entry in enumerate(following.log) if entry.startswith("ended a scan"))
    written = [entry.rpartition(" ")[2] for entry in following.log[:end] if entry.startswith("wrote")]
    known = [entry.rpartition(" ")[2] for entry in following.log[:end] if entry.startswith("found")]
    assert counts_of(made)["created"] == 250
    # All but the claim of the job, which is in no list.
    assert known == written[1:]
    assert len(known) > 3
