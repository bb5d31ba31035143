"""Measures of a service of several processes: each keeps its own in a file of a common folder, and whoever is asked adds them up."""

import os
from typing import NamedTuple

from prometheus_client import CollectorRegistry, values
from prometheus_client.multiprocess import MultiProcessCollector


class Registries(NamedTuple):
    """Where a process registers what it measures, and where the measures of the whole service are read."""

    own: CollectorRegistry
    whole: CollectorRegistry


def open_registries(folder: str | None, name: str) -> Registries:
    """Return the registries of a process, whose measures go to files of its name; without a folder it measures for itself.

    A process that is started again under its name goes on counting where the one before it was. To be called before anything is
    measured in this process; the name has no underscore.
    """
    own = CollectorRegistry()
    if folder is None:
        return Registries(own, own)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
    values.ValueClass = values.MultiProcessValue(lambda: name)  # type: ignore[no-untyped-call]  # the library does not say
    whole = CollectorRegistry()
    MultiProcessCollector(whole, path=folder)  # type: ignore[no-untyped-call]  # the same
    return Registries(own, whole)
