"""Showing how far a copy is."""

import time
from dataclasses import dataclass

import click

from copying.progress import Progress, Stage

_SECONDS = 0.2


@dataclass(slots=True)
class Shown:
    """What a person sees of a copy: one line, over and over, for each stage; elsewhere a line when a stage begins. It changes."""

    is_terminal: bool
    stage: Stage | None = None
    line: str = ""
    at: float = 0.0

    def tell(self, progress: Progress) -> None:
        """Show how far a copy is, not more often than a person can read."""
        if progress.stage is not self.stage:
            self.end()
            self.stage = progress.stage
            if not self.is_terminal:
                click.echo(f"copy: {progress.stage.value}", err=True)
        elif time.monotonic() - self.at < _SECONDS:
            self.line = self._line(progress)
            return
        self.line, self.at = self._line(progress), time.monotonic()
        if self.is_terminal:
            click.echo(f"\r{self.line}", err=True, nl=False)

    def end(self) -> None:
        """Show the last of a stage."""
        if self.stage is not None and self.is_terminal:
            click.echo(f"\r{self.line}", err=True)
        self.stage = None

    @staticmethod
    def _line(progress: Progress) -> str:
        return f"copy: {progress.stage.value} {progress.done}"
