"""The results that `integrates demo` imports: as many as asked for, and the same ones every time."""

from collections.abc import AsyncIterator, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

import orjson

ROOTS = ("billing", "catalog", "gateway", "mobile", "reports")
_RESULTS_A_CHUNK = 500


class DemoRule(NamedTuple):
    """A rule of the demo's scanner: what it finds, how severe that is, and the line of code that it points to."""

    cwe: int
    severity: str
    message: str
    code: str


RULES: Mapping[str, DemoRule] = MappingProxyType(
    {
        "command-injection": DemoRule(78, "8.8", "A command line is made of user input", "subprocess.run(f'convert {name}', shell=True)"),
        "cross-site-scripting": DemoRule(79, "6.1", "User input is written into a page as it is", "return f'<p>{comment}</p>'"),
        "hard-coded-secret": DemoRule(798, "7.5", "A password stands in the code", "connect(user='app', password='changeme')"),
        "path-traversal": DemoRule(22, "7.5", "A path is made of user input", "open(root / request.query['file'])"),
        "sql-injection": DemoRule(89, "9.8", "A query is made of user input", "db.execute('SELECT * FROM item WHERE id = ' + key)"),
        "unsafe-deserialization": DemoRule(502, "8.1", "Data of somebody else is unpickled", "state = pickle.loads(body)"),
        "verbose-error": DemoRule(209, "4.3", "A trace is shown to whoever asks", "return str(error)"),
        "weak-hash": DemoRule(328, "5.3", "A weak hash is used", "digest = hashlib.md5(data)"),
    }
)


def number_of(root: str, vulnerabilities: int) -> int:
    """Return how many of the demo's vulnerabilities are in a root."""
    place = ROOTS.index(root)
    return len(range(place, vulnerabilities, len(ROOTS)))


async def sarif_of(root: str, number: int) -> AsyncIterator[bytes]:
    """Yield a SARIF file with so many results."""
    yield (
        b'{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"Demo scanner","rules":' + orjson.dumps(tuple(_rules())) + b'}},"results":['
    )
    for start in range(0, number, _RESULTS_A_CHUNK):
        chunk = (orjson.dumps(_result(root, at)) for at in range(start, min(start + _RESULTS_A_CHUNK, number)))
        yield (b"," if start else b"") + b",".join(chunk)
    yield b"]}]}"


def _rules() -> Iterator[Mapping[str, object]]:
    for name, rule in RULES.items():
        properties = {"tags": [f"external/cwe/cwe-{rule.cwe:03}"], "security-severity": rule.severity}
        yield {"id": name, "properties": properties, "shortDescription": {"text": rule.message}}


def _result(root: str, at: int) -> Mapping[str, object]:
    """Return the result of this number: its rule, file and line follow from that alone."""
    names = tuple(RULES)
    name = names[at % len(names)]
    region = {"startLine": at // len(names) % 900 + 1, "startColumn": 5, "snippet": {"text": f"    {RULES[name].code}  # {at}"}}
    place = {"artifactLocation": {"uri": f"{root}/part{at // 400:03}/module{at % 40:02}.py"}, "region": region}
    return {"ruleId": name, "message": {"text": RULES[name].message}, "locations": [{"physicalLocation": place}]}
