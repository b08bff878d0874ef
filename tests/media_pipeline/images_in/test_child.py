"""A decoder that hangs, crashes, swallows memory or fills the disk costs a refusal with a sentence, and leaves nothing behind."""

from __future__ import annotations

import errno
import mmap
import signal
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest

from media_pipeline.errors import Refused
from media_pipeline.images import reader
from media_pipeline.images.decoding import child, parent, strips, through_av
from media_pipeline.images.headers import read_header
from media_pipeline.images.planes import of_rgb
from media_pipeline.processes import Finished, TimedOut
from media_pipeline.recipes import Limits
from tests import media
from tests.media_pipeline.images_in import files


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "picture.webp"
    path.write_bytes(files.webp(media.stripes(64, 48)))
    return path


def refusal(picture: Path, limits: Limits) -> Refused:
    with pytest.raises(Refused) as caught:
        parent.planes(picture, read_header(picture), limits)
    return caught.value


def test_too_slow(picture: Path) -> None:
    refused = refusal(picture, replace(Limits(), decode_s=0))
    assert (refused.code, refused.values["limit"]) == ("time_out", 0)


def test_too_much_memory(picture: Path) -> None:
    refused = refusal(picture, replace(Limits(), child_memory_bytes=64 << 20))
    assert refused.code == "too_heavy"


ENDS = {
    -signal.SIGSEGV: ("", "damaged_picture"),
    child.DAMAGED: ("webpload: unable to parse image", "damaged_picture"),
    1: ("MemoryError", "too_heavy"),
    child.NO_MEMORY: ("", "too_heavy"),
}


@pytest.mark.parametrize("status", ENDS)
def test_how_the_child_ended(picture: Path, monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    said, code = ENDS[status]
    monkeypatch.setattr(parent, "run", lambda *_, **__: Finished(status, said, ""))
    assert refusal(picture, Limits()).code == code


def test_a_full_disk_is_no_fault_of_the_file(picture: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parent, "run", lambda *_, **__: Finished(child.NO_ROOM, "", ""))
    with pytest.raises(OSError, match="no room") as caught:
        parent.planes(picture, read_header(picture))
    assert caught.value.errno == errno.ENOSPC


@pytest.mark.parametrize("written", [b"", b"\1\0\0\0", bytes(64 * 48)])
def test_a_child_that_lies_about_its_work(picture: Path, monkeypatch: pytest.MonkeyPatch, written: bytes) -> None:
    def lying(*_: object, cwd: Path, **__: object) -> Finished:
        (cwd / "out").write_bytes(written)
        return Finished(0, "", "")

    monkeypatch.setattr(parent, "run", lying)
    assert refusal(picture, Limits()).code == "damaged_picture"
    with pytest.raises(Refused):
        parent.sketch(picture, read_header(picture), 512)


def test_a_child_that_points_at_another_file(picture: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(bytes(64 * 48 * 3 // 2))  # of just the right size

    def taken_over(*_: object, cwd: Path, **__: object) -> Finished:
        (cwd / "out").symlink_to(secret)
        return Finished(0, "", "")

    monkeypatch.setattr(parent, "run", taken_over)
    assert refusal(picture, Limits()).code == "damaged_picture"


def test_a_sketch_has_its_own_time(picture: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: object, timeout_s: float, **__: object) -> Finished:
        raise TimedOut("python", timeout_s)

    monkeypatch.setattr(parent, "run", slow)
    with pytest.raises(Refused, match="longer than 30 s"):
        parent.sketch(picture, read_header(picture), 512)


def test_nothing_is_left_behind(picture: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own"  # in the common folder others work at the same time
    own.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(own))
    planes = parent.planes(picture, read_header(picture))
    assert list(own.iterdir()) == []
    assert np.abs(planes.rgb().astype(int) - media.stripes(64, 48)).mean() < 4  # yet the pages are there
    planes.y[:] = 0  # who blurs a face paints on them


WAYS = {
    "plain": ({}, True),
    "progressive": ({"progressive": True}, True),
    "cmyk": ({"mode": "CMYK", "subsampling": "4:4:4"}, False),
    "turned": ({"exif": media.exif(6)}, False),
    "profile": ({"icc_profile": files.swapped_profile()}, False),
}


@pytest.mark.parametrize("way", WAYS)
def test_only_plain_jpegs_are_decoded_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    options, here = WAYS[way]
    path = tmp_path / "a.jpg"
    path.write_bytes(media.encoded(media.stripes(64, 48), **options))
    asked: list[str] = []
    monkeypatch.setattr(parent, "planes", lambda *_: asked.append("planes"))
    monkeypatch.setattr(parent, "sketch", lambda *_: asked.append("sketch"))
    header = read_header(path)
    reader.sketch(path, header)
    reader.read_planes(path, header)
    assert asked == ([] if here else ["sketch", "planes"])


@pytest.mark.parametrize(
    ("options", "size"),
    [
        ({"subsampling": "4:2:0"}, 64 * 48 * 3 // 2),
        ({"subsampling": "4:4:4"}, 64 * 48 * 3),
        ({"subsampling": "4:2:0", "progressive": True}, 3 * 64 * 48 * 3 // 2),
        ({"mode": "L"}, 64 * 48),
    ],
)
def test_what_would_take_much_memory_is_decoded_in_a_child(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: dict[str, Any], size: int
) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(media.encoded(media.stripes(64, 48), **options))
    asked: list[str] = []
    monkeypatch.setattr(parent, "planes", lambda *_: asked.append("planes"))
    for limit, wanted in ((size, []), (size - 1, ["planes"])):
        monkeypatch.setattr(reader, "DIRECT_BYTES", limit)
        reader.read_planes(path, read_header(path))
        assert asked == wanted


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(
    ("width", "height"), [(101, 2 * strips.ROWS + 7), (64, 2 * strips.ROWS), (33, 1), (2 * strips.BAND + 3, 33)]
)
def test_a_picture_is_turned_strip_by_strip_as_the_whole_is(tmp_path: Path, width: int, height: int, orientation: int) -> None:
    rgb = media.stripes(width, height)
    wanted = of_rgb(strips.turned(rgb, orientation))
    pieces = (rgb[top : top + 50] for top in range(0, height, 50))  # as a decoder may give them
    strips.write_planes(pieces, wanted.width, wanted.height, tmp_path / "out", orientation)
    found = parent.mapped(tmp_path / "out", wanted.width, wanted.height, "a")
    assert all(np.array_equal(one, other) for one, other in zip(found.all(), wanted.all(), strict=True))
    for wrong in (rgb[:-1], np.concatenate([rgb, rgb[:1]]), rgb[:, :-1]):
        with pytest.raises(ValueError, match=r"rows|strip"):
            strips.write_planes(strips.cut(wrong), wanted.width, wanted.height, tmp_path / "out", orientation)


def test_pages_of_a_turned_picture_are_let_go_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mapped whole, they would count beside all that a decoder holds; a single turned strip touches nearly all of them."""
    width, height = 4096, 8192
    shared = [psutil.Process().memory_info().shared]

    class Watched(mmap.mmap):
        def madvise(self, *how: int) -> None:
            shared.append(psutil.Process().memory_info().shared)
            super().madvise(*how)

    monkeypatch.setattr(mmap, "mmap", Watched)
    strip = np.zeros((strips.ROWS, height, 3), np.uint8)
    strips.write_planes([strip] * (width // strips.ROWS), width, height, tmp_path / "out", 6)
    assert max(shared) - shared[0] < width * height // 2
    assert len(shared) > width // strips.ROWS


def test_strips_make_the_planes_of_the_whole(tmp_path: Path) -> None:
    rgb = media.stripes(101, 3 * strips.ROWS // 2 + 1)
    strips.write_planes(strips.cut(rgb), 101, len(rgb), tmp_path / "out")
    shown = parent.mapped(tmp_path / "out", 101, len(rgb), "a").rgb()
    assert np.abs(shown.astype(int) - rgb).mean() < 3
    for wrong in ((101, len(rgb) + 1), (101, len(rgb) - 1), (100, len(rgb))):
        with pytest.raises(ValueError, match=r"rows|strip"):
            strips.write_planes(strips.cut(rgb), *wrong, tmp_path / "out")


@pytest.mark.parametrize(("width", "height"), [(2000, 1000), (1999, 1001), (640, 64), (300, 700)])
def test_a_sketch_is_the_mean_of_blocks(width: int, height: int) -> None:
    rgb = media.stripes(width, height)
    small = strips.small(strips.cut(rgb), 512)
    assert small.shape[1] <= 512
    assert np.abs(small.mean((0, 1)) - rgb.mean((0, 1))).max() < 2
    assert np.abs(small[:, :, 0].mean(0) - np.linspace(20, 235, small.shape[1])).max() < 3


@pytest.mark.parametrize("format_", ["exr", "hdr"])
def test_light_is_decoded_some_lines_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format_: str) -> None:
    """A frame of 16384x8192 in half floats takes 805 MB, in floats twice that."""
    path = tmp_path / "light"
    path.write_bytes(files.WHOLE[format_](media.stripes(64, 3 * strips.ROWS + 5)))
    heights: list[int] = []
    decode = through_av.frame

    def watched(*given: Any) -> Any:
        heights.append((frame := decode(*given)).height)
        return frame

    monkeypatch.setattr(through_av, "frame", watched)
    assert files.decoded(tmp_path, path.read_bytes()).shape == (3 * strips.ROWS + 5, 64, 3)
    assert max(heights) == strips.ROWS
