"""Flat films of every make: upright, even in time, in the right colours."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from media_pipeline.errors import Refused
from media_pipeline.progress import silent
from media_pipeline.recipes import VIDEO
from media_pipeline.records import Video
from media_pipeline.store.memory import MemoryStore
from media_pipeline.videos.package import package_video
from media_pipeline.videos.probe import probe_video
from tests.media_pipeline.videos.films import BT601, BT2020, COLOURS, PQ, Film, colour_at, is_close, pictures
from tests.media_pipeline.videos.played import package, played, poster


@pytest.mark.parametrize(
    ("turned", "corner", "size"), [(90, (0.1, 0.9), (180, 320)), (-90, (0.9, 0.1), (180, 320)), (180, (0.9, 0.9), (320, 180))]
)
def test_phones_films_stand_upright(turned: int, corner: tuple[float, float], size: tuple[int, int], tmp_path: Path) -> None:
    packaged = package(Film(seconds=0.4, turned=turned, channels=0).write(tmp_path / "phone.mp4"))
    _, video = packaged
    assert (video.width, video.height) == size
    for picture in (pictures(played(packaged, tmp_path))[0][1], poster(packaged)):
        for place in ((0.1, 0.1), (0.9, 0.1), (0.1, 0.9), (0.9, 0.9)):
            assert is_close(colour_at(picture, *place), (255, 255, 255) if place == corner else COLOURS[0]), place


def test_uneven_frames_become_even(tmp_path: Path) -> None:
    packaged = package(Film(seconds=2, uneven=True, channels=0).write(tmp_path / "phone.mp4"))
    frames = pictures(played(packaged, tmp_path))
    gaps = np.diff([time for time, _ in frames])
    assert gaps.max() - gaps.min() < 1e-3
    for time, picture in frames:
        if abs(time - 1) > 0.1:  # the change itself may fall on a missing frame
            assert is_close(colour_at(picture, 0.7, 0.7), COLOURS[int(time)]), time


def test_other_matrices_and_odd_sizes(tmp_path: Path) -> None:
    film = Film(seconds=0.4, width=322, height=180, matrix=BT601, channels=0).write(tmp_path / "dvd.mp4")
    packaged = package(film)
    assert is_close(colour_at(pictures(played(packaged, tmp_path))[0][1], 0.7, 0.7), COLOURS[0])
    assert is_close(colour_at(poster(packaged), 0.7, 0.7), COLOURS[0])
    odd = package(Film(seconds=0.4, width=321, height=181, pixels="yuv444p", channels=0).write(tmp_path / "odd.mp4"))
    assert (odd[1].width, odd[1].height) == (320, 180)
    assert is_close(colour_at(pictures(played(odd, tmp_path))[0][1], 0.7, 0.7), COLOURS[0])


def hdr_film(path: Path, signals: tuple[float, float]) -> Path:
    """Ten frames of HDR10 in two greys, left and right, given as PQ signal values (0-1)."""
    luma = np.empty((180, 320), np.uint16)
    luma[:, :160], luma[:, 160:] = (round(64 + 876 * signal) for signal in signals)
    grey = np.full((90, 160), 512, np.uint16)
    with av.open(str(path), "w") as out:
        video = out.add_stream("libx264", rate=25)
        video.width, video.height, video.pix_fmt = 320, 180, "yuv420p10le"
        for number in range(10):
            frame = av.VideoFrame(320, 180, "yuv420p10le")
            for plane, values in zip(frame.planes, (luma, grey, grey), strict=True):
                rows = np.zeros((plane.height, plane.line_size // 2), np.uint16)
                rows[:, : values.shape[1]] = values
                plane.update(rows.tobytes())
            for one in (frame, video.codec_context):
                one.colorspace, one.color_primaries, one.color_trc, one.color_range = BT2020, BT2020, PQ, 1
            frame.pts, frame.time_base = number, Fraction(1, 25)
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
    return path


def test_ten_bits_and_hdr_become_sdr(tmp_path: Path) -> None:
    deep = package(Film(seconds=0.4, pixels="yuv420p10le", channels=0).write(tmp_path / "deep.mp4"))
    assert is_close(colour_at(pictures(played(deep, tmp_path))[0][1], 0.7, 0.7), COLOURS[0])

    # PQ (SMPTE ST 2084) of 203 cd/m², paper white, is 0.5807 on the right, of 18 % of that 0.4098 on the left.
    packaged = package(hdr_film(tmp_path / "hdr.mp4", (0.4098, 0.5807)))
    picture = pictures(played(packaged, tmp_path))[0][1]
    assert is_close(colour_at(picture, 0.25, 0.5), (125, 125, 125))  # a screen's curve (BT.1886): 0.18 ** (1 / 2.4)
    white = colour_at(picture, 0.75, 0.5)
    assert 190 < min(white) < 240  # room is left for what is brighter than paper
    assert max(white) - min(white) <= 3
    with av.open(str(played(packaged, tmp_path))) as container:
        stream = container.streams.video[0]
        assert (stream.pix_fmt, stream.codec_context.color_trc, stream.codec_context.colorspace) == ("yuv420p", 1, 1)


def test_webm(tmp_path: Path) -> None:
    film = Film(seconds=1, width=160, height=90, codec="libvpx-vp9", matrix=BT601).write(tmp_path / "film.webm")
    packaged = package(film)
    assert packaged[1].duration_ms == pytest.approx(1000, abs=50)
    assert is_close(colour_at(pictures(played(packaged, tmp_path))[3][1], 0.7, 0.7), COLOURS[0])


def test_a_2_to_1_film_is_packaged_when_it_is_called_flat(tmp_path: Path) -> None:
    film = Film(seconds=0.2, width=1280, height=640, channels=0).write(tmp_path / "wide.mp4")
    info = probe_video(film)
    assert info.projection == "equirectangular"
    flat = info.model_copy(update={"projection": "flat", "coverage": None})
    video = package_video(film, flat, MemoryStore(), VIDEO, silent)
    assert isinstance(video, Video)
    assert (video.projection, video.coverage) == ("flat", None)


def test_a_film_that_can_be_read_only_in_part_is_refused(film: Path, tmp_path: Path) -> None:
    data = bytearray(film.read_bytes())
    half, index = len(data) // 2, data.rindex(b"moov") - 4
    assert half < index  # the index after the pictures stays whole, so the probe sees the full length
    data[half:index] = bytes(index - half)
    (tmp_path / "film.mp4").write_bytes(data)
    store = MemoryStore()
    with pytest.raises(Refused) as refused:
        package_video(tmp_path / "film.mp4", probe_video(tmp_path / "film.mp4"), store, VIDEO, silent)
    assert refused.value.code == "cut_off"
    assert all(path.startswith("blobs/") for path in store.files)  # pieces that nobody names
