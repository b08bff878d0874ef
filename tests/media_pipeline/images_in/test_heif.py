"""AVIF and HEIC are put together, cropped, turned and coloured by ourselves, as the file says."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from media_pipeline.errors import Refused
from media_pipeline.images.decoding import strips, through_av
from tests import media
from tests.media_pipeline.images_in import files
from tests.media_pipeline.images_in.files import decoded

TALL = media.stripes(320, 3 * strips.ROWS)


def off(shown: np.ndarray, wanted: np.ndarray) -> float:
    assert shown.shape == wanted.shape
    return float(np.abs(shown.astype(int) - wanted).mean())


def quarters(rgb: np.ndarray, side: int) -> list[np.ndarray]:
    """Squares, row by row, the last of each row and column filled up with their edge."""
    height, width = rgb.shape[:2]
    padded = np.pad(rgb, ((0, -height % side), (0, -width % side), (0, 0)), mode="edge")
    return [padded[y : y + side, x : x + side] for y in range(0, len(padded), side) for x in range(0, padded.shape[1], side)]


@pytest.mark.parametrize("make", [files.avif, files.heic], ids=["avif", "heic"])
@pytest.mark.parametrize("side", [128, 192])
def test_a_grid_is_put_together_row_by_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make, side: int) -> None:
    decoded_sizes: list[tuple[int, int]] = []
    decode = through_av.frame

    def watched(*given):
        decoded_sizes.append(((frame := decode(*given)).width, frame.height))
        return frame

    monkeypatch.setattr(through_av, "frame", watched)
    odd = TALL[:301, :319]
    parts = [make(np.ascontiguousarray(part)) for part in quarters(odd, side)]
    assert off(decoded(tmp_path, files.heif_grid(parts, -(-319 // side), 319, 301, tmp_path)), odd) < 3
    assert set(decoded_sizes) == {(side, side)}


def test_a_grid_that_lacks_a_part_is_damaged(tmp_path: Path) -> None:
    parts = [files.avif(np.ascontiguousarray(part)) for part in quarters(TALL[:256, :256], 128)]
    for wrong in (files.heif_grid(parts[:2], 2, 256, 256, tmp_path), files.heif_grid(parts, 2, 300, 256, tmp_path)):
        with pytest.raises(Refused) as refused:
            decoded(tmp_path, wrong)
        assert refused.value.code == "damaged_picture"


@pytest.mark.parametrize("way", [2, 3, 4, 5, 6, 7, 8])
def test_turns_and_mirrors_of_its_own(tmp_path: Path, way: int) -> None:
    """Pillow writes EXIF's turn as the picture's own properties, rotation before mirror."""
    stored = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = way
    Image.fromarray(TALL).save(stored, "avif", quality=95, subsampling="4:4:4", exif=exif)
    assert b"irot" in stored.getvalue() or b"imir" in stored.getvalue()
    assert off(decoded(tmp_path, stored.getvalue()), strips.turned(TALL, way)) < 3


def test_the_crop_is_of_the_stored_picture(tmp_path: Path) -> None:
    data = files.avif(TALL)
    left, top, width, height = 101, 130, 151, 97
    middle = struct.pack(">iIiI", 2 * left + width - 320, 2, 2 * top + height - len(TALL), 2)
    crop = files.box(b"clap", struct.pack(">4I", width, 1, height, 1) + middle)
    shown = decoded(tmp_path, _with_property(data, crop))
    assert off(shown, TALL[top : top + height, left : left + width]) < 3


@pytest.mark.parametrize(("options", "bound"), [({}, 3), ({"range": "limited"}, 3)])
def test_ranges(tmp_path: Path, options: dict[str, str], bound: float) -> None:
    stored = io.BytesIO()
    Image.fromarray(TALL).save(stored, "avif", quality=95, subsampling="4:4:4", **options)
    assert off(decoded(tmp_path, stored.getvalue()), TALL) < bound


@pytest.mark.parametrize("bits", [10, 12])
def test_deep_avif_in_pq_is_light(tmp_path: Path, bits: int) -> None:
    data = files.avif(TALL.astype(np.uint16) * 257, bitdepth=bits)
    shown = decoded(tmp_path, _with_property(data, files.box(b"colr", b"nclx" + struct.pack(">3HB", 9, 16, 6, 0x80))))
    assert 60 < shown.mean() < 180
    assert off(shown, TALL) > 10
    assert shown[:, 280:, 0].mean() > shown[:, :40, 0].mean() + 30


def _with_property(data: bytes, added: bytes) -> bytes:
    """The file with one more property of its first item, which is its last."""
    ipco, ipma = data.index(b"ipco") - 4, data.index(b"ipma") - 4
    (size,) = struct.unpack_from(">I", data, ipco)
    count = data[ipco + 8 : ipco + size].count(b"\0\0\0") and len(_kinds(data[ipco + 8 : ipco + size]))
    (ipma_size,) = struct.unpack_from(">I", data, ipma)
    owned = bytearray(data[ipma : ipma + ipma_size])
    owned[18] += 1
    at = 19 + owned[18] - 1
    owned = owned[:at] + bytes([count + 1]) + owned[at:]
    struct.pack_into(">I", owned, 0, len(owned))
    grown = len(added) + 1
    out = bytearray(data[:ipco] + struct.pack(">I", size + len(added)) + data[ipco + 4 : ipco + size] + added)
    out += data[ipco + size : ipma] + bytes(owned) + data[ipma + ipma_size :]
    for name, more in ((b"iprp", grown), (b"meta", grown)):
        place = out.index(name) - 4
        struct.pack_into(">I", out, place, struct.unpack_from(">I", out, place)[0] + more)
    iloc = out.index(b"iloc")
    old = data.index(b"mdat") + 4
    place = out.index(struct.pack(">I", old), iloc)
    struct.pack_into(">I", out, place, old + grown)
    return bytes(out)


def _kinds(boxes: bytes) -> list[bytes]:
    found, at = [], 0
    while at < len(boxes):
        (size,) = struct.unpack_from(">I", boxes, at)
        found.append(boxes[at + 4 : at + 8])
        at += size
    return found
