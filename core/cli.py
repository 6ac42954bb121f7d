"""The use cases as commands. Progress and notes go to stderr; with --json only objects go to stdout.

Exit codes: 0 done, 1 the input's fault (one line), 2 usage, 130 cancelled.
"""

from __future__ import annotations

import json
import logging
import logging.handlers
import signal
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Protocol

import typer
from platformdirs import user_cache_path, user_log_path
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as RichProgress
from rich.table import Table

from core import api
from core.config import ModelConfig, TrainConfig, compact_config
from core.errors import Cancelled, UserFacingError
from core.progress import CancelToken, Progress, ReportProgress
from core.records import Problem, Sample, Verdict

log = logging.getLogger(__name__)
console = Console(stderr=True)
app = typer.Typer(
    add_completion=False,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    help="UniMMAD Inspector. Without a command the window opens: main.py [FILES]",
)

ModelOption = Annotated[Path | None, typer.Option("--model", help="Checkpoint; the shipped one by default.")]
DeviceOption = Annotated[str, typer.Option(help="auto, cpu, cuda or cuda:N.")]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object a line on stdout, nothing else.")]


def demo_folder() -> Path:
    """Where the demo data is kept between runs."""
    return user_cache_path("unimmad-inspector") / "demo"


@contextmanager
def bar(title: str) -> Iterator[tuple[ReportProgress, CancelToken]]:
    """A progress bar with time left; Ctrl+C cancels the token."""
    token = CancelToken()
    previous = signal.signal(signal.SIGINT, lambda *_: token.cancel())
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[text]}"),
    )
    try:
        with RichProgress(TextColumn("{task.description}"), *columns, console=console, transient=True) as progress:
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


def data_samples(data: str, report: ReportProgress, token: CancelToken) -> tuple[Sample, ...]:
    """The samples of a data set's folder or index, or of the generated demo data for the word `demo`."""
    path = api.make_demo(demo_folder(), report=report, token=token) if data == "demo" else Path(data)
    index = api.find_samples([path], token)
    warn(index.problems)
    return index.samples


def warn(problems: Iterable[Problem]) -> None:
    """List files that were passed over."""
    for problem in problems:
        console.print(f"[yellow]passed over[/] {problem.path}: {problem.message}", highlight=False)


@app.command()
def inspect(
    paths: Annotated[list[Path], typer.Argument(help="A file, files of one sample, a folder of samples, a study.")],
    out: Annotated[Path, typer.Option(help="Folder for maps.")] = Path("out"),
    model: ModelOption = None,
    category: Annotated[str | None, typer.Option(help="Recipe; found automatically by default.")] = None,
    device: DeviceOption = "auto",
    as_json: JsonOption = False,
) -> None:
    """Inspect samples; write their maps and print score, verdict, regions and routing."""
    index = api.find_samples(paths)
    warn(index.problems)
    failed = 0
    with bar("loading model") as (report, token):
        inspector = api.load_inspector(model_path(model), device, report, token)
    if category is not None and category not in inspector.calibrations:
        known = ", ".join(inspector.calibrations)
        raise UserFacingError(f"The model does not know the category {category}.", hint=f"It knows {known}.")
    table = Table("sample", "category", "score", "verdict", "regions", "seconds")
    for sample in index.samples:
        try:
            with bar(sample.sample_id) as (report, token):
                loaded = api.load_sample(sample, report, token)
                result = inspector.inspect(loaded, category, report, token)
        except UserFacingError as error:
            failed += 1
            console.print(f"[red]{error.sentence()}[/]", highlight=False)
            continue
        record = api.save_result(result, out)
        if as_json:
            typer.echo(json.dumps(record))
        row = (str(record["category"]), f"{result.score:.3f}", result.verdict.value, str(len(result.regions)))
        table.add_row(sample.sample_id, *row, f"{result.seconds:.2f}")
        for note in result.notes if result.verdict is Verdict.UNKNOWN else ():
            console.print(f"{sample.sample_id}: {note}", highlight=False)
    if not as_json and table.row_count:
        Console().print(table)
    if failed:
        raise typer.Exit(1)


@app.command()
def train(
    data: Annotated[str, typer.Argument(help="Data-set folder, index.csv, or the word demo.")],
    out: Annotated[Path, typer.Option(help="Checkpoint to write.")],
    preset: Annotated[str, typer.Option(help="compact (trains on a CPU).")] = "compact",
    steps: Annotated[int, typer.Option(help="Optimiser steps.")] = TrainConfig().steps,
    batch_size: Annotated[int, typer.Option(help="Samples a step.")] = TrainConfig().batch_size,
    learning_rate: Annotated[float, typer.Option(help="Peak learning rate.")] = TrainConfig().learning_rate,
    seed: Annotated[int, typer.Option(help="Seed of everything random.")] = 0,
    bf16: Annotated[bool, typer.Option(help="Train under bfloat16 autocast.")] = TrainConfig().bf16,
) -> None:
    """Train a checkpoint on the normals of a data set; a cut run goes on where it stopped."""
    from core.learning import learn

    config = _config(preset)
    settings = TrainConfig(steps=steps, batch_size=batch_size, learning_rate=learning_rate, seed=seed, bf16=bf16)
    with bar("training") as (report, token):
        samples = data_samples(data, report, token)
        history, problems = learn(samples, out, config, settings, report, token)
    warn(problems)
    last = f"; last loss {history[-1].restoration:.4f}" if history else ""
    console.print(f"{out} written after {steps} steps{last}.", highlight=False)


def _config(preset: str) -> ModelConfig:
    if preset == "compact":
        return compact_config()
    raise UserFacingError(f"{preset!r} cannot be trained from here.", hint="Use --preset compact.")


@app.command()
def evaluate(
    data: Annotated[str, typer.Argument(help="Data-set folder, index.csv, or the word demo.")],
    model: ModelOption = None,
    device: DeviceOption = "auto",
    as_json: JsonOption = False,
) -> None:
    """Measure a model on the labelled test samples of a data set."""
    from core.evaluation import evaluate as run
    from core.predictor import Predictor

    with bar("evaluating") as (report, token):
        samples = data_samples(data, report, token)
        predictor = Predictor.load(model_path(model), device, report, token)
        rows, problems = run(samples, predictor, report, token)
    warn(problems)
    objects = [row.to_json() for row in rows]
    if as_json:
        for item in objects:
            typer.echo(json.dumps(item))
        return
    names = [name for name in objects[0] if name != "set"]
    table = Table(*names)
    for item in objects:
        table.add_row(
            *(f"{value:.3f}" if isinstance(value, float) else str(value or "-") for value in map(item.get, names))
        )
    Console().print(table)


@app.command()
def demo(
    context: typer.Context,
    headless: Annotated[bool, typer.Option("--headless", help="No window: write screenshots and report.html.")] = False,
    out: Annotated[Path, typer.Option(help="Folder for pictures and report.")] = Path("out"),
    model: ModelOption = None,
    device: DeviceOption = "auto",
) -> None:
    """Generate the demo data; open it, or inspect one part of every category and report."""
    front_end: FrontEnd = context.obj
    with bar("demo data") as (report, token):
        index = api.make_demo(demo_folder(), report=report, token=token)
    if headless or not front_end.has_display():
        report_file = front_end.tour(index, out, model_path(model), device)
        console.print(f"Pictures and report.html are in {report_file.parent}.", highlight=False)
    else:
        raise typer.Exit(front_end.window([index], model, device))


class FrontEnd(Protocol):
    """What the command line needs of the window; main.py brings it, since the core knows no window."""

    def has_display(self) -> bool:
        """Whether a window can be shown."""

    def window(self, paths: list[Path], model: Path | None, device: str) -> int:
        """Open the window; returns its exit code."""

    def tour(self, index: Path, out: Path, model: Path, device: str) -> Path:
        """Inspect one sample of every category in the real window, without a display; returns the report's path."""


def run(arguments: Sequence[str], front_end: FrontEnd) -> int:
    """Run a command; errors become one line on stderr and an exit code."""
    begun = time.perf_counter()
    try:
        code = app(args=list(arguments), standalone_mode=False, prog_name="main.py", obj=front_end)
    except typer.Exit as stop:
        return int(stop.exit_code)
    except UserFacingError as error:
        log.info("refused: %s", error.sentence())
        console.print(f"[red]{error.sentence()}[/]", highlight=False, soft_wrap=True)
        return 1
    except (Cancelled, KeyboardInterrupt):
        console.print("Cancelled.")
        return 130
    except Exception as error:
        if type(error).__module__.startswith(("click", "typer")) and hasattr(error, "show"):
            error.show()
            return 2
        log.exception("internal error")
        console.print(
            f"[red]Internal error: {error!r}. The details are in {log_file()}.[/]", highlight=False, soft_wrap=True
        )
        return 1
    log.info("%s done in %.1f s", arguments[0] if arguments else "", time.perf_counter() - begun)
    return int(code or 0)


def log_file() -> Path:
    """Where the log is kept."""
    return user_log_path("unimmad-inspector", ensure_exists=True) / "inspector.log"


def start_log() -> None:
    """Log to a rotating file in UTC."""
    handler = logging.handlers.RotatingFileHandler(log_file(), maxBytes=2_000_000, backupCount=3, delay=True)
    formatter = logging.Formatter("%(asctime)sZ %(levelname)s %(name)s: %(message)s")
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
