"""The tree is the design: layers, cycles, names."""

import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[4]
SOURCE = ROOT / "back" / "src"
PACKAGES = frozenset(path.name for path in SOURCE.iterdir() if (path / "__init__.py").exists())
ADAPTERS = frozenset({"sqlite", "filesystem", "dynamodb", "search", "s3", "sqs"})
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]


def layered_packages() -> frozenset[str]:
    (contract,) = SETTINGS["contracts"]
    return frozenset(name.strip(" ()") for layer in contract["layers"] for name in layer.split("|"))


def test_every_folder_is_a_root_package_of_the_import_contract() -> None:
    assert frozenset(SETTINGS["root_packages"]) == PACKAGES


def test_every_folder_has_a_layer() -> None:
    assert layered_packages() >= PACKAGES


def test_no_folder_lies_beside_the_packages() -> None:
    assert frozenset(path.name for path in SOURCE.iterdir() if path.is_dir() and not path.name.startswith((".", "__"))) == PACKAGES


def test_no_package_of_ours_hides_an_installed_or_a_standard_module() -> None:
    installed = frozenset(name for name, distributions in packages_distributions().items() if set(distributions) != {"integrates"})

    assert PACKAGES & (installed | sys.stdlib_module_names) == frozenset()


def find_cycle(graph: grimp.ImportGraph) -> tuple[str, ...]:
    """Return the modules of one cycle, in order; nothing when there is none."""
    done: set[str] = set()
    for start in sorted(graph.modules):
        trail: dict[str, list[str]] = {start: sorted(graph.find_modules_directly_imported_by(start))}
        while trail and start not in done:
            module = next(reversed(trail))
            following = trail[module].pop() if trail[module] else None
            if following is None:
                del trail[module]
                done.add(module)
            elif following in trail:
                return (*list(trail)[list(trail).index(following) :], following)
            elif following not in done:
                trail[following] = sorted(graph.find_modules_directly_imported_by(following))
    return ()


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = grimp.build_graph(*sorted(PACKAGES), cache_dir=None, exclude_type_checking_imports=True)

    assert find_cycle(graph) == ()


def test_a_cycle_would_be_found() -> None:
    graph = grimp.ImportGraph()
    for module in ("a", "b", "c", "d"):
        graph.add_module(module)
    for importer, imported in (("a", "b"), ("b", "c"), ("c", "b"), ("a", "d")):
        graph.add_import(importer=importer, imported=imported)

    assert set(find_cycle(graph)) == {"b", "c"}


def test_only_the_composition_knows_the_adapters() -> None:
    graph = grimp.build_graph(*sorted(PACKAGES), cache_dir=None)
    importers = {
        (importer.split(".")[0], adapter)
        for adapter in ADAPTERS & PACKAGES
        for module in {adapter, *graph.find_descendants(adapter)}
        for importer in graph.find_modules_that_directly_import(module)
        if importer.split(".")[0] != adapter
    }

    assert {importer for importer, _ in importers} == {"composition"}


def test_the_supervisor_imports_nothing_but_the_standard_library() -> None:
    graph = grimp.build_graph("supervisor", cache_dir=None, include_external_packages=True)
    imported = {
        found.split(".")[0]
        for module in {"supervisor", *graph.find_descendants("supervisor")} & graph.modules
        for found in graph.find_modules_directly_imported_by(module)
    }

    assert imported - sys.stdlib_module_names == {"supervisor"}
