"""The fields of `IPRoot`."""

from api.binding import TypeScope, object_type
from api.leaves import read_from

IP_ROOT = object_type("IPRoot", {"address": read_from("ip.address"), "state": read_from("state.status")}, scope=TypeScope.GROUP)
