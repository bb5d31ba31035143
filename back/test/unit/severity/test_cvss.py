from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from severity.cvss import Vector, read_vector, score
from severity.errors import InvalidCVSS3VectorString, InvalidCVSS4VectorString, InvalidCVSSVersion

BASE_3 = {"AV": "NALP", "AC": "LH", "PR": "NLH", "UI": "NR", "S": "UC", "C": "HLN", "I": "HLN", "A": "HLN"}
TEMPORAL_3 = {"E": "XUPFH", "RL": "XOTWU", "RC": "XURC"}
BASE_4 = {"AV": "NALP", "AC": "LH", "AT": "NP", "PR": "NLH", "UI": "NPA"} | dict.fromkeys(("VC", "VI", "VA", "SC", "SI", "SA"), "HLN")
PLAIN_3 = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
PLAIN_4 = "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"
NO_VECTORS = (
    "",
    "CVSS:3.1",
    "CVSS:3.1/",
    f"{PLAIN_3}/",
    f"{PLAIN_3}/AV:N",
    f"{PLAIN_3}/E:Q",
    f"{PLAIN_3}//E:U",
    f"{PLAIN_3}/E:U:F",
    f"{PLAIN_3}/VC:H",
    f" {PLAIN_3}",
    f"{PLAIN_3}\n",
    PLAIN_3.lower(),
    PLAIN_3.removesuffix("/A:H"),
    PLAIN_3.removeprefix("CVSS:3.1/"),
    "AV:N/AC:L/Au:N/C:P/I:P/A:P",
    f"{PLAIN_3}/{'E:U/' * 1000}",
)


def vectors(version: str, metrics: dict[str, str]) -> st.SearchStrategy[str]:
    values = st.tuples(*(st.sampled_from(sorted(order)) for order in metrics.values()))
    return values.map(lambda chosen: "/".join((version, *(f"{name}:{value}" for name, value in zip(metrics, chosen, strict=True)))))


@pytest.mark.parametrize(
    ("text", "base", "temporal"),
    [
        (PLAIN_3, "9.8", "9.8"),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", "6.1", "6.1"),
        (f"{PLAIN_3}/E:P/RL:O/RC:C", "9.8", "8.8"),
        (f"{PLAIN_3}/E:U/RL:O/RC:U", "9.8", "7.8"),
        (f"{PLAIN_3}/MC:N/MI:N/MA:N", "9.8", "9.8"),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", "10.0", "10.0"),
        ("CVSS:3.1/AV:P/AC:H/PR:H/UI:R/S:U/C:N/I:N/A:N", "0.0", "0.0"),
        (PLAIN_4, "9.3", "9.3"),
        (f"{PLAIN_4}/E:U", "9.3", "8.1"),
        (f"{PLAIN_4}/E:A/MVC:N/MVI:N/MVA:N", "9.3", "9.3"),
        (PLAIN_4.replace(":H", ":N"), "0.0", "0.0"),
    ],
)
def test_a_vector_has_its_known_scores(text: str, base: str, temporal: str) -> None:
    scores = score(read_vector(text))

    assert (str(scores.base), str(scores.temporal)) == (base, temporal)


def test_a_vector_is_put_in_the_order_of_the_standard_without_undefined_metrics() -> None:
    vector = read_vector("CVSS:3.1/E:F/A:L/I:N/C:H/S:C/UI:R/PR:L/AC:H/AV:P/RL:X/MAV:X")

    assert vector == Vector(
        text="CVSS:3.1/AV:P/AC:H/PR:L/UI:R/S:C/C:H/I:N/A:L/E:F",
        version="3.1",
        metrics={"AV": "P", "AC": "H", "PR": "L", "UI": "R", "S": "C", "C": "H", "I": "N", "A": "L", "E": "F"},
    )


def test_a_vector_of_version_4_is_put_in_order_too() -> None:
    vector = read_vector("CVSS:4.0/SA:N/SI:N/SC:N/VA:H/VI:H/VC:H/UI:N/PR:N/AT:N/AC:L/AV:N/E:X/CR:H")

    assert (vector.text, vector.version, vector.metrics["CR"]) == (f"{PLAIN_4}/CR:H", "4.0", "H")
    assert "E" not in vector.metrics


@pytest.mark.parametrize("text", NO_VECTORS)
def test_what_is_no_vector_is_refused_as_one_of_version_3(text: str) -> None:
    with pytest.raises(InvalidCVSS3VectorString, match=r"^Exception - Error invalid severity CVSS v3\.1 vector string$"):
        read_vector(text)


@pytest.mark.parametrize(
    "text", ["CVSS:4.0/", f"{PLAIN_4}/RL:O", PLAIN_4.removesuffix("/SA:N"), f"{PLAIN_4}/", f"{PLAIN_4}{'/E:X' * 1000}"]
)
def test_a_wrong_vector_of_version_4_is_refused_by_its_version(text: str) -> None:
    with pytest.raises(InvalidCVSS4VectorString, match=r"^Exception - Error invalid severity CVSS v4\.0 vector string$"):
        read_vector(text)


@pytest.mark.parametrize("version", ["2.0", "3.0", "3.10", "4.1", "31.1", "0.0"])
def test_a_vector_of_another_version_is_refused_for_its_version(version: str) -> None:
    with pytest.raises(InvalidCVSSVersion, match=r"^Invalid, CVSS version is not supported$"):
        read_vector(PLAIN_3.replace("3.1", version))


@given(st.one_of(st.text(), st.text().map("CVSS:3.1/".__add__), st.text().map("CVSS:4.0/".__add__), st.text().map(f"{PLAIN_4}/".__add__)))
def test_any_text_is_a_vector_or_refused_by_name(text: str) -> None:
    try:
        vector = read_vector(text)
    except (InvalidCVSS3VectorString, InvalidCVSS4VectorString, InvalidCVSSVersion):
        return

    assert read_vector(vector.text) == vector


@given(vectors("CVSS:3.1", BASE_3 | TEMPORAL_3))
def test_temporal_metrics_never_raise_a_score_of_version_3(text: str) -> None:
    vector = read_vector(text)
    scores = score(vector)

    assert Decimal(0) <= scores.temporal <= scores.base <= Decimal(10)
    assert read_vector(vector.text) == vector


@given(vectors("CVSS:4.0", BASE_4), st.sampled_from("APU"))
def test_threat_never_raises_a_score_of_version_4(text: str, threat: str) -> None:
    plain, with_threat = score(read_vector(text)), score(read_vector(f"{text}/E:{threat}"))

    assert plain.base == plain.temporal == with_threat.base
    assert Decimal(0) <= with_threat.temporal <= with_threat.base <= Decimal(10)


@given(
    vectors("CVSS:4.0", BASE_4 | {"E": "XAPU"} | dict.fromkeys(("CR", "IR", "AR"), "XHML") | {"MSI": "XSHLN", "MAV": "XNALP", "S": "XNP"})
)
def test_environmental_metrics_change_no_score(text: str) -> None:
    without = "/".join(metric for metric in text.split("/") if not metric.startswith(("CR:", "IR:", "AR:", "MSI:", "MAV:", "S:")))

    assert score(read_vector(text)) == score(read_vector(without))


def test_what_was_read_cannot_be_changed() -> None:
    metrics = read_vector(PLAIN_3).metrics

    with pytest.raises(TypeError):
        metrics["AV"] = "P"  # type: ignore[index]  # the point of the test
