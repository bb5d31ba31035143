import stat
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composition.stores import open_keys
from settings import Settings, StoreKind
from settings.keys import KeyMissing, Keys, Purpose, load_keys


def made_in(folder: Path) -> Settings:
    folder.mkdir(exist_ok=True)
    return Settings(data=folder)


def test_keys_are_made_once_for_their_owner_alone(tmp_path: Path) -> None:
    first = load_keys(made_in(tmp_path))

    assert load_keys(made_in(tmp_path)) == first
    assert stat.S_IMODE((tmp_path / "keys.json").stat().st_mode) == 0o600
    assert {record.purpose for record in first.records.values()} == set(Purpose)
    assert [path.name for path in tmp_path.iterdir()] == ["keys.json"]


def test_processes_that_start_together_agree_on_the_keys(tmp_path: Path) -> None:
    settings = made_in(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        loaded = list(pool.map(lambda _: load_keys(settings), range(16)))

    assert all(keys == loaded[0] for keys in loaded)


def test_a_database_without_its_keys_does_not_start(tmp_path: Path) -> None:
    (tmp_path / "integrates.sqlite3").touch()

    with pytest.raises(KeyMissing, match="has a database but no keys"):
        open_keys(made_in(tmp_path))


def test_past_one_machine_keys_have_to_be_given(tmp_path: Path) -> None:
    with pytest.raises(KeyMissing, match="INTEGRATES_KEYS is required"):
        load_keys(Settings(data=tmp_path, store=StoreKind.AWS))


@given(st.text(max_size=200))
def test_a_sealed_text_opens_in_its_context_only(text: str) -> None:
    keys = KEYS
    sealed = keys.seal(text, context="message 1")

    assert keys.open(sealed, context="message 1") == text
    with pytest.raises(KeyMissing):
        keys.open(sealed, context="message 2")


def test_a_changed_or_foreign_sealed_text_does_not_open() -> None:
    sealed = KEYS.seal("secret", context="c")
    for wrong in (sealed[:-1] + bytes([sealed[-1] ^ 1]), b"unknown:" + sealed, b"", OTHERS.seal("secret", context="c")):
        with pytest.raises(KeyMissing):
            KEYS.open(wrong, context="c")


def test_a_new_key_seals_and_the_old_one_still_opens() -> None:
    old = KEYS.seal("secret", context="c")
    rotated = Keys(records={**KEYS.records, **{f"new-{kid}": record for kid, record in OTHERS.records.items()}})

    assert rotated.open(old, context="c") == "secret"
    assert rotated.seal("secret", context="c").startswith(b"new-")


def test_signatures_differ_by_purpose() -> None:
    assert KEYS.sign(Purpose.CURSOR, b"m") != KEYS.sign(Purpose.BLOB, b"m")
    assert KEYS.sign(Purpose.CURSOR, b"m") == KEYS.sign(Purpose.CURSOR, b"m")


def test_no_key_is_shown_by_accident() -> None:
    shown = repr(KEYS) + repr(Settings(keys='{"a": 1}'))

    assert not any(record.key in shown for record in KEYS.records.values())
    assert '{"a": 1}' not in shown


def fresh() -> Keys:
    with tempfile.TemporaryDirectory() as folder:
        return load_keys(Settings(data=Path(folder)))


KEYS, OTHERS = fresh(), fresh()
