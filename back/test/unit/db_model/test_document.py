from pathlib import Path

from db_model.document import ROWS, data_model_page

PAGE = Path(__file__).parents[4] / "docs" / "data-model.md"
SOURCE = Path(__file__).parents[3] / "src" / "db_model"


def test_the_page_in_the_tree_is_what_the_facets_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == data_model_page()


def test_every_entity_is_on_the_page() -> None:
    assert {row.facet.name for row in ROWS} == {path.parent.name for path in SOURCE.glob("*/facet.py")}
