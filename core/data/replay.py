"""The last seconds of a stream, kept in bounded memory so that they can be scrolled back."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from core.data.records import Frame

SECONDS = 10.0
LIMIT_BYTES = 512 << 20
_QUALITY = 95  # of JPEG: what does not fit as it is


@dataclass(frozen=True, slots=True, eq=False)
class KeptFrame:
    """A frame as it is, or packed where the memory does not suffice."""

    frame: Frame  # without pixels where it is packed
    packed: bytes = b""

    @property
    def size(self) -> int:
        """Bytes in memory."""
        return len(self.packed) or self.frame.pixels.nbytes

    def unpack(self) -> Frame:
        """The frame with its pixels; packed ones differ a little from what the camera gave."""
        if not self.packed:
            return self.frame
        pixels = cv2.imdecode(np.frombuffer(self.packed, np.uint8), cv2.IMREAD_COLOR_RGB)
        return replace(self.frame, pixels=np.asarray(pixels, np.uint8))


class Replay:
    """Newest frames, the oldest first. One thread adds; others take `snapshot`."""

    def __init__(self, seconds: float = SECONDS, limit_bytes: int = LIMIT_BYTES) -> None:
        self._seconds, self._limit = seconds, limit_bytes
        self._frames: deque[KeptFrame] = deque()
        self._bytes = 0

    def add(self, frame: Frame) -> None:
        """Keep a frame; frames older than the time go, older ones are packed where memory runs short."""
        self._frames.append(KeptFrame(frame))
        self._bytes += frame.pixels.nbytes
        while self._frames and frame.seconds - self._frames[0].frame.seconds > self._seconds:
            self._bytes -= self._frames.popleft().size
        for place, kept in enumerate(self._frames):
            if self._bytes <= self._limit or place == len(self._frames) - 1:
                break
            if not kept.packed:
                packed = _packed(kept)
                self._bytes += packed.size - kept.size
                self._frames[place] = packed
        while self._bytes > self._limit and len(self._frames) > 1:  # packing was not enough
            self._bytes -= self._frames.popleft().size

    def snapshot(self) -> tuple[KeptFrame, ...]:
        """The frames that are kept now."""
        while True:
            try:
                return tuple(self._frames)
            except RuntimeError:  # the other thread added one meanwhile
                continue

    @property
    def bytes(self) -> int:
        """Bytes in memory."""
        return self._bytes


def _packed(kept: KeptFrame) -> KeptFrame:
    pixels: NDArray[np.uint8] = kept.frame.pixels
    encoded = cv2.imencode(".jpg", pixels[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1].tobytes()
    return KeptFrame(replace(kept.frame, pixels=pixels[:0]), encoded)
