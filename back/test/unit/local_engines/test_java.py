"""Finding development kits for Java."""

from pathlib import Path

import pytest

from local_engines.java import Kit, choose_kit, find_kits
from local_engines.opensearch import NEWEST, OLDEST, choose
from local_engines.trouble import EngineTrouble


def make_kit(home: Path, version: str, *programs: str) -> Path:
    """Make what looks like a kit."""
    (home / "bin").mkdir(parents=True)
    (home / "release").write_text(f'IMPLEMENTOR="somebody"\nJAVA_VERSION="{version}"\n', encoding="utf-8")
    for name in programs or ("java", "javac"):
        (home / "bin" / name).write_text("", encoding="utf-8")
        (home / "bin" / name).chmod(0o755)
    return home


def test_kits_are_found_by_home_path_and_folder_each_once(tmp_path: Path) -> None:
    first = make_kit(tmp_path / "usual" / "a", "17.0.15")
    second = make_kit(tmp_path / "elsewhere", "21")
    (tmp_path / "usual" / "link").symlink_to(first)
    environment = {"JAVA_HOME": str(second), "PATH": str(first / "bin")}

    found = find_kits(environment, (str(tmp_path / "usual"), str(tmp_path / "missing")))

    assert found == (Kit(second, 21), Kit(first, 17))


def test_a_runtime_without_a_compiler_and_a_folder_without_a_version_are_no_kits(tmp_path: Path) -> None:
    make_kit(tmp_path / "runtime", "25.0.3", "java")
    (make_kit(tmp_path / "nameless", "25") / "release").write_text("", encoding="utf-8")
    (tmp_path / "something").mkdir()

    assert find_kits({"PATH": ""}, (str(tmp_path),)) == ()


def test_old_numbers_and_bundles_of_another_system_are_read(tmp_path: Path) -> None:
    make_kit(tmp_path / "bundle" / "Contents" / "Home", "1.8.0_402")

    assert [kit.version for kit in find_kits({"PATH": ""}, (str(tmp_path),))] == [8]


def test_without_a_kit_that_is_new_enough_the_message_says_what_was_found() -> None:
    with pytest.raises(EngineTrouble, match=r"Java 17 or later is needed; found: 11 in /a\. Install one, or set JAVA_HOME"):
        choose_kit((Kit(Path("/a"), 11),), 17)
    with pytest.raises(EngineTrouble, match="found: none"):
        choose_kit((), 17)


def test_the_newest_index_engine_is_chosen_where_a_kit_can_run_it() -> None:
    old, new = Kit(Path("/old"), 17), Kit(Path("/new"), 25)

    assert choose((old, new)) == (NEWEST, new)
    assert choose((old,)) == (OLDEST, old)
