from api.searches import canonical
from store.index import AnyOf, InGroups, Search, Sort


def test_a_search_has_one_text_whatever_the_order_of_its_sets() -> None:
    # These numbers meet in a table of eight places, so that the order of each set is that in which it was made.
    ascending, descending = frozenset([0, 8, 16]), frozenset([16, 8, 0])
    searches = [
        Search("vulnerabilities", InGroups(frozenset({"one", "two"})), (AnyOf("line", values),), "", Sort("score"))
        for values in (ascending, descending)
    ]

    assert repr(ascending) != repr(descending)
    assert canonical(searches[0]) == canonical(searches[1])


def test_different_searches_have_different_texts() -> None:
    scope = InGroups(frozenset({"one"}))
    texts = {
        canonical(Search("vulnerabilities", scope, (AnyOf("line", frozenset(values)),), words, Sort("score")))
        for values, words in (({"1"}, ""), ({1}, ""), ({"1", "2"}, ""), ({"1,2"}, ""), ({"1"}, "a"))
    }

    assert len(texts) == 5
