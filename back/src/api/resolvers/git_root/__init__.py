"""The fields of `GitRoot`."""

from api.binding import TypeScope, object_type
from api.leaves import read_from

GIT_ROOT = object_type(
    "GitRoot",
    {
        "branch": read_from("git.branch"),
        "environment": read_from("git.environment"),
        "gitignore": read_from("git.gitignore"),
        "includesHealthCheck": read_from("git.includes_health_check"),
        "lastEditedAt": read_from("edited_at"),
        "lastEditedBy": read_from("edited_by"),
        "lastStateStatusUpdate": read_from("state.modified_at"),
        "state": read_from("state.status"),
        "url": read_from("git.url"),
        "useVpn": read_from("git.use_vpn"),
    },
    scope=TypeScope.GROUP,
)
