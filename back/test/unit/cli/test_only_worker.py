import subprocess
import sys
from pathlib import Path

from cli.only_worker import LOCK, only_worker

HOLD = """
import sys
from pathlib import Path
from cli.only_worker import only_worker
with only_worker(Path(sys.argv[1])) as is_alone:
    print(is_alone, flush=True)
    sys.stdin.read()
"""


def holder(folder: Path) -> "subprocess.Popen[str]":
    """Start another process that holds the lock until its input ends."""
    return subprocess.Popen([sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_the_first_of_two_workers_is_alone_and_the_next_one_after_it(tmp_path: Path) -> None:
    with only_worker(tmp_path) as first, only_worker(tmp_path) as second:
        told = (first, second)
    with only_worker(tmp_path) as third:
        assert (*told, third) == (True, False, True)

    assert [path.name for path in tmp_path.iterdir()] == [LOCK]


def test_a_worker_that_was_killed_counts_no_more(tmp_path: Path) -> None:
    with holder(tmp_path) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "True\n"
        with only_worker(tmp_path) as is_alone:
            assert not is_alone
        other.kill()
        other.wait()

        with only_worker(tmp_path) as is_alone:
            assert is_alone
