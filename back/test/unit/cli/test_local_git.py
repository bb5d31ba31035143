import shutil
import subprocess
from pathlib import Path

import pytest

from cli.local_git import LocalGit, public_url, read_local_git

NEEDS_GIT = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.mark.parametrize(
    ("remote", "shown"),
    [
        ("https://example.org/a/b.git", "https://example.org/a/b.git"),
        ("https://token@example.org/a/b.git", "https://example.org/a/b.git"),
        ("https://ada:secret@example.org:8443/a?token=x#y", "https://example.org:8443/a"),
        ("ssh://git:secret@example.org:22/a", "ssh://git@example.org:22/a"),
        ("git@example.org:a/b.git", "git@example.org:a/b.git"),
        ("git://[::1]:9418/a", "git://[::1]:9418/a"),
        ("/srv/a.git", None),
        ("../a", None),
        ("file:///srv/a.git", None),
        ("https://", None),
        ("https://host:port/a", None),
        ("ext::sh -c x", None),
    ],
)
def test_the_url_of_a_remote_is_told_without_its_credentials(remote: str, shown: str | None) -> None:
    assert public_url(remote) == shown


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false")
    command = [str(shutil.which("git")), "-C", str(folder), *identity, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@NEEDS_GIT
def test_the_first_folder_in_a_repository_tells_its_remote_commit_and_branch(tmp_path: Path) -> None:
    inside = tmp_path / "repository" / "deep"
    inside.mkdir(parents=True)
    git(tmp_path / "repository", "init", "--quiet", "--initial-branch", "trunk")
    git(inside, "remote", "add", "origin", "https://ada:secret@example.org/a.git")

    before = read_local_git((inside,))
    git(inside, "commit", "--quiet", "--allow-empty", "--message", "first")
    head = git(inside, "rev-parse", "HEAD")
    after = read_local_git((tmp_path, inside))
    git(inside, "checkout", "--quiet", "--detach")
    detached = read_local_git((inside,))

    url = "https://example.org/a.git"
    assert before == LocalGit(url=url, commit=None, branch="trunk")
    assert after == LocalGit(url=url, commit=head, branch="trunk")
    assert detached == LocalGit(url=url, commit=head, branch=None)


def test_without_a_repository_or_without_git_nothing_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    (tmp_path / "folder").mkdir()

    assert read_local_git((tmp_path / "folder", tmp_path / "absent")) == LocalGit()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert read_local_git((Path(),)) == LocalGit()
