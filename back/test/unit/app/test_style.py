"""The colours of the pages can be told apart, in the light and in the dark."""

import re
from pathlib import Path

import pytest

import app

SHEET = (Path(str(app.__file__)).parent / "static" / "style.css").read_text(encoding="utf-8")
LIGHT, DARK = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block)) for block in re.findall(r":root \{(.*?)\}", SHEET, re.DOTALL)]
PAIRS = (
    *((ink, paper) for ink in ("text", "soft", "accent", "wrong") for paper in ("back", "plane")),
    ("on-accent", "accent"),
    ("text", "mark"),
)


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "paper"), PAIRS)
def test_a_text_has_the_contrast_that_it_needs(scheme: dict[str, str], ink: str, paper: str) -> None:
    low, high = sorted(luminance(scheme[name]) for name in (ink, paper))

    assert (high + 0.05) / (low + 0.05) >= 4.5


def test_both_schemes_have_the_same_colours() -> None:
    assert LIGHT.keys() == DARK.keys()
