"""What real files do to importers, each trap end to end; what is decided by pure rules has more tests in `unit/scans`.

`TRAPS` says which tests are about which trap; inventories of parts (9) are no scans.
"""

import asyncio
import gzip
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import factories
from db_model.jobs import reads as jobs_reads
from harness import Api
from jobs import domain as jobs_domain
from sarif_files import location, result, run, sarif
from scan_documents import ask_for_scan, counts_of, imported, look_at_scan
from scans import jobs as scans_jobs
from world import GROUP, MANAGER, Caller, populate

TRAPS = {
    1: ("test_1_without_fingerprints_code_may_move_and_with_equal_ones_places_differ", "test_what_moved_has_its_new_line_in_its_history"),
    2: ("test_2_one_path_in_two_roots_is_two_places_and_addresses_are_resolved",),
    3: (
        "test_3_what_stands_in_a_file_that_could_not_be_read_stays_open",
        "test_nothing_is_closed_by_a_tool_that_failed_or_in_files_that_it_did_not_look_at",
    ),
    4: ("test_4_a_run_without_a_list_of_results_checked_nothing",),
    5: ("test_5_the_severity_is_the_results_else_the_rules_else_the_levels",),
    6: ("test_6_the_weakness_stands_in_tags_relationships_or_help",),
    7: (
        "test_7_the_first_of_several_locations_counts_and_one_without_a_region_has_line_0",
        "test_what_the_file_calls_no_result_is_suppressed_and_what_has_no_place_rejected",
        "test_a_suppressed_one_that_was_open_is_closed",
    ),
    8: ("test_8_runs_of_one_tool_and_category_are_one_set_and_rules_may_stand_anywhere",),
    10: (
        "test_a_file_may_be_written_in_several_ways",
        "test_of_a_damaged_file_nothing_is_applied",
        "test_a_file_of_another_kind_is_refused_with_its_name",
        "test_10_a_hostile_file_is_refused_and_costs_nothing_else",
        "test_10_texts_are_cut_to_what_is_stored_and_formulas_stay_as_they_are",
        "test_10_what_no_store_can_keep_is_rejected_or_replaced",
        "test_a_bomb_stops_at_the_cap_without_being_unpacked",
        "test_memory_does_not_grow_with_the_file",
    ),
    11: (
        "test_11_of_two_at_once_each_is_applied_whole",
        "test_11_the_same_file_again_while_the_first_runs_finds_what_that_makes",
        "test_two_releases_of_a_real_package_one_after_the_other_and_back",
        "test_twenty_kills_of_a_worker_leave_the_store_of_a_scan_that_was_never_killed",
        "test_two_requests_under_one_key_at_once_are_one_scan",
    ),
    12: ("test_12_every_result_is_in_exactly_one_count",),
}
DETAILS = '{ vulnerability(uuid: "%s") { where specific severity rule message finding { title } } }'


async def given_a_root(api: Api) -> None:
    await populate(api, Caller("group", "user_manager"))
    await api.given(factories.git_root(of=GROUP), factories.git_root("other", of=GROUP))


async def scan(api: Api, *runs: object, **options: Any) -> Any:
    return await imported(api, sarif(*runs), as_=MANAGER, group=GROUP.name, **options)


async def details(api: Api, scanned: Any) -> list[Any]:
    """Return what the API tells of the vulnerabilities that a scan made, in the order of the file."""
    ids = [edge["node"]["vulnerabilityId"] for edge in scanned["rows"]["edges"] if edge["node"]["outcome"] == "CREATED"]
    return [(await api.ask(DETAILS % identifier, as_=MANAGER)).data["vulnerability"] for identifier in ids]


async def worker(api: Api, holder: str) -> None:
    """Do jobs as one of several workers, until none is open."""
    clock = api.time.clock()
    while await jobs_reads.due(api.store.table, now=api.time.now + timedelta(minutes=5), first=1):
        for job in await jobs_reads.due(api.store.table, now=api.time.now, first=1):
            claimed = await jobs_domain.claim(api.store, clock, job, holder=holder)
            if claimed is not None:
                await jobs_domain.run(api.store, clock, claimed, scans_jobs.import_scan, is_stopping=lambda: False)
        # Slowly, so that no lease ends while the other one works.
        api.time.move(timedelta(milliseconds=20))
        await asyncio.sleep(0.001)


def of_code(line: int, text: str) -> dict[str, object]:
    return result(locations=[location(line=line, snippet={"text": text})])


def named(name: str, **properties: object) -> dict[str, object]:
    return {"id": name, **properties}


async def test_1_without_fingerprints_code_may_move_and_with_equal_ones_places_differ(api: Api) -> None:
    await given_a_root(api)
    equal = {"partialFingerprints": {"primaryLocationLineHash": "same"}}
    places = [result(locations=[location(line=line, snippet={"text": f"f({line})"})], **equal) for line in (1, 2)]

    first = await scan(api, run([of_code(10, "a()"), of_code(20, "b()")]))
    moved = await scan(api, run([of_code(20, "a()"), of_code(30, "  b()")]))
    two = await scan(api, run(places), root="other")
    again = await scan(api, run(places), root="other")

    assert [counts_of(each) for each in (first, moved, two, again)] == [{"created": 2}, {"unchanged": 2}, {"created": 2}, {"unchanged": 2}]


async def test_2_one_path_in_two_roots_is_two_places_and_addresses_are_resolved(api: Api) -> None:
    await given_a_root(api)
    based = {"physicalLocation": {"artifactLocation": {"uri": "lib/a%20b.py", "uriBaseId": "SRC"}, "region": {"startLine": 1}}}
    bases = {"SRC": {"uri": "src/"}}
    odd = [location(uri) for uri in ("../up.py", "file:///abs/c.py", "d%23e.py", "f\\g.py")]

    here = await scan(api, run([result()]))
    there = await scan(api, run([result()]), root="other")
    resolved = await scan(api, run([result(locations=[each]) for each in (based, *odd)], originalUriBaseIds=bases))

    assert (counts_of(here), counts_of(there)) == ({"created": 1}, {"created": 1})
    assert [each["where"] for each in await details(api, resolved)] == [
        "src/lib/a b.py",
        "../up.py",
        "file:///abs/c.py",
        "d#e.py",
        "f/g.py",
    ]


async def test_3_what_stands_in_a_file_that_could_not_be_read_stays_open(api: Api) -> None:
    await given_a_root(api)
    await scan(api, run([result(locations=[location(path)]) for path in ("src/a.py", "src/b.py")]))
    unread = {"level": "error", "message": {"text": "cannot parse"}, "locations": [location("file:///ci/job/src/a.py")]}

    made = await scan(api, run([], invocations=[{"executionSuccessful": True, "toolExecutionNotifications": [unread]}]))

    assert made["warnings"] == ["T: the tool could not analyse the file: file:///ci/job/src/a.py"]
    assert counts_of(made) == {"closed": 1, "heldBack": 1}
    assert [edge["node"]["where"] for edge in made["rows"]["edges"]] == ["src/b.py"]


async def test_4_a_run_without_a_list_of_results_checked_nothing(api: Api) -> None:
    await given_a_root(api)
    await scan(api, run([result()]))

    nothing = await scan(api, run(None))
    clean = await scan(api, run([]))

    assert nothing["warnings"] == ["T: the file has no run that checked anything, so that nothing is closed"]
    assert (counts_of(nothing), counts_of(clean)) == ({"heldBack": 1}, {"closed": 1})


async def test_5_the_severity_is_the_results_else_the_rules_else_the_levels(api: Api) -> None:
    await given_a_root(api)
    rules = [named("A", properties={"security-severity": "9.1"}), named("B", defaultConfiguration={"level": "error"}), named("C")]
    results = [
        result(ruleId="A", properties={"security-severity": "2.7"}),
        result(ruleId="A"),
        result(ruleId="B"),
        result(ruleId="C", level="note"),
        result(ruleId="C", level="none", kind="review"),
        result(ruleId="C"),
        result(ruleId="C", properties={"security-severity": "high"}, level="error"),
    ]

    made = await scan(api, run(results, rules=rules))

    assert [each["severity"] for each in await details(api, made)] == ["2.7", "9.1", "8.1", "3.1", "1.6", "5.3", "8.1"]


async def test_6_the_weakness_stands_in_tags_relationships_or_help(api: Api) -> None:
    await given_a_root(api)
    rules = [
        named("a/b.c", properties={"tags": ["security", "external/cwe/cwe-089"]}),
        named("G101", relationships=[{"target": {"id": "798", "toolComponent": {"name": "CWE"}}, "kinds": ["superset"]}]),
        named("H", help={"text": "See CWE-79 for more"}),
        named("I"),
    ]
    taxonomies = [{"name": "CWE", "taxa": [{"id": "798"}]}]

    made = await scan(api, run([result(ruleId=rule["id"]) for rule in rules], rules=rules, taxonomies=taxonomies))

    assert [each["finding"]["title"].split(".")[0] for each in await details(api, made)] == ["089", "798", "079", "000"]


async def test_7_the_first_of_several_locations_counts_and_one_without_a_region_has_line_0(api: Api) -> None:
    await given_a_root(api)
    flow = [{"threadFlows": [{"locations": [{"location": location(line=step)} for step in range(1, 301)]}]}]
    results = [
        result(locations=[location("first.py", line=4), location("second.py", line=5)]),
        result(locations=[location("flow.py", line=6)], codeFlows=flow),
        result(locations=[{"physicalLocation": {"artifactLocation": {"uri": "whole.py"}}}]),
        result(locations=[{"logicalLocations": [{"fullyQualifiedName": "a.b"}]}]),
        result(locations=[]),
    ]

    made = await scan(api, run(results))

    assert [(each["where"], each["specific"]) for each in await details(api, made)] == [
        ("first.py", "4"),
        ("flow.py", "6"),
        ("whole.py", "0"),
        ("a.b", "0"),
    ]
    assert counts_of(made) == {"created": 4, "rejected": 1}


async def test_8_runs_of_one_tool_and_category_are_one_set_and_rules_may_stand_anywhere(api: Api) -> None:
    await given_a_root(api)
    extension = {"name": "plugin", "rules": [named("X", properties={"security-severity": "7.5"})]}
    tool = {
        "driver": {"name": "T", "rules": [named("R1"), named("R2", properties={"security-severity": "4.3"})]},
        "extensions": [extension],
    }
    by_index = {key: value for key, value in result(ruleIndex=1).items() if key != "ruleId"}
    of_extension = {**by_index, "rule": {"index": 0, "toolComponent": {"index": 0}}}
    del of_extension["ruleIndex"]
    first, second = run([by_index], tool=tool), run([of_extension], tool=tool)
    other = run([result()], tool={"driver": {"name": "U"}})

    made = await scan(api, first, second, other)
    fewer = await scan(api, first, other)

    assert [(each["rule"], each["severity"]) for each in await details(api, made)] == [("R2", "4.3"), ("X", "7.5"), ("R1", "5.3")]
    assert made["tools"] == [{"name": "T", "category": ""}, {"name": "U", "category": ""}]
    assert counts_of(fewer) == {"unchanged": 2, "closed": 1}


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (gzip.compress(b" " * (300 * 1024 * 1024), compresslevel=1), "The scan file is larger than 268435456 bytes after decompression"),
        (b'{"version": "2.1.0", "runs": [' + b'{"x": [' * 100_000, "The scan file is invalid"),
        (b"\xff\xfe\x00\xd8", "The scan file is invalid: it is not valid UTF-16-LE text"),
    ],
    ids=["gzip bomb", "nested", "half a character"],
)
async def test_10_a_hostile_file_is_refused_and_costs_nothing_else(api: Api, content: bytes, error: str) -> None:
    await given_a_root(api)

    made = await imported(api, content, as_=MANAGER, group=GROUP.name)

    assert made["status"] == "FAILED"
    assert error in made["error"]
    assert counts_of(await scan(api, run([result()]))) == {"created": 1}


async def test_10_texts_are_cut_to_what_is_stored_and_formulas_stay_as_they_are(api: Api) -> None:
    await given_a_root(api)
    long = result(message={"text": "m" * 1_500_000}, locations=[location("=cmd|' /C calc'!A0", snippet={"text": "s" * 1_500_000})])
    odd = result(message={"text": "=1+1\x00\x07"}, locations=[location("tab\tand\x01.py")])

    made = await scan(api, run([long, odd]))
    first, second = await details(api, made)

    assert (len(first["message"]), first["where"]) == (2_000, "=cmd|' /C calc'!A0")
    assert second["message"].startswith("=1+1")
    assert second["where"].startswith("tab")
    assert counts_of(await scan(api, run([long, odd]))) == {"unchanged": 2}


async def test_10_what_no_store_can_keep_is_rejected_or_replaced(api: Api) -> None:
    await given_a_root(api)
    long, half = result(locations=[location("日" * 1_366)]), result(locations=[location("half.py")], message={"text": "\ud800 cut"})

    made = await scan(api, run([long, half]))

    assert counts_of(made) == {"created": 1, "rejected": 1}
    assert [edge["node"]["reason"] for edge in made["rows"]["edges"]] == [None, "its URI is longer than 4096 bytes"]
    assert [each["message"] for each in await details(api, made)] == ["\ufffd cut"]


async def test_11_of_two_at_once_each_is_applied_whole(api: Api) -> None:
    await given_a_root(api)
    one = [result(locations=[location(line=line, snippet={"text": f"f({line})"})]) for line in range(1, 41)]
    asked = [await ask_for_scan(api, sarif(run(results)), as_=MANAGER, group=GROUP.name, closeMissing=True) for results in (one, one[20:])]
    ids = [each.data["importScan"]["scan"]["id"] for each in asked]

    await asyncio.gather(worker(api, "one"), worker(api, "two"))

    ended = [await look_at_scan(api, scan_id, as_=MANAGER, group=GROUP.name) for scan_id in ids]
    assert {each["status"] for each in ended} == {"DONE"}
    assert sum(each["counts"]["created"] for each in ended) == 40


async def test_11_the_same_file_again_while_the_first_runs_finds_what_that_makes(api: Api) -> None:
    await given_a_root(api)
    content = sarif(run([result(locations=[location(line=line, snippet={"text": f"f({line})"})]) for line in range(1, 41)]))
    ids = []
    for _ in range(2):
        asked = await ask_for_scan(api, content, as_=MANAGER, group=GROUP.name)
        ids.append(asked.data["importScan"]["scan"]["id"])
        # Ids are in the order of the milliseconds in which they are made.
        api.time.move(timedelta(milliseconds=5))

    await asyncio.gather(worker(api, "one"), worker(api, "two"))

    ended = [await look_at_scan(api, scan_id, as_=MANAGER, group=GROUP.name) for scan_id in ids]
    assert [counts_of(each) for each in ended] == [{"created": 40}, {"unchanged": 40}]


async def test_12_every_result_is_in_exactly_one_count(api: Api) -> None:
    await given_a_root(api)
    results: list[object] = [result(), result(), result(kind="pass"), result(locations=None), 5, "x", None, [], {}]

    made = await imported(
        api,
        json.dumps({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "T"}}, "results": results}]}).encode(),
        as_=MANAGER,
        group=GROUP.name,
    )

    counts = made["counts"]
    assert sum(counts[name] for name in ("created", "unchanged", "reopened", "suppressed", "dismissed", "rejected")) == len(results)
    assert made["results"] == made["processed"] == len(results)
    places = [edge["node"]["result"] for edge in made["rows"]["edges"]]
    assert sorted(places) == list(range(len(results)))
    assert counts_of(made) == {"created": 2, "suppressed": 1, "rejected": 6}


def test_every_trap_but_that_of_inventories_has_tests() -> None:
    tests = "\n".join(file.read_text() for file in Path(__file__).parents[2].rglob("test_*.py"))

    assert set(TRAPS) == {*range(1, 13)} - {9}
    assert [name for names in TRAPS.values() for name in names if f"def {name}(" not in tests] == []
