"""Headers are read by ourselves: sizes, turns and limits of every format before any library sees the file."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from media_pipeline.errors import KNOWN, REFUSALS, Refused
from media_pipeline.images import reader
from media_pipeline.images.headers import exif, is_picture, read_header
from media_pipeline.images.layout import probe_picture
from media_pipeline.recipes import Limits
from tests import media
from tests.media_pipeline.images_in import files
from tests.media_pipeline.seeds.pictures import SEEDS


def write(folder: Path, data: bytes) -> Path:
    path = folder / "picture.jpg"  # the name lies for most
    path.write_bytes(data)
    return path


def refusal(folder: Path, data: bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        read_header(write(folder, data))
    assert str(caught.value).startswith("picture.jpg ")
    return caught.value


@pytest.mark.parametrize("format_", files.HEADERS)
def test_size_and_format(tmp_path: Path, format_: str) -> None:
    data = files.HEADERS[format_](300, 200)
    assert is_picture(data[:16])
    header = read_header(write(tmp_path, data))
    assert (header.format, header.width, header.height, header.shown) == (format_, 300, 200, (300, 200))


LIMITS = {
    "too_many_pixels": (15_000, 14_000, "180000000"),
    "side_too_long": (40_000, 100, "32768"),
    "too_small": (300, 3, "300 x 3"),
}


# a WebP's own limit is 16384, and it stores sizes less one
_FREE = [name for name in files.HEADERS if name != "webp"]


@pytest.mark.parametrize(
    ("format_", "code"), [(name, code) for name in files.HEADERS for code in LIMITS if (name, code) != ("webp", "side_too_long")]
)
def test_limits_come_before_any_pixel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format_: str, code: str) -> None:
    monkeypatch.setattr(reader, "sketch", lambda *_, **__: pytest.fail("decoded"))
    width, height, said = LIMITS[code]
    with pytest.raises(Refused) as caught:
        probe_picture(write(tmp_path, files.HEADERS[format_](width, height)))
    assert caught.value.code == code
    assert said in str(caught.value)


@pytest.mark.parametrize("format_", _FREE)
def test_a_picture_without_a_pixel_is_damaged(tmp_path: Path, format_: str) -> None:
    assert refusal(tmp_path, files.HEADERS[format_](0, 100)).code == "damaged_picture"


@pytest.mark.parametrize("format_", files.HEADERS)
def test_a_header_that_is_cut_off(tmp_path: Path, format_: str) -> None:
    whole = files.HEADERS[format_](300, 200)
    for part in (0.4, 0.7, 0.9):
        assert refusal(tmp_path, whole[: max(16, int(len(whole) * part))]).code == "damaged_picture"


SORTS = {
    "heif_coding": files.heif_header(300, 200, coding=b"jpeg"),
    "heif_sequence": files.box(b"ftyp", b"msf1\0\0\0\0msf1hevc") + files.box(b"moov", b"\0" * 8),
    "jpeg_deep": media.encoded(media.stripes(300, 200)).replace(b"\xff\xc0\x00\x11\x08", b"\xff\xc1\x00\x11\x0c"),
    "tiff_coding": files.tiff_header(300, 200, t259=34712),
    "tiff_layout": files.tiff_header(300, 200, t258=64),
    "tiff_lab": files.tiff_header(300, 200, t262=8, t277=3),
    "exr_parts": files.exr_header(300, 200, version=0x1002),
    "exr_coding": files.exr_header(300, 200, channels=(b"depth.Z",)),
    "hdr_other": files.hdr_header(300, 200, text="FORMAT=32-bit_rle_xyze"),
}


@pytest.mark.parametrize("sort", SORTS)
def test_sorts_that_no_decoder_here_reads(tmp_path: Path, sort: str) -> None:
    refused = refusal(tmp_path, SORTS[sort])
    assert refused.code == "picture_sort"
    assert KNOWN[sort] in str(refused)


def test_other_reasons_of_such_a_sort(tmp_path: Path) -> None:
    tiles_apart = files.tiff_header(300, 200, t284=2, t322=64, t323=64, t324=8, t325=0)
    assert refusal(tmp_path, tiles_apart).values["what"] == KNOWN["tiff_layout"]
    assert refusal(tmp_path, files.exr_header(300, 200, version=0x802)).values["what"] == KNOWN["exr_parts"]
    ycc = files.tiff_header(300, 200, t262=6, t277=3)  # only JPEG's decoder turns it into RGB
    assert refusal(tmp_path, ycc).values["what"] == KNOWN["tiff_layout"]
    for numbers in ({"t258": 32}, {"t258": 32, "t339": 1}, {"t339": 2}, {"t258": 16, "t339": 2}):
        assert refusal(tmp_path, files.tiff_header(300, 200, **numbers)).values["what"] == KNOWN["tiff_layout"]
    for channels in ((b"BY", b"RY", b"Y"), (b"R", b"G")):
        assert refusal(tmp_path, files.exr_header(300, 200, channels=channels)).values["what"] == KNOWN["exr_coding"]
    assert refusal(tmp_path, files.exr_header(300, 200, compression=40)).values["what"] == KNOWN["exr_coding"]


BEYOND_THE_END = {
    "heic": files.heif_header(300, 200, extent=(100, 10_000)),
    "tiff": files.tiff_header(300, 200, t279=60_000),
    "webp": files.webp_header(300, 200)[:-2],
    "exr": files.exr_header(300, 200)[:-2],
    "exr far": files.exr_header(300, 200).replace(struct.pack("<Q", 8), struct.pack("<Q", 1 << 40))[:-8],
}


@pytest.mark.parametrize("name", BEYOND_THE_END)
def test_pixels_said_to_lie_beyond_the_end(tmp_path: Path, name: str) -> None:
    assert refusal(tmp_path, BEYOND_THE_END[name]).code == "damaged_picture"


def test_the_last_channel_of_an_exr_has_no_end(tmp_path: Path) -> None:
    last = b"R\0" + struct.pack("<iB3xii", 1, 0, 1, 1) + b"\0"
    whole = files.exr_header(300, 200)
    assert last in whole
    assert refusal(tmp_path, whole.replace(last, b"R" * len(last))).code == "damaged_picture"


def test_metadata_said_to_lie_beyond_the_end_is_left_out(tmp_path: Path) -> None:
    """Even where no file can be that long."""
    for offset in (10_000, (1 << 64) - 1):
        header = read_header(write(tmp_path, files.heif_header(300, 200, xmp=(offset, 100))))
        assert (header.width, header.xmp) == (300, b"")
    whole = files.heif_header(300, 200, xmp=(4, 4))
    assert read_header(write(tmp_path, whole)).xmp == b"ftyp"


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("big", [False, True])
def test_tiff_in_every_byte_order(tmp_path: Path, order: str, big: bool) -> None:
    header = read_header(write(tmp_path, files.tiff_header(300, 200, order=order, big=big, t274=6)))
    assert (header.width, header.height, header.orientation, header.shown) == (300, 200, 6, (200, 300))


@pytest.mark.parametrize(("turn", "orientation"), [(0, 1), (1, 8), (2, 3), (3, 6)])
def test_a_heif_picture_is_as_large_as_it_is_shown(tmp_path: Path, turn: int, orientation: int) -> None:
    header = read_header(write(tmp_path, files.heif_header(300, 200, turn=turn)))
    assert (header.shown, header.orientation) == ((200, 300) if turn % 2 else (300, 200), orientation)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_turn_is_read_from_exif(orientation: int) -> None:
    block = media.exif(orientation)
    assert exif.orientation(block) == orientation
    assert exif.orientation(b"Exif\0\0" + block.removeprefix(b"Exif\0\0")) == orientation


@pytest.mark.parametrize("block", [b"", b"II*\0", b"II*\0\xff\xff\xff\xff", b"II*\0\x08\0\0\0\xff\xff", b"MM\0*" + b"\xff" * 60])
def test_damaged_exif_turns_nothing(block: bytes) -> None:
    assert exif.orientation(block) == 1
    assert exif.orientation(b"II*\0\x08\0\0\0\1\0\x12\x01\x03\0\1\0\0\0\x63\0\0\0") == 1  # 99


def test_a_file_of_several_pictures_says_so(tmp_path: Path) -> None:
    assert read_header(write(tmp_path, files.mpo(media.stripes(64, 48)))).pictures > 1
    assert read_header(write(tmp_path, media.encoded(media.stripes(64, 48)))).pictures == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_seeds_are_valid(tmp_path: Path, seed: str) -> None:
    header = read_header(write(tmp_path, SEEDS[seed]()))
    assert (header.width, header.height) == (64, 48)
    assert header.format == seed.split("_")[0]


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damaged_headers_are_refused_never_a_crash(tmp_path: Path, data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from(_WHOLE))
    broken = np.frombuffer(whole, np.uint8).copy()
    for _ in range(data.draw(st.integers(1, 8))):
        broken[data.draw(st.integers(0, min(len(whole) - 1, 900)))] = data.draw(st.integers(0, 255))
    path = write(tmp_path, broken.tobytes()[: data.draw(st.integers(1, len(whole)))])
    try:
        header = read_header(path, Limits())
    except Refused as refused:
        assert refused.code in REFUSALS
    else:
        assert min(header.shown) >= 8
        assert header.width * header.height <= Limits().pixels


_WHOLE = [make() for make in SEEDS.values()] + [make(300, 200) for make in files.HEADERS.values()]
