"""The pages in the tree that are made from the code: each is printed, and compared when it is to be checked."""

import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[4]
PAGES = (
    ("authz.document", "docs/authorization.md"),
    ("db_model.document", "docs/data-model.md"),
    ("vulnerabilities.document", "docs/treatment.md"),
)


def run(module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, cwd=TOP / "back" / "src", capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(("module", "page"), PAGES)
def test_a_page_in_the_tree_passes_its_check(module: str, page: str) -> None:
    result = run(module, "--check", str(TOP / page))

    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


@pytest.mark.parametrize(("module", "page"), PAGES)
def test_a_page_that_differs_fails_its_check_and_is_told_how_to_mend(module: str, page: str, tmp_path: Path) -> None:
    other = tmp_path / "page.md"
    other.write_text((TOP / page).read_text(encoding="utf-8") + "\n", encoding="utf-8")

    result = run(module, "--check", str(other))

    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.endswith(f"write it anew with python -m {module} > {other}\n")


@pytest.mark.parametrize(("module", "page"), PAGES)
def test_what_is_printed_is_the_page(module: str, page: str) -> None:
    assert run(module).stdout == (TOP / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [("--check",), ("--chekc", "x"), ("--check", "x", "y")])
def test_arguments_that_mean_nothing_are_refused(arguments: tuple[str, ...]) -> None:
    result = run("authz.document", *arguments)

    assert (result.returncode, result.stderr) == (1, "usage: python -m authz.document [--check FILE]\n")


def test_the_command_that_checks_pages_knows_each_of_them() -> None:
    script = (TOP / "m").read_text(encoding="utf-8")

    assert all(f'("{module}", "{page}")' in script for module, page in PAGES)
