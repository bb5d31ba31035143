"""What people type is words, whatever it looks like, and finds nothing outside of the scope."""

import pytest

from store.index import Anywhere, Document, Index, InGroups, InOrganization, Search, Upsert
from store.words import SEARCHED

pytestmark = pytest.mark.changes_db
OTHERS = "needle group scope body organization near and or not"


@pytest.fixture
async def filled(index: Index) -> Index:
    """Give an index in which one group has a document that another group must not find."""
    await index.apply(
        [
            Upsert(Document("bugs", "mine", 1, "mine", "o1", {}, "SQL injection in café-login.py, line 10")),
            Upsert(Document("bugs", "theirs", 1, "theirs", "o2", {}, f"injection {OTHERS}")),
            Upsert(Document("notes", "theirs", 1, "theirs", "o2", {}, f"injection {OTHERS}")),
        ]
    )
    return index


@pytest.mark.parametrize(
    "text",
    [
        "needle",
        '" OR body : needle OR "',
        '") OR (needle',
        "injection OR needle",
        "injection) OR scope : (theirs",
        "scope : theirs",
        "group:theirs",
        "scope:g746865697273",
        "g746865697273",
        "{scope body} : needle",
        "- scope : needle",
        "NEAR(injection needle)",
        "NEAR(injection needle, 10)",
        "injection AND NOT needle",
        "needle*",
        "^needle",
        "need + le",
        "needle\x00",
        "\x00needle",
        "'; DROP TABLE items; --",
        "\u202eneedle\u202c",
        "n\u200dee\u00addle",
        "n\u0301eedle",
        "NEEDLE",
        "\uff4e\uff45\uff45\uff44\uff4c\uff45",
        "needle\ud800",
    ],
)
async def test_no_text_finds_what_is_outside_of_the_scope(filled: Index, text: str) -> None:
    mine = (InGroups(frozenset({"mine"})), InOrganization("o1"))

    assert [(await filled.search(Search("bugs", scope, text=text))).ids for scope in mine] == [(), ()]
    assert (await filled.search(Search("bugs", InGroups(frozenset({'theirs" OR "mine', "theirs) OR (mine"})), text="injection"))).total == 0


@pytest.mark.parametrize(
    "text",
    [
        "needle",
        "NEEDLE",
        "need",
        "n\u200deedle",
        "nee\u00addle",
        "néédle",
        "n\u0301eedle",
        "\uff4e\uff45\uff45\uff44\uff4c\uff45",
        '"needle"',
        "needle*",
        "^needle",
        "needle\x00",
        "needle\ud800",
        "NEAR(needle)",
        "group scope : body",
        "needle AND OR NOT",
        "",
        " .-* ",
        "\x00",
        "\U0001f41b",
    ],
)
async def test_a_text_finds_by_its_words_whatever_stands_around_them(filled: Index, text: str) -> None:
    assert (await filled.search(Search("notes", Anywhere(), text=text))).ids == ("theirs",)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("injection", ("mine", "theirs")),
        ("inj log", ("mine",)),
        ("login CAFE 1", ("mine",)),
        ("line-10.py", ("mine",)),
        ("njection", ()),
        ("injections", ()),
        ("injection pear", ()),
    ],
)
async def test_every_word_must_begin_a_word(filled: Index, text: str, ids: tuple[str, ...]) -> None:
    assert (await filled.search(Search("bugs", Anywhere(), text=text))).ids == ids


async def test_only_so_many_words_count(filled: Index) -> None:
    enough = ["sql", "injection", "in", "cafe", "login", "py", "line", "10"]
    assert len(enough) == SEARCHED

    assert (await filled.search(Search("bugs", Anywhere(), text=" ".join([*enough, "missing"])))).ids == ("mine",)
    assert (await filled.search(Search("bugs", Anywhere(), text=" ".join(["missing", *enough])))).ids == ()


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("注入漏洞在登录页", "漏洞"),
        ("ログインの脆弱性", "脆弱"),
        ("취약점 발견", "취약"),
        ("Уязвимость", "уязв"),
        ("ΟΔΟΣ", "οδοσ"),
        ("Straße", "STRASSE"),
        ("İstanbul", "istanbul"),
        ("किताब", "किता"),
        ("ﷺ ثغرة", "ثغر"),
        ("x" * 500, "x" * 400),
    ],
)
async def test_words_of_every_script_are_found(index: Index, said: str, asked: str) -> None:
    await index.apply(
        [Upsert(Document("bugs", "a", 1, "g", "o", {}, f"first {said} last")), Upsert(Document("bugs", "b", 1, "g", "o", {}, "first"))]
    )

    assert (await index.search(Search("bugs", InGroups(frozenset({"g"})), text=asked))).ids == ("a",)


async def test_a_group_named_like_the_beginning_of_another_finds_its_own(index: Index) -> None:
    names = ["g", "gg", "g g", 'g"', "G", "g\x00", "é"]
    await index.apply([Upsert(Document("bugs", name, 1, name, "o", {}, "same")) for name in names])

    assert [(await index.search(Search("bugs", InGroups(frozenset({name})), text="same"))).ids for name in names] == [
        (name,) for name in names
    ]
