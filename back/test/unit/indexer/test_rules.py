"""Who follows which shard: examples, and a simulation of indexers that come, die and go while shards are split."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from db_model.feed_leases.types import FeedLease
from indexer import rules
from indexer.rules import Term
from store.feed import Shard

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
TERM = Term(lasts=timedelta(seconds=20), skew=timedelta(seconds=2))
FEED = "feed"


def lease(shard: str, holder: str | None = None, *, until: datetime = NOW + TERM.lasts, **more: object) -> FeedLease:
    return FeedLease(feed=FEED, shard=shard, until=until, holder=holder)._replace(**more)  # type: ignore[arg-type] # each test names fields


def shards(*ids: str) -> tuple[Shard, ...]:
    return tuple(Shard(each, None) for each in ids)


def test_a_child_is_readable_once_its_parent_is_done_or_gone() -> None:
    family = (Shard("parent", "grandparent"), Shard("child", "parent"), Shard("other", None))

    def readable(*leases: FeedLease) -> tuple[str, ...]:
        return tuple(shard.id for shard in rules.readable(family, leases))

    assert readable() == ("parent", "other")
    assert readable(lease("parent", "a")) == ("parent", "other")
    assert readable(lease("parent", is_done=True)) == ("child", "other")
    assert readable(lease("grandparent")) == ("other",)


def test_a_shard_that_is_gone_before_its_end_is_lost() -> None:
    leases = (lease("there"), lease("gone"), lease("read", is_done=True))

    assert rules.lost(shards("there"), leases) == (leases[1],)


def test_a_lease_holds_for_others_longer_than_for_its_holder() -> None:
    held = lease("s", "a", until=NOW)

    assert rules.may_apply(held, now=NOW - timedelta(seconds=3), term=TERM)
    assert not rules.may_apply(held, now=NOW - TERM.skew, term=TERM)
    assert rules.is_held(held, now=NOW + timedelta(seconds=1), term=TERM)
    assert not rules.is_held(held, now=NOW + TERM.skew, term=TERM)


def test_what_nobody_has_or_ended_is_held_by_nobody() -> None:
    assert not rules.is_held(None, now=NOW, term=TERM)
    assert not rules.is_held(lease("s"), now=NOW, term=TERM)
    assert not rules.is_held(lease("s", "a", is_done=True), now=NOW, term=TERM)


def test_a_shard_that_was_left_for_a_day_before_its_first_record_may_lack_some() -> None:
    left = NOW - timedelta(hours=25)

    assert rules.may_lack(lease("s", until=left), now=NOW)
    assert not rules.may_lack(lease("s", until=left, place="1"), now=NOW)
    assert not rules.may_lack(lease("s", until=NOW - timedelta(hours=23)), now=NOW)
    assert not rules.may_lack(None, now=NOW)


def test_a_lonely_indexer_takes_all_and_a_second_one_its_share() -> None:
    listed = shards("a", "b", "c")
    first = lease("a", "other")

    assert rules.to_take(listed, (), me="me", now=NOW, term=TERM) == listed
    assert rules.to_take(listed, (first,), me="me", now=NOW, term=TERM) == listed[1:]
    assert rules.to_take(listed, (first, lease("b", "me")), me="me", now=NOW, term=TERM) == listed[2:]
    assert rules.to_take(shards("a", "b"), (lease("b", "me"),), me="me", now=NOW, term=TERM) == shards("a")


def test_who_has_two_less_asks_for_one() -> None:
    listed = shards("a", "b", "c")
    theirs = (lease("a", "other"), lease("b", "other"))

    assert rules.to_want(listed, theirs, me="me", now=NOW, term=TERM) == theirs[1]
    assert rules.to_want(listed, theirs[:1], me="me", now=NOW, term=TERM) is None
    assert rules.to_want(listed, (theirs[0], rules.wanted(theirs[1], me="me")), me="me", now=NOW, term=TERM) is None
    assert rules.to_want(listed, (), me="me", now=NOW, term=TERM) is None


@given(st.lists(st.sampled_from(["a", "b", "c", None]), min_size=1, max_size=12), st.sampled_from(["a", "b", "c", "d"]))
def test_nobody_takes_more_than_a_share_and_nothing_stays_free(holders: list[str | None], me: str) -> None:
    listed = shards(*(f"s{number}" for number in range(len(holders))))
    leases = tuple(lease(shard.id, holder) for shard, holder in zip(listed, holders, strict=True))

    taken = rules.to_take(listed, leases, me=me, now=NOW, term=TERM)

    members = {me} | {holder for holder in holders if holder}
    assert holders.count(me) + len(taken) <= max(-(-len(holders) // len(members)), holders.count(me))
    assert all(leases[int(shard.id[1:])].holder is None for shard in taken)
    if members == {me}:
        assert len(taken) == holders.count(None)


@dataclass
class Indexer:
    """An indexer as the simulation runs it: it knows its leases as it wrote them, and what it has read of each shard."""

    name: str
    leases: dict[str, FeedLease] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)


class Simulation(RuleBasedStateMachine):
    """Indexers on a table of leases with conditional writes; they see what is listed, and crash or stop whenever they like."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.records: dict[str, list[int]] = {"s0": []}
        self.parents: dict[str, str | None] = {"s0": None}
        self.closed: set[str] = set()
        self.table: dict[str, FeedLease] = {}
        self.indexers: dict[str, Indexer] = {}
        self.applied: list[tuple[str, int]] = []
        self.count = 0

    def listed(self) -> tuple[Shard, ...]:
        return tuple(Shard(each, parent) for each, parent in self.parents.items())

    def write(self, old: FeedLease | None, new: FeedLease) -> FeedLease | None:
        """Write conditionally, as the table does."""
        present = self.table.get(new.shard)
        if (present.version if present else 0) != (old.version if old else 0):
            return None
        self.table[new.shard] = new._replace(version=(old.version if old else 0) + 1)
        return self.table[new.shard]

    @rule(data=st.data(), number=st.integers(1, 4))
    def add_records(self, data: st.DataObject, number: int) -> None:
        shard = data.draw(st.sampled_from(sorted(set(self.parents) - self.closed)))
        for _ in range(number):
            self.count += 1
            self.records[shard].append(self.count)

    @precondition(lambda self: len(self.parents) < 9)
    @rule(data=st.data(), number=st.integers(1, 2))
    def split(self, data: st.DataObject, number: int) -> None:
        shard = data.draw(st.sampled_from(sorted(set(self.parents) - self.closed)))
        self.closed.add(shard)
        for _ in range(number):
            child = f"s{len(self.parents)}"
            self.parents[child], self.records[child] = shard, []

    @precondition(lambda self: len(self.indexers) < 4)
    @rule()
    def start(self) -> None:
        self.count += 1
        name = f"i{self.count}"
        self.indexers[name] = Indexer(name)

    @precondition(lambda self: bool(self.indexers))
    @rule(data=st.data())
    def crash(self, data: st.DataObject) -> None:
        del self.indexers[data.draw(st.sampled_from(sorted(self.indexers)))]

    @precondition(lambda self: bool(self.indexers))
    @rule(data=st.data())
    def stop(self, data: st.DataObject) -> None:
        self.leave(data.draw(st.sampled_from(sorted(self.indexers))))

    def leave(self, name: str) -> None:
        indexer = self.indexers.pop(name)
        for shard in list(indexer.leases):
            self.renew(indexer, shard, leaving=True)

    @rule(seconds=st.integers(1, 15))
    def pass_time(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @precondition(lambda self: bool(self.indexers))
    @rule(data=st.data(), stale=st.booleans())
    def look(self, data: st.DataObject, stale: bool) -> None:
        """Do what a round does; a stale view lacks the last writes of somebody."""
        indexer = self.indexers[data.draw(st.sampled_from(sorted(self.indexers)))]
        known = dict(list(self.table.items())[:-1]) if stale else dict(self.table)
        self.round(indexer, known)

    def round(self, indexer: Indexer, known: dict[str, FeedLease]) -> None:
        for shard in list(indexer.leases):
            found = known.get(shard)
            if found is not None and found.version > indexer.leases[shard].version and found.holder != indexer.name:
                del indexer.leases[shard]
            else:
                self.renew(indexer, shard, leaving=found is not None and found.wanted_by is not None)
        view = tuple(known.values())
        free = rules.to_take(self.listed(), view, me=indexer.name, now=self.now, term=TERM)
        for each in free:
            old = known.get(each.id)
            new = rules.taken(old, feed=FEED, shard=each.id, me=indexer.name, now=self.now, term=TERM)
            if (written := self.write(old, new)) is not None:
                self.hold(indexer, written)
        other = None if free else rules.to_want(self.listed(), view, me=indexer.name, now=self.now, term=TERM)
        if other is not None:
            self.write(other, rules.wanted(other, me=indexer.name))
        for lease_ in self.table.values():
            if lease_.holder == indexer.name and lease_.shard not in indexer.leases:
                self.hold(indexer, lease_)

    def hold(self, indexer: Indexer, held: FeedLease) -> None:
        indexer.leases[held.shard] = held
        indexer.places[held.shard] = int(held.place or 0)

    def renew(self, indexer: Indexer, shard: str, *, leaving: bool) -> None:
        old = indexer.leases[shard]
        present = self.table[shard]
        if present.version != old.version:
            if present.holder != indexer.name:
                del indexer.leases[shard]
                return
            old = present
        place = str(indexer.places[shard])
        if shard in self.closed and indexer.places[shard] == len(self.records[shard]):
            new = rules.ended(old, place=place, now=self.now)
        elif leaving:
            new = rules.handed_over(old, place=place, now=self.now, term=TERM)
        else:
            new = rules.renewed(old, place=place, now=self.now, term=TERM)
        written = self.write(old, new)
        assert written is not None
        if written.holder == indexer.name:
            indexer.leases[shard] = written
        else:
            del indexer.leases[shard]

    @precondition(lambda self: any(indexer.leases for indexer in self.indexers.values()))
    @rule(data=st.data(), number=st.integers(1, 3))
    def apply(self, data: st.DataObject, number: int) -> None:
        holding = sorted((name, shard) for name, indexer in self.indexers.items() for shard in indexer.leases)
        name, shard = data.draw(st.sampled_from(holding))
        self.apply_some(self.indexers[name], shard, number)

    def apply_some(self, indexer: Indexer, shard: str, number: int) -> None:
        if not rules.may_apply(indexer.leases[shard], now=self.now, term=TERM):
            return
        at_work = [each.name for each in self.indexers.values() if self.thinks_it_holds(each, shard)]
        assert at_work == [indexer.name]
        parent = self.parents[shard]
        assert parent is None or set(self.records[parent]) <= {record for _, record in self.applied}
        place = indexer.places[shard]
        for record in self.records[shard][place : place + number]:
            self.applied.append((shard, record))
            indexer.places[shard] += 1

    def thinks_it_holds(self, indexer: Indexer, shard: str) -> bool:
        return shard in indexer.leases and rules.may_apply(indexer.leases[shard], now=self.now, term=TERM)

    @invariant()
    def each_shard_has_one_holder_at_a_time(self) -> None:
        for shard in self.parents:
            assert sum(self.thinks_it_holds(indexer, shard) for indexer in self.indexers.values()) <= 1

    @invariant()
    def a_place_never_tells_of_more_than_was_applied(self) -> None:
        done = {record for _, record in self.applied}
        for shard, lease_ in self.table.items():
            assert set(self.records[shard][: int(lease_.place or 0)]) <= done

    def teardown(self) -> None:
        """Let two indexers go on until nothing is left: nothing was lost, each shard is read in order, and both have a fair share."""
        for name in list(self.indexers):
            self.indexers.pop(name)
        pair = (Indexer("x"), Indexer("y"))
        self.indexers = {indexer.name: indexer for indexer in pair}
        for _ in range(6 * len(self.parents) + 12):
            self.now += timedelta(seconds=5)
            for indexer in pair:
                self.round(indexer, dict(self.table))
                for shard in list(indexer.leases):
                    self.apply_some(indexer, shard, 10**6)
        assert {record for _, record in self.applied} == {record for records in self.records.values() for record in records}
        for shard, records in self.records.items():
            firsts = list(dict.fromkeys(record for at, record in self.applied if at == shard))
            assert firsts == records
        assert all(self.table[shard].is_done for shard in self.closed)
        assert abs(len(pair[0].leases) - len(pair[1].leases)) <= 1


TestSimulation = Simulation.TestCase
