"""The two passes over a SARIF file: its heads, which may stand before or behind the results, then the results one by one."""

from collections.abc import Collection, Iterator, Sequence

from scans.decoding import DEFAULT_LIMIT
from scans.errors import InvalidScanFile, UnsupportedFormat
from scans.json_events import Event, Reopen, json_events
from scans.sarif.builder import Builder
from scans.sarif.heads import to_run_head
from scans.sarif.layout import HEADS_ALLOWANCE, RESULT, RESULT_ALLOWANCE, RESULTS_LIMIT, RUN, RUNS_LIMIT
from scans.sarif.results import to_outcome
from scans.sarif.shapes import Listed, Listing, Record, Scalar
from scans.sarif.types import Outcome, Place, RejectedResult, RunHead

_VERSION = "2.1.0"
_TOP_KEYS = frozenset({"runs", "version", "inlineExternalProperties"})
_RUN_KEYS = frozenset({*RUN, "results"})
_EXTERNAL = Listing(Record({"results": Listing(Scalar(0), 0)}), 1_000)


def read_head(reopen: Reopen, *, limit: int = DEFAULT_LIMIT) -> tuple[RunHead, ...]:
    """Read what stands around the results of each run, and count them; the whole file is parsed once.

    `reopen` gives the chunks of the file as it was sent. Raises `InvalidScanFile`, `UnsupportedFormat` and `ScanFileTooLarge`.
    """
    builder = Builder(json_events(reopen, limit=limit), allowance=HEADS_ALLOWANCE)
    heads = tuple(_read_run(builder, number) for number in _runs(builder))
    if sum(head.result_count for head in heads) > RESULTS_LIMIT:
        raise InvalidScanFile(reason=f"it has more than {RESULTS_LIMIT} results")
    return heads


def read_results(reopen: Reopen, heads: Sequence[RunHead], *, limit: int = DEFAULT_LIMIT) -> Iterator[Outcome]:
    """Yield every result of the file exactly once, in order; `heads` are those of `read_head`, whose errors this raises as well."""
    builder = Builder(json_events(reopen, limit=limit), allowance=RESULT_ALLOWANCE)
    runs = 0
    for number in _runs(builder):
        if number >= len(heads):
            break
        yield from _results(builder, number, heads[number])
        runs += 1
    if runs != len(heads):
        raise InvalidScanFile(reason="it changed while it was read")


def _runs(builder: Builder) -> Iterator[int]:
    """Yield the number of each run when its object begins; its user reads it to its end."""
    first = builder.read()
    if first[0] != "start_map":
        raise InvalidScanFile(reason="it is not an object")
    seen = False
    for key in _once(builder.keys(), _TOP_KEYS):
        if key == "runs":
            seen = True
            yield from _items_of_runs(builder)
        elif key == "version":
            _check_version(builder.build(builder.read(), Scalar(32)))
        elif key == "inlineExternalProperties":
            _check_external(builder.build(builder.read(), _EXTERNAL))
        else:
            builder.skip(builder.read())
    # What follows the outermost object is for the parser to refuse.
    for _ in builder.events:
        continue
    if not seen:
        raise InvalidScanFile(reason="it has no runs")


def _items_of_runs(builder: Builder) -> Iterator[int]:
    kind, _ = builder.read()
    if kind == "null":
        return
    if kind != "start_array":
        raise InvalidScanFile(reason="runs is not an array")
    for number, (item, _) in enumerate(builder.items()):
        if item != "start_map":
            raise InvalidScanFile(reason=f"runs[{number}] is not an object")
        if number >= RUNS_LIMIT:
            raise InvalidScanFile(reason=f"it has more than {RUNS_LIMIT} runs")
        yield number


def _once(keys: Iterator[str], watched: Collection[str]) -> Iterator[str]:
    """Refuse a watched key that stands twice: one of the two would be lost."""
    seen: set[str] = set()
    for key in keys:
        if key in watched:
            if key in seen:
                raise InvalidScanFile(reason=f"{key} stands twice in one object")
            seen.add(key)
        yield key


def _check_version(version: object) -> None:
    if not isinstance(version, str):
        raise InvalidScanFile(reason="version is not a text")
    if not version.startswith(_VERSION):
        raise UnsupportedFormat(name="a SARIF file of another version")


def _check_external(properties: object) -> None:
    items = properties.items if isinstance(properties, Listed) else ()
    if any(isinstance(item, dict) and item.get("results") not in {None, Listed((), 0, 0)} for item in items):
        raise InvalidScanFile(reason="its results are in inlineExternalProperties")


def _read_run(builder: Builder, number: int) -> RunHead:
    parts: dict[str, object] = {}
    result_count: int | None = None
    for key in _once(builder.keys(), _RUN_KEYS):
        if key == "results":
            result_count = _count(builder, number)
        elif key in RUN:
            parts[key] = builder.build(builder.read(), RUN[key])
        else:
            builder.skip(builder.read())
        if builder.is_exhausted:
            raise InvalidScanFile(reason=f"runs[{number}] has more around its results than can be read")
    return to_run_head(parts, number=number, result_count=result_count)


def _begins_results(builder: Builder, number: int) -> bool:
    """Read the first event of `results`: false for null, which says that nothing was checked."""
    kind, _ = builder.read()
    if kind not in {"start_array", "null"}:
        raise InvalidScanFile(reason=f"runs[{number}].results is not an array")
    return kind == "start_array"


def _count(builder: Builder, number: int) -> int | None:
    if not _begins_results(builder, number):
        return None
    count = 0
    for event in builder.items():
        builder.skip(event)
        count += 1
    return count


def _results(builder: Builder, number: int, head: RunHead) -> Iterator[Outcome]:
    count = 0
    for key in _once(builder.keys(), _RUN_KEYS):
        if key != "results":
            builder.skip(builder.read())
        elif _begins_results(builder, number):
            for event in builder.items():
                yield _result(builder, event, Place(number, count), head)
                count += 1
    if count != head.result_count:
        raise InvalidScanFile(reason="it changed while it was read")


def _result(builder: Builder, event: Event, place: Place, head: RunHead) -> Outcome:
    builder.renew(RESULT_ALLOWANCE)
    built = builder.build(event, RESULT)
    if builder.is_exhausted:
        return RejectedResult(place, "it has more parts than can be read", rule_id="", uri=None)
    return to_outcome(built, place, head.lookup)
