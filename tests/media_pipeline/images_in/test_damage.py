"""A JPEG with a spoiled byte is told of, and never green behind it; a whole one is not accused, however odd it is.

Noise, so that nearly every byte of the file is picture: what a spoiled one does is the same wherever the file is made.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from media_pipeline.errors import Refused
from media_pipeline.images import reader
from media_pipeline.images.decoding import child, jpeg_damage, through_vips
from media_pipeline.images.headers import read_header
from media_pipeline.images.planes import Planes
from media_pipeline.package import package
from media_pipeline.store import MemoryStore
from media_pipeline.warned import hearing
from tests import media

NOISE = np.clip(128 + np.random.default_rng(7).normal(0, 40, (384, 768, 3)), 0, 255).astype(np.uint8)
START = 2000
"""Bytes from the file's beginning that are surely not before the first scan."""


def jpeg(**options: object) -> bytes:
    return media.encoded(NOISE, **{"quality": 75} | options)


def spoiled(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


def read(path: Path, data: bytes) -> tuple[Planes, list[str]]:
    """The planes, and what was said: "suspect" when it was looked at."""
    path.write_bytes(data)
    header = read_header(path)
    with hearing() as heard:
        _, suspect = reader.sketch(path, header)
        planes = reader.read_planes(path, header)
    return planes, [*["suspect"] * suspect, *heard]


def zeros(planes: Planes) -> float:
    """The part of a picture that no decoder has painted: 0 in all three planes, a strong green."""
    height, width = planes.cb.shape
    return float(np.mean((planes.y[: 2 * height : 2, : 2 * width : 2] == 0) & (planes.cb == 0) & (planes.cr == 0)))


def test_no_spoiled_byte_leaves_a_picture_green(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, path = jpeg(), tmp_path / "room.jpg"
    wanted = read(path, whole)[0]
    # the decoder that a child would run, here without its process, which takes half a second
    monkeypatch.setattr(reader.parent, "planes", in_this_process(tmp_path))
    bad = told = 0
    for at in range(START, len(whole) * 9 // 10, (len(whole) - START) // 60):
        planes, said = read(path, spoiled(whole, at))
        assert zeros(planes) < 0.01, at
        wrong = np.mean(np.abs(planes.y.astype(int) - wanted.y) > 8) > 0.2
        bad += bool(wrong)
        told += bool(wrong and said)
    assert bad >= 15
    assert told >= 0.6 * bad  # codes that fit by chance shift the rest of the picture, and nobody can tell


def in_this_process(folder: Path) -> Callable[..., Planes]:
    def planes(source: Path, header: reader.Header) -> Planes:
        assert child.main("planes", str(source), str(folder / "planes"), "0") == child.DONE
        return reader.parent.mapped(folder / "planes", *header.shown, source.name)

    return planes


def first(path: Path, found: Callable[[bool, bool], bool]) -> bytes:
    """The first spoiled file of which libjpeg (told?) and ffmpeg (stopped?) say what is looked for."""
    whole = jpeg()
    for at in range(START, len(whole), 97):
        path.write_bytes(spoiled(whole, at))
        try:
            reader._through_av(path)
            stopped = False
        except reader.av.InvalidDataError:
            stopped = True
        if found(jpeg_damage.told(path, read_header(path)), stopped):
            return path.read_bytes()
    raise AssertionError


def test_what_ffmpeg_stops_at_is_libjpegs_picture_and_told_when_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "room.jpg"
    planes, said = read(path, first(path, lambda told, stopped: stopped and not told))
    assert said == ["room.jpg is damaged in places; look closely at the result."]
    rgb = np.concatenate(list(through_vips.strips(path, read_header(path), "error", 1)))
    assert np.abs(planes.rgb().astype(int) - rgb).mean() < 12  # of noise, whose colours are kept at half size
    assert zeros(planes) < 0.01


def test_what_both_notice_is_said_once(tmp_path: Path) -> None:
    path = tmp_path / "room.jpg"
    path.write_bytes(first(path, lambda told, stopped: stopped and told))
    with hearing() as heard:
        package(path, MemoryStore())
    assert heard == ["room.jpg: The file is damaged in places; look closely at the result."]


def test_data_that_end_out_of_step_are_told_where_both_decoders_go_on(tmp_path: Path) -> None:
    path = tmp_path / "room.jpg"
    assert read(path, first(path, lambda told, stopped: told and not stopped))[1] == ["suspect"]


@pytest.mark.parametrize("options", [{"mode": "CMYK", "subsampling": "4:4:4"}, {"exif": media.exif(6)}])
def test_a_jpeg_for_the_child_is_looked_at_likewise(tmp_path: Path, options: dict[str, object]) -> None:
    path, whole = tmp_path / "room.jpg", jpeg(**options)
    ends = []
    for at in (0, *range(START, len(whole) * 9 // 10, len(whole) // 30)):
        path.write_bytes(spoiled(whole, at) if at else whole)
        ends.append(child.main("sketch", str(path), str(tmp_path / "out"), "512"))
    assert ends[0] == child.DONE
    assert ends.count(child.SUSPECT) >= 4  # libvips alone tells of one or two


def odd_jpegs() -> dict[str, bytes]:
    plain = jpeg()
    head, end = plain[:-2], plain[-2:]
    marked = io.BytesIO()
    Image.fromarray(NOISE).save(marked, "jpeg", restart_marker_rows=1)
    return {
        "junk behind": plain + bytes(range(256)) * 9,
        "a picture behind": plain + plain,
        "zeros before the end": head + bytes(300) + end,
        "fill bytes before the end": head + b"\xff" * 9 + end,
        "restart marks": marked.getvalue(),
        "progressive": jpeg(progressive=True),
        "grey": jpeg(mode="L"),
        "4:4:4": jpeg(subsampling="4:4:4"),
        "4:2:2": jpeg(subsampling="4:2:2"),
        "own codes": jpeg(optimize=True),
        "spoiled exif": jpeg(exif=b"Exif\0\0" + bytes(range(200))),
    }


@pytest.mark.parametrize("odd", odd_jpegs())
def test_odd_jpegs_that_are_whole_are_not_accused(tmp_path: Path, odd: str) -> None:
    planes, said = read(tmp_path / "room.jpg", odd_jpegs()[odd])
    assert said == []
    assert np.abs(planes.rgb().astype(int) - (NOISE if odd != "grey" else NOISE.mean(2, keepdims=True))).mean() < 40


def test_a_jpeg_that_is_cut_off_is_still_refused(tmp_path: Path) -> None:
    for keep in (0.5, 0.99):
        with pytest.raises(Refused, match="cut off"):
            read(tmp_path / "room.jpg", jpeg()[: int(len(jpeg()) * keep)])
