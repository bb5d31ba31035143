"""Rules of the code that no linter has."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[4] / "back" / "src"
FILES = sorted(SOURCE.rglob("*.py"))
LOADS_LATE = ("composition", "cli")
MUTABLE = (ast.Dict, ast.List, ast.Set, ast.DictComp, ast.ListComp, ast.SetComp)


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def own_nodes(function: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a function less those of functions inside it."""
    for child in ast.iter_child_nodes(function):
        yield child
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from own_nodes(child)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_nothing_is_imported_inside_a_function(path: Path) -> None:
    if path.relative_to(SOURCE).parts[0] in LOADS_LATE:
        return
    late = [
        node.lineno for function in functions(tree_of(path)) for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert late == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_module_keeps_state(path: Path) -> None:
    assigned = (node for node in tree_of(path).body if isinstance(node, ast.Assign | ast.AnnAssign))
    names = {"__all__"}
    mutable = [
        node.lineno
        for node in assigned
        if isinstance(node.value, MUTABLE) and not (isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in names)
    ]

    assert mutable == []


def test_no_resolver_is_async_without_awaiting() -> None:
    waits = (ast.Await, ast.AsyncFor, ast.AsyncWith)
    idle = [
        f"{path.name}:{function.lineno}"
        for path in (SOURCE / "api").rglob("*.py")
        for function in functions(tree_of(path))
        if isinstance(function, ast.AsyncFunctionDef)
        and path.name != "connections.py"  # a connection awaits its pages and its total, wherever they are from
        and not any(isinstance(node, waits) or (isinstance(node, ast.comprehension) and node.is_async) for node in own_nodes(function))
    ]

    assert idle == []


def test_only_facets_and_guards_build_keys() -> None:
    builders = {
        str(path.relative_to(SOURCE))
        for path in (SOURCE / "db_model").rglob("*.py")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"Key", "Prefix"}
    }

    assert {path for path in builders if not path.endswith("facet.py")} == {"db_model/change.py"}
