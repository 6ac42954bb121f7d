"""Videos as streams of frames, and the replay of the last seconds in bounded memory."""

import cv2
import numpy as np
import pytest

from core import api, streaming
from core.data.records import Frame
from core.data.replay import Replay
from core.errors import SampleReadError


def write_video(path, frames=20, size=(64, 48), fps=10, code="MJPG"):
    """A video whose frame n has the grey value 10 n."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*code), fps, size)
    assert writer.isOpened()
    for number in range(frames):
        writer.write(np.full((size[1], size[0], 3), 10 * number, np.uint8))
    writer.release()
    return path


def test_a_video_gives_its_frames_in_order_with_their_times(tmp_path):
    stream = streaming.open_stream(str(write_video(tmp_path / "a.avi", frames=5)))
    assert (stream.info.name, stream.info.is_live, stream.info.fps, stream.info.size) == (
        "a.avi",
        False,
        10.0,
        (48, 64),
    )
    frames = list(iter(stream.read, None))
    assert [(frame.number, frame.seconds) for frame in frames] == [(n, n / 10) for n in range(5)]
    assert [round(float(frame.pixels.mean()), -1) for frame in frames] == [0, 10, 20, 30, 40]
    stream.close()


def test_skipped_frames_are_counted_as_frames(tmp_path):
    stream = streaming.open_stream(str(write_video(tmp_path / "a.avi")))
    assert stream.skip()
    assert stream.read().number == 1
    stream.close()


@pytest.mark.parametrize(
    "content", [b"", b"#EXTM3U\nhttp://127.0.0.1/x.ts\n", b"RIFF" + bytes(40), b"\x89PNG\r\n\x1a\n" * 9]
)
def test_what_is_no_video_is_refused_in_a_sentence(tmp_path, content):
    path = tmp_path / "a.avi"
    path.write_bytes(content)
    with pytest.raises(SampleReadError, match=r"a\.avi"):
        streaming.open_stream(str(path)).read()


def test_a_camera_that_is_not_there_is_refused_and_its_password_is_not_repeated():
    with pytest.raises(SampleReadError, match="Camera 77"):
        streaming.open_stream("camera:77")
    with pytest.raises(SampleReadError) as error:
        streaming.open_stream("rtsp://me:secret@127.0.0.1:1/x")
    assert "secret" not in error.value.sentence()


def test_a_kept_frame_is_a_sample_without_loss(tmp_path):
    pixels = np.random.default_rng(0).integers(0, 256, (20, 30, 3), np.uint8)
    info = streaming.open_stream(str(write_video(tmp_path / "a b.avi"))).info
    sample = streaming.keep_frame(Frame(7, 0.7, pixels), info, "rgb", tmp_path / "kept")
    np.testing.assert_array_equal(api.load_sample(sample).views[0].pixels, pixels)
    (found,) = api.find_samples([tmp_path / "kept"]).samples
    assert found.files == sample.files
    grey = streaming.keep_frame(Frame(8, 0.8, pixels), info, "infrared", tmp_path / "kept")
    assert api.load_sample(grey).views[0].pixels.shape == (20, 30)


def test_the_replay_keeps_ten_seconds():
    replay = Replay()
    for number in range(300):
        replay.add(Frame(number, number / 20, np.zeros((4, 4, 3), np.uint8)))
    kept = replay.snapshot()
    assert (kept[0].frame.number, kept[-1].frame.number) == (99, 299)


def test_the_replay_packs_old_frames_before_it_drops_them():
    smooth = cv2.GaussianBlur(np.random.default_rng(0).integers(0, 256, (60, 80, 3), np.uint8), (0, 0), 9)
    replay = Replay(limit_bytes=10 * smooth.nbytes)
    for number in range(40):
        replay.add(Frame(number, number / 30, smooth))
    kept = replay.snapshot()
    assert replay.bytes <= 10 * smooth.nbytes
    assert len(kept) == 40
    assert kept[0].packed
    np.testing.assert_array_equal(kept[-1].unpack().pixels, smooth)
    assert np.abs(kept[0].unpack().pixels.astype(int) - smooth).max() < 12
