"""The page of who may do what is the one that the code says."""

from pathlib import Path

from authz.document import authorization_page
from authz.levels import Level
from authz.matrix import actions_at

PAGE = Path(__file__).parents[4] / "docs" / "authorization.md"


def test_the_checked_in_page_of_authorization_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == authorization_page()


def test_the_page_has_one_row_for_each_action_of_each_level() -> None:
    rows = [line for line in authorization_page().splitlines() if line.startswith(("| `api_", "| `see_", "| `front_", "| `grant_"))]
    others = {"can_assign_vulnerabilities_to_fluidattacks_staff", "handle_comment_scope", "post_finding_observation"}
    others |= {"request_group_upgrade", "update_git_root_filter", "valid_assigned"}

    # The four grants of ours are listed once more.
    assert len(rows) == sum(len(actions_at(level)) for level in Level) - len(others) + 4
    assert {action for action in others if f"\n| `{action}` |" not in authorization_page()} == set()


def test_a_row_marks_the_roles_in_the_order_of_the_head() -> None:
    page = authorization_page()

    assert "| action | admin | customer_manager | user | user_manager |" in page
    assert "| `api_mutations_add_organization_finding_policy_mutate` |  | ✓ | ✓ | ✓ |" in page
