"""The plane that a part lies on, found by random trials and taken away on request."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_TRIALS = 200
_SAMPLE = 20_000  # points that vote
_LEAST_SHARE = 0.15  # of all points; a smaller plane is a face of the part, not its background


def background_plane(points: NDArray[np.float32], tolerance: float) -> NDArray[np.bool_] | None:
    """Which points [N] lie on the largest plane, within a tolerance in their own unit; None when there is none.

    The same points always give the same plane.
    """
    if len(points) < 50:
        return None
    random = np.random.default_rng(0)
    sample = points[random.choice(len(points), min(_SAMPLE, len(points)), replace=False)].astype(np.float64)
    best, most = None, 0
    for triple in sample[random.integers(0, len(sample), (_TRIALS, 3))]:
        normal = np.cross(triple[1] - triple[0], triple[2] - triple[0])
        length = float(np.linalg.norm(normal))
        if length < 1e-12:
            continue
        distance = np.abs((sample - triple[0]) @ (normal / length))
        count = int(np.count_nonzero(distance < tolerance))
        if count > most:
            best, most = distance < tolerance, count
    if best is None or most < _LEAST_SHARE * len(sample):
        return None
    on_plane = sample[best]
    centre = on_plane.mean(axis=0)
    normal = np.linalg.svd(on_plane - centre, full_matrices=False)[2][2]  # least squares over all that voted
    distances = (points - centre.astype(np.float32)) @ normal.astype(np.float32)
    found: NDArray[np.bool_] = np.abs(distances) < tolerance
    return None if found.all() else found
