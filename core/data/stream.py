"""Video files and live cameras as a stream of frames, by OpenCV's VideoCapture."""

from __future__ import annotations

import re
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from core.data.files import MAX_IMAGE_PIXELS, check_file, reading, too_big
from core.data.records import Camera, Frame, StreamInfo
from core.errors import SampleReadError
from core.records import LoadedSample, Modality, Sample, View, modality_info

_USUAL_FPS = 30.0
_SIGNATURES = (  # offset and first bytes of containers that hold frames themselves; lists of addresses are none
    (4, b"ftyp"),
    (4, b"moov"),
    (4, b"mdat"),
    (4, b"wide"),
    (0, b"RIFF"),
    (0, b"\x1a\x45\xdf\xa3"),
    (0, b"\x00\x00\x01\xba"),
    (0, b"\x00\x00\x01\xb3"),
    (0, b"G"),
    (0, b"\x30\x26\xb2\x75"),
)
_ADDRESS = re.compile(r"(rtsp|rtsps|http|https)://\S+")
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)


class FrameStream:
    """An open stream. Used by one thread at a time; `close` it.

    Args:
        source: A video file, "camera:N", a device as "/dev/video0", or an address of a network camera.

    Raises:
        SampleReadError: It cannot be opened or shows nothing.
    """

    def __init__(self, source: str) -> None:
        self._name, wanted, is_live = _wanted(source)
        self._capture: Any = cv2.VideoCapture(wanted)  # Any: OpenCV has no types
        if not self._capture.isOpened():
            self._capture.release()
            raise SampleReadError(
                f"{self._name} cannot be opened as a video.",
                hint="Is the camera connected, and used by no other program?" if is_live else "Export it again as MP4.",
            )
        width, height = (int(self._capture.get(key)) for key in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT))
        if width * height > MAX_IMAGE_PIXELS:
            self._capture.release()
            raise too_big(Path(self._name), width * height, MAX_IMAGE_PIXELS, "pixels")
        fps = float(self._capture.get(cv2.CAP_PROP_FPS))
        fps = fps if 0.1 <= fps <= 1000 else _USUAL_FPS
        count = 0 if is_live else max(int(self._capture.get(cv2.CAP_PROP_FRAME_COUNT)), 0)
        self.info = StreamInfo(self._name, is_live, fps, (height, width), count)
        self._next, self._begun = 0, time.monotonic()

    def read(self) -> Frame | None:
        """The next frame; None at the end of a file. Raises SampleReadError when a camera gives no more."""
        is_good, pixels = self._capture.read()
        if not is_good or pixels is None:
            if self.info.is_live:
                raise SampleReadError(f"{self._name} gives no more pictures.", hint="Was it unplugged?")
            if self._next == 0:
                raise SampleReadError(f"{self._name} holds no frame that can be decoded.", hint="Export it again.")
            return None
        number, self._next = self._next, self._next + 1
        seconds = time.monotonic() - self._begun if self.info.is_live else number / self.info.fps
        return Frame(number, seconds, _rgb(pixels))

    def skip(self) -> bool:
        """Pass one frame over without decoding its colours; whether there was one."""
        if not self._capture.grab():
            return False
        self._next += 1
        return True

    def close(self) -> None:
        """Give the file or camera free."""
        self._capture.release()


def _wanted(source: str) -> tuple[str, str | int, bool]:
    """Name for people, what OpenCV opens, and whether it is live. Raises SampleReadError."""
    if match := re.fullmatch(r"camera:(\d{1,2})", source):
        return f"Camera {match[1]}", int(match[1]), True
    if _ADDRESS.fullmatch(source):
        return re.sub(r"//[^/@]*@", "//", source), source, True  # a password is nobody's business
    if source.startswith("/dev/video"):
        return source, source, True
    path = Path(source).absolute()
    check_file(path)
    with reading(path, "a video"), path.open("rb") as file:
        head = file.read(16)
    if not any(head[at : at + len(mark)] == mark for at, mark in _SIGNATURES):
        raise SampleReadError(f"{path.name} should be a video, but its content is not one.", path=path)
    return path.name, str(path), False


def _rgb(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    if pixels.ndim == 2:
        pixels = pixels[..., None]
    code = cv2.COLOR_GRAY2RGB if pixels.shape[2] == 1 else cv2.COLOR_BGR2RGB
    return np.asarray(cv2.cvtColor(pixels, code), np.uint8)


def list_cameras() -> tuple[Camera, ...]:
    """Cameras that the system names (Linux); elsewhere the first four numbers, which may or may not exist."""
    if not sys.platform.startswith("linux"):
        return tuple(Camera(f"camera:{number}", f"Camera {number}") for number in range(4))
    found: list[Camera] = []
    for place in sorted(Path("/sys/class/video4linux").glob("video*")):
        try:
            name = (place / "name").read_text("utf-8", errors="replace").strip()
        except OSError:
            name = ""
        found.append(Camera(f"/dev/{place.name}", name or place.name))
    return tuple(found)


def frame_sample(frame: Frame, info: StreamInfo, modality: Modality) -> LoadedSample:
    """A frame as the sample of one sensor. It has no file until it is kept."""
    minutes, seconds = divmod(frame.seconds, 60)
    sample = Sample(f"{info.name} {int(minutes)}:{seconds:06.3f}", {})
    if modality_info(modality).name == "rgb":
        view = View(modality, frame.pixels, (0.0, 255.0))
    else:
        view = View(modality, np.asarray(frame.pixels @ _LUMA, np.float32), (0.0, 255.0))
    return LoadedSample(replace(sample, files={modality: Path(info.name)}), (view,))


def keep_frame(frame: Frame, info: StreamInfo, modality: Modality, folder: Path) -> Sample:
    """Write a frame as PNG, without loss, and return it as a sample of the queue. Raises StorageError."""
    from core.export import file_stem, write_atomically

    stem = f"{file_stem(Path(info.name).stem)}_{time.strftime('%Y%m%d-%H%M%S')}_{frame.number:06d}"
    pixels = frame.pixels if modality == "rgb" else np.rint(frame.pixels @ _LUMA).astype(np.uint8)
    encoded = cv2.imencode(".png", pixels[..., ::-1] if pixels.ndim == 3 else pixels)[1].tobytes()
    path = folder / f"{stem}_{modality}.png"
    write_atomically(path, encoded)
    return Sample(stem, {modality: path})
