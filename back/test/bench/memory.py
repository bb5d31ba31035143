"""The memory of a service: what its processes have to themselves, and their shares of what they have together."""

from pathlib import Path

from running_service import Running, children_of


def processes_of(service: Running) -> dict[str, int]:
    """Return the ids of the supervisor and its children by name."""
    return {"supervisor": service.process.pid, **children_of(service.process.pid)}


def mebibytes(service: Running) -> dict[str, float]:
    """Return the proportional set size of each process."""
    return {name: _pss(pid) for name, pid in sorted(processes_of(service).items())}


def _pss(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1_024
