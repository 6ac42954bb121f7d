"""What every command uses: the Typer application, progress bar, common options, and the model and data they name."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Protocol

import typer
from platformdirs import user_cache_path
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress
from rich.text import Text

from core import api
from core.errors import SampleIndexError, UserFacingError
from core.progress import CancelToken, Progress, ReportProgress
from core.records import Problem, Sample, SampleIndex

PIPED_WIDTH = 200  # characters; Rich would cut tables for 80
console = Console(stderr=True, markup=False, highlight=False)  # file names hold what would be markup
app = typer.Typer(
    add_completion=False,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    help="UniMMAD Inspector. Without a command the window opens: main.py [--language de] [FILES]",
)

ModelOption = Annotated[
    Path | None, typer.Option("--model", help="Checkpoint; the shipped one by default.", readable=False)
]
DeviceOption = Annotated[str, typer.Option(help="auto, cpu, cuda or cuda:N.")]
StrictOption = Annotated[bool, typer.Option("--strict", help="Stop when anything is wrong with the data.")]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object a line on stdout, nothing else.")]


def output() -> Console:
    """Where results are printed; a pipe or file gets whole tables, however wide."""
    return Console(width=None if sys.stdout.isatty() else PIPED_WIDTH, markup=False, highlight=False)


def demo_folder() -> Path:
    """Where the demo data is kept between runs."""
    return user_cache_path("unimmad-inspector") / "demo"


@contextmanager
def bar(title: str) -> Iterator[tuple[ReportProgress, CancelToken]]:
    """A progress bar with time left where there is a terminal; Ctrl+C cancels the token."""
    token = CancelToken()
    previous = signal.signal(signal.SIGINT, lambda *_: token.cancel())
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[text]}", markup=False),
    )
    title_column = TextColumn("{task.description}", markup=False)
    quiet = not console.is_terminal  # a pipe or a log file wants the sentences, not the bar
    try:
        with RichProgress(title_column, *columns, console=console, transient=True, disable=quiet) as progress:
            task = progress.add_task(title, total=None, text="")

            def report(step: Progress) -> None:
                progress.update(task, completed=step.done, total=step.total or None, text=step.text[-60:])

            yield report, token
    finally:
        signal.signal(signal.SIGINT, previous)


def model_path(path: Path | None) -> Path:
    """The given checkpoint, or the shipped one."""
    if path is not None:
        return path
    shipped = api.shipped_models()
    if not shipped:
        raise UserFacingError("No model file ships with this copy.", hint="Name one with --model.")
    return shipped[0]


def data_index(data: str, report: ReportProgress, token: CancelToken) -> SampleIndex:
    """What is in a data set's folder or index, or in the generated demo data for the word `demo`."""
    path = api.make_demo(demo_folder(), report=report, token=token) if data == "demo" else Path(data)
    return api.find_samples([path], token)


def warn(problems: Iterable[Problem], word: str = "passed over") -> None:
    """List files that were passed over."""
    for problem in problems:
        say(f"{problem.path}: {problem.message}", word)


def say(text: str, word: str = "", style: str = "") -> None:
    """One line on stderr, as it is; `word` stands before it in yellow."""
    console.print(Text.assemble((f"{word} " if word else "", "yellow"), (text, style)), soft_wrap=True)


def refuse(error: UserFacingError, name: str = "") -> None:
    """An error's sentence in red, with what it is about in front unless it says so itself."""
    sentence = error.sentence()
    say(sentence if sentence.startswith(name) else f"{name}: {sentence}", style="red")


def own_results_left_out(samples: Sequence[Sample], paths: Iterable[Path], out: Path) -> list[Sample]:
    """The samples but those that lie in the results' folder, where that is inside what is inspected."""
    folder, given = out.resolve(), [path.resolve() for path in paths]
    if not any(folder.is_relative_to(path) for path in given) or any(path.is_relative_to(folder) for path in given):
        return list(samples)
    return [s for s in samples if not any(file.resolve().is_relative_to(folder) for file in s.files.values())]


def refuse_if_strict(is_strict: bool, problems: Sequence[Problem]) -> None:
    """With --strict any problem of the data ends the command. Raises SampleIndexError."""
    if is_strict and problems:
        count = f"{len(problems):,} problems" if len(problems) > 1 else "one problem"
        raise SampleIndexError(f"The data has {count}, listed above.", hint="Mend them, or leave --strict out.")


class FrontEnd(Protocol):
    """What the command line needs of the window; main.py brings it, since the core knows no window."""

    def has_display(self) -> bool:
        """Whether a window can be shown."""

    def window(self, paths: list[Path], model: Path | None, device: str) -> int:
        """Open the window; returns its exit code."""

    def present(self, model: Path | None, device: str) -> int:
        """Open the window with the guided tour before it; returns its exit code."""

    def pdf(self, html: str, path: Path, title: str) -> Path:
        """Write a printable report (see `core.report.printable`) as PDF. Raises StorageError."""

    def tour(self, index: Path, out: Path, model: Path, device: str) -> Path:
        """Inspect one sample of every category in the real window, without a display; returns the report's path."""
