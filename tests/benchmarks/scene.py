"""`python -m tests.benchmarks.scene [POINTS]`: pictures a second of a turning cloud (a million points, 800 x 600).

Wall time is what the user sees; processor time is what it takes on a machine that does nothing else.
"""

import statistics
import sys
import time

from app.scene.camera import framing
from app.scene.cloud import CloudSource
from app.scene.content import FrameRequest, Points
from app.scene.renderer import Renderer
from tests.app.fakes import make_loaded

SIZE = (800, 600)


def main() -> None:
    """One line a figure."""
    count = int(float(sys.argv[1])) if len(sys.argv) > 1 else 1_000_000
    source = CloudSource(make_loaded(("cloud",), (600, 800), cloud_points=count))
    camera, renderer = framing(source.sample_positions, SIZE[0] / SIZE[1]), Renderer()
    for has_light in (True, False):
        first, whole, busy = [], [], []
        for _ in range(12):
            camera = camera.orbit(4, 1)
            request = FrameRequest(camera, SIZE, (0, 0, 0), Points(source, source.colours, 3), has_light=has_light)
            start, worked = time.perf_counter(), time.process_time()
            for number, _frame in enumerate(renderer.frames(request)):
                if not number:
                    first.append(time.perf_counter() - start)
            whole.append(time.perf_counter() - start)
            busy.append(time.process_time() - worked)
        shown, done, work = (1000 * statistics.median(values[2:]) for values in (first, whole, busy))
        print(
            f"{count:,} points, light {'on' if has_light else 'off'}: first picture {shown:.0f} ms "
            f"({1000 / shown:.0f} a second), whole {done:.0f} ms, processor time {work:.0f} ms"
        )


if __name__ == "__main__":
    main()
