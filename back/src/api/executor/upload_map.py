"""Which variables the files of a form belong to, by its part `map`."""

from collections.abc import Mapping
from typing import NamedTuple

from api.executor.request import GraphQLRequest, read_json
from api.limits.refused import Refused, over_limit, refused
from api.uploads import Upload
from settings import Limits

_ROOT = "variables"
_SHOWN = 64


class Slot(NamedTuple):
    """A variable, or a place within one, that waits for the file of a part; `path` begins with the variable's name."""

    part: str
    path: tuple[str, ...]


def read_upload_map(body: bytes, variables: Mapping[str, object], limits: Limits) -> tuple[Slot, ...]:
    """Read the places of the files. Raises `Refused` unless each path is named once and leads to a null among the variables."""
    content = read_json(body, 'part "map"')
    if not isinstance(content, dict):
        raise _bad('The part "map" must be a JSON object')
    slots = tuple(slot for part, paths in content.items() for slot in _read_slots(part, paths))
    if len(slots) > limits.upload_files:
        raise over_limit("upload_files", limits.upload_files, 'The part "map" names too many places')
    for position, slot in enumerate(slots):
        if slot.path in (other.path for other in slots[:position]):
            raise _bad(f'The path "{_show(slot.path)}" stands in the part "map" twice')
        if not _leads_to_null(variables, slot.path):
            raise _bad(f'The path "{_show(slot.path)}" in the part "map" does not lead to a variable that is null')
    return slots


def place_uploads(request: GraphQLRequest, slots: tuple[Slot, ...], uploads: Mapping[str, Upload]) -> GraphQLRequest:
    """Return the request with each file, by the name of its part, in its places."""
    variables = dict(request.variables)
    for slot in slots:
        name, *path = slot.path
        variables[name] = _place(variables[name], tuple(path), uploads[slot.part])
    return request._replace(variables=variables)


def _read_slots(part: str, paths: object) -> tuple[Slot, ...]:
    if not isinstance(paths, list) or not paths or not all(isinstance(path, str) for path in paths):
        raise _bad(f'"{part[:_SHOWN]}" in the part "map" must be a list of paths')
    split = [path.split(".") for path in paths]
    for names in split:
        if names[0] != _ROOT or len(names) == 1:
            raise _bad(f'The path "{_show(names)}" in the part "map" does not begin with "{_ROOT}."')
    return tuple(Slot(part, tuple(names[1:])) for names in split)


def _leads_to_null(value: object, path: tuple[str, ...]) -> bool:
    for name in path:
        if isinstance(value, Mapping) and name in value:
            value = value[name]
        elif isinstance(value, list) and _is_index(name) and int(name) < len(value):
            value = value[int(name)]
        else:
            return False
    return value is None


def _is_index(name: str) -> bool:
    return name.isascii() and name.isdecimal() and len(name) <= len("10000")


def _place(value: object, path: tuple[str, ...], upload: Upload) -> object:
    """Return a copy of a value with the upload at a path that is known to be there."""
    if isinstance(value, Mapping):
        return {**value, path[0]: _place(value[path[0]], path[1:], upload)}
    if isinstance(value, list):
        index = int(path[0])
        return [*value[:index], _place(value[index], path[1:], upload), *value[index + 1 :]]
    return upload


def _show(path: tuple[str, ...] | list[str]) -> str:
    return ".".join(path)[:_SHOWN]


def _bad(message: str) -> Refused:
    return refused("BAD_REQUEST", message)
