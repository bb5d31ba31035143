from pathlib import Path

from vulnerabilities.document import treatment_page
from vulnerabilities.treatment import TABLE, Command
from vulnerabilities.zero_risk import TABLE as CLAIMS

PAGE = Path(__file__).parents[4] / "docs" / "treatment.md"


def test_the_page_in_the_tree_is_what_the_tables_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == treatment_page()


def test_every_state_has_a_row_and_every_command_its_roles() -> None:
    lines = treatment_page().splitlines()
    approving = "| approve | `handleVulnerabilitiesAcceptance` | `user_manager`, `vulnerability_manager` |"

    assert [len([line for line in lines if line.startswith(f"| {state.value} |")]) for state in (*TABLE, *CLAIMS)] == [2] * 10
    assert [len([line for line in lines if line.startswith(f"| {command.value} | ")]) for command in Command] == [1, 1, 1, 1, 2, 1]
    assert approving in lines
