from collections.abc import Mapping

import orjson
import pytest

from api.executor.request import GraphQLRequest
from api.executor.upload_map import Slot, place_uploads, read_upload_map
from api.limits.refused import Refused
from api.uploads import Upload
from settings import Limits

VARIABLES: Mapping[str, object] = {"file": None, "files": [None, {"file": None, "name": "x"}], "name": "n", "": None}
LIMITS = Limits(upload_files=3)


def upload(number: int) -> Upload:
    return Upload(digest=f"{number:064}", size=number, filename=f"{number}.sarif", content_type="")


def test_each_file_comes_to_its_places_and_the_request_stays_as_it_was() -> None:
    request = GraphQLRequest("{ a }", None, VARIABLES)
    slots = read_upload_map(b'{"0":["variables.file","variables.files.0"],"b":["variables.files.1.file"]}', VARIABLES, LIMITS)

    placed = place_uploads(request, slots, {"0": upload(0), "b": upload(1)})

    assert slots == (Slot("0", ("file",)), Slot("0", ("files", "0")), Slot("b", ("files", "1", "file")))
    assert placed.variables == {"file": upload(0), "files": [upload(0), {"file": upload(1), "name": "x"}], "name": "n", "": None}
    assert request.variables == {"file": None, "files": [None, {"file": None, "name": "x"}], "name": "n", "": None}


@pytest.mark.parametrize(
    "path",
    [
        "variables.name",
        "variables.name.0",
        "variables.other",
        "variables.files",
        "variables.files.1",
        "variables.files.2",
        "variables.files.-1",
        "variables.files.²",
        "variables.files.00000000",
        "variables.files." + "9" * 5_000,
        "variables.file.x",
        "variables..",
    ],
)
def test_a_path_that_leads_to_no_null_is_refused(path: str) -> None:
    with pytest.raises(Refused) as raised:
        read_upload_map(orjson.dumps({"0": [path]}), VARIABLES, LIMITS)

    shown = path.removeprefix("variables.")[:64]
    assert str(raised.value) == f'The path "{shown}" in the part "map" does not lead to a variable that is null'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", 'The part "map" is not JSON in UTF-8'),
        (b"[]", 'The part "map" must be a JSON object'),
        (b'{"0":"variables.file"}', '"0" in the part "map" must be a list of paths'),
        (b'{"0":[]}', '"0" in the part "map" must be a list of paths'),
        (b'{"0":[1]}', '"0" in the part "map" must be a list of paths'),
        (b'{"0":["file"]}', 'The path "file" in the part "map" does not begin with "variables."'),
        (b'{"0":["variables"]}', 'The path "variables" in the part "map" does not begin with "variables."'),
        (b'{"0":["0.variables.file"]}', 'The path "0.variables.file" in the part "map" does not begin with "variables."'),
        (b'{"0":["variables.file"],"1":["variables.file"]}', 'The path "file" stands in the part "map" twice'),
        (
            b'{"0":["variables.file","variables.","variables.files.0","variables.files.1.file"]}',
            'The part "map" names too many places: the limit "upload_files" is 3',
        ),
    ],
)
def test_a_map_of_another_form_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(Refused) as raised:
        read_upload_map(content, VARIABLES, LIMITS)

    assert (str(raised.value), raised.value.status) == (message, 400)
