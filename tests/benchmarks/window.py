"""`python -m tests.benchmarks.window PATH`: start of the window, longest stall of its event loop, threshold redraw.

PATH is a sample to open. Needs a display (xvfb-run serves).
"""

import resource
import statistics
import sys
import time
from pathlib import Path

START = time.perf_counter()

from PySide6.QtCore import QEventLoop, QTimer  # noqa: E402 - the clock starts before Qt

from app.application import make_application, make_window  # noqa: E402
from app.theme import apply_theme  # noqa: E402
from tests.watchdog import Watchdog  # noqa: E402


def run_until(is_reached, limit_s: float = 900.0) -> None:
    """Run the event loop until a condition holds."""
    loop, timer, end = QEventLoop(), QTimer(), time.perf_counter() + limit_s
    timer.timeout.connect(lambda: loop.quit() if is_reached() or time.perf_counter() > end else None)
    timer.start(10)
    loop.exec()


def words(watchdog: Watchdog) -> str:
    """The longest stall, and what it was with the time in which the thread got no processor."""
    stall, raw = watchdog.take()
    return f"{stall:.0f} ms ({raw:.0f} ms with waiting for a processor)"


def main() -> None:
    """One line a figure."""
    app = make_application()
    apply_theme(app, "dark")
    window = make_window()
    window.show()
    run_until(lambda: window.windowHandle().isExposed(), 10)
    print(f"window on screen: {time.perf_counter() - START:.2f} s; torch imported: {'torch' in sys.modules}")
    watchdog = Watchdog()
    window.session.start(None)
    run_until(lambda: window.state.model is not None)
    print(f"longest stall while the model loads: {words(watchdog)}")
    window.open_paths([Path(sys.argv[1])])
    run_until(lambda: window.state.result is not None)
    print(f"longest stall while a sample is loaded and inspected: {words(watchdog)}")
    seconds = []
    for step in range(40):
        start = time.perf_counter()
        window.state.set_threshold(2.0 + 0.1 * step)
        window.tiles.repaint()
        seconds.append(time.perf_counter() - start)
    print(f"threshold step with redraw of all views: {1000 * statistics.median(seconds):.1f} ms")
    print(f"peak memory of the process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB")
    window.close()


if __name__ == "__main__":
    main()
