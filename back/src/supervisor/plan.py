"""What a supervisor is told to keep running, handed over as one argument of its command."""

import json
import sys
from typing import NamedTuple

PROGRAM = "supervisor"
READY = b"ready\n"
"""What a child writes to its standard output when it does what it is for."""


class Child(NamedTuple):
    """A process to keep running."""

    name: str
    command: tuple[str, ...]
    stage: int
    """What is of a higher stage ends first when all has to end; all start at once."""
    listeners: tuple[int, ...] = ()
    """Numbers of the open sockets that it inherits."""


class Plan(NamedTuple):
    """The children, and what is said and done around them."""

    children: tuple[Child, ...]
    announcement: str
    """Told on standard error once every child is ready."""
    drain_seconds: float = 35.0
    """What the children of a stage get to end by themselves."""
    gauges: str | None = None
    """The folder of what children measure: the gauges of one that ended are removed from it, and at the end the folder itself."""

    @property
    def listeners(self) -> frozenset[int]:
        """Return the numbers of all sockets that children inherit."""
        return frozenset(number for child in self.children for number in child.listeners)


def to_command(plan: Plan) -> tuple[str, ...]:
    """Return the command that runs a supervisor of this plan; nothing of the current folder is imported by it."""
    children = [child._asdict() for child in plan.children]
    return (sys.executable, "-P", "-m", PROGRAM, json.dumps({**plan._asdict(), "children": children}))


def to_plan(text: str) -> Plan:
    """Read the argument of such a command."""
    values = json.loads(text)
    children = tuple(
        Child(child["name"], tuple(child["command"]), child["stage"], tuple(child["listeners"])) for child in values.pop("children")
    )
    return Plan(children=children, **values)
