import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sarif_files import reopening
from scans.errors import InvalidScanFile
from scans.json_events import json_events
from scans.json_text import PIECE, STRING_LIMIT, pieces

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def refusal_of(content: bytes) -> str:
    with pytest.raises(InvalidScanFile) as refusal:
        list(json_events(reopening(content)))
    return str(refusal.value.extensions["reason"])


@given(JSON, st.integers(1, 9), st.booleans())
def test_events_do_not_depend_on_how_the_file_was_cut(value: object, size: int, is_ascii: bool) -> None:
    content = json.dumps([value], ensure_ascii=is_ascii).encode("utf-8", "replace")

    assert list(json_events(reopening(content, size=size))) == list(json_events(reopening(content)))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'{"a": 1,\r\n "b": [1,],\r\n}', "it is no JSON, unallowed token at this point in JSON text (line 2, byte 19 of its text)"),
        (b'{"a":\n [1, 2', "it ends too early (line 2, byte 12 of its text)"),
        (b"", "it ends too early (line 1, byte 0 of its text)"),
        (b'{"a": "\xff"}', "it is not valid UTF-8 text (line 1, byte 7 of its text)"),
        (b"{} x", "it is no JSON, trailing garbage (line 1, byte 3 of its text)"),
        (b'{"a": NaN}', "it is no JSON, invalid char in json text (line 1, byte 6 of its text)"),
        (b'{"a": ' + b"1" * 5_000 + b"}", "it has a number that cannot be read (line 1, byte 5006 of its text)"),
    ],
)
def test_what_is_broken_is_named_with_its_place(content: bytes, reason: str) -> None:
    assert refusal_of(content) == reason


def test_the_place_is_right_behind_a_string_that_was_cut() -> None:
    content = b'{"a": "' + b"x" * (STRING_LIMIT + 10 * PIECE) + b'",\n"b" ,}'

    assert refusal_of(content).endswith(f"(line 2, byte {content.index(b',}')} of its text)")


def test_a_number_of_megabytes_is_refused() -> None:
    assert refusal_of(b"[" + b"1" * 3_000_000 + b"]") == "a number has thousands of digits"


@pytest.mark.parametrize("text", ["x", '\\"', "\\", "é", "😀", "\n", "\u2028", "\\u00e9", '"'])
@pytest.mark.parametrize("is_ascii", [True, False])
@pytest.mark.parametrize("shift", range(7))
def test_a_string_of_megabytes_is_cut_between_characters(text: str, is_ascii: bool, shift: int) -> None:
    long = "a" * shift + text * (1_500_000 // len(text.encode()))
    content = json.dumps([long, "after"], ensure_ascii=is_ascii).encode()

    (_, (_, kept), after, _) = json_events(reopening(content))

    assert after == ("string", "after")
    assert isinstance(kept, str)
    assert len(kept) < len(long)
    assert kept[:10_000] == long[:10_000]
    assert len(b"".join(piece.kept for piece in pieces([content]))) <= STRING_LIMIT + 3 * PIECE
    # Whole escapes were left out, so that nothing but the characters of the text remains.
    assert set(kept) <= set(long)


def test_a_string_below_the_limit_is_whole() -> None:
    content = json.dumps(["\\" * 120_000]).encode()

    assert list(json_events(reopening(content)))[1] == ("string", "\\" * 120_000)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (b"\\ud83d\\ude00", "\U0001f600"),
        (b"x\\ud83d", "x\ufffd"),
        (b"\\ude00x", "\ufffdx"),
        (b"\\uDE00\\uD83D\\uDE00", "\ufffd\U0001f600"),
        (b"\\\\ud83d", "\\ud83d"),
        (b"\\\\\\ud83d\\n", "\\\ufffd\n"),
    ],
)
@pytest.mark.parametrize("shift", range(14))
def test_half_a_surrogate_pair_is_a_replacement_character(written: bytes, text: str, shift: int) -> None:
    before = "a" * (PIECE - shift)

    assert list(json_events(reopening(b'["' + before.encode() + written + b'"]')))[1] == ("string", before + text)
