"""The fields of `URLRoot`."""

from api.binding import TypeScope, object_type
from api.leaves import read_from

URL_ROOT = object_type(
    "URLRoot",
    {
        "host": read_from("web.host"),
        "path": read_from("web.path"),
        "port": read_from("web.port"),
        "protocol": read_from("web.protocol"),
        "query": read_from("web.query"),
        "state": read_from("state.status"),
    },
    scope=TypeScope.GROUP,
)
