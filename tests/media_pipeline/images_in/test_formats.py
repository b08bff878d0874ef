"""Files of every format decode to the same picture: upright, in sRGB, whole or refused."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
import pyvips
from PIL import Image, ImageCms

from media_pipeline.errors import Refused
from media_pipeline.images import colour
from media_pipeline.images.decoding import strips
from media_pipeline.images.layout import BRIGHT, SEVERAL, probe_picture
from media_pipeline.images.picture import package_image
from media_pipeline.progress import silent
from media_pipeline.recipes import IMAGE
from media_pipeline.store import MemoryStore, read
from tests import media
from tests.media_pipeline.images_in import files
from tests.media_pipeline.images_in.files import decoded
from tests.media_pipeline.seeds import pictures as seeds

STRIPES = media.stripes(240, 160)
DAMAGED = ("webp", "avif", "heic", "tiff", "exr", "hdr")
SCREEN = ("webp", "avif", "heic", "tiff", "png")


def close(shown: np.ndarray, wanted: np.ndarray, mean: float = 3.0) -> bool:
    return shown.shape == wanted.shape and float(np.abs(shown.astype(int) - wanted).mean()) < mean


@pytest.mark.parametrize("format_", SCREEN)
def test_colours_and_places_are_kept(tmp_path: Path, format_: str) -> None:
    odd = media.stripes(241, 161)  # no block, tile or strip fits
    assert close(decoded(tmp_path, files.WHOLE[format_](odd)), odd)


@pytest.mark.parametrize("format_", ["webp", "heic"])
def test_a_flat_picture_of_a_new_format_is_packaged(tmp_path: Path, format_: str) -> None:
    path, store = tmp_path / "picture", MemoryStore()
    path.write_bytes(files.WHOLE[format_](media.stripes(1500, 700), exif=media.exif(1)))
    info = probe_picture(path)
    assert (info.kind, info.format, info.width, info.height, info.projection) == ("image", format_, 1500, 700, "flat")
    asset = package_image(path, info, store, IMAGE, silent)
    assert [(tier.width, tier.height) for tier in asset.tiers] == [(640, 299), (1280, 597)]
    for tier in asset.tiers:
        data = read(store, tier.image.path)
        shown = media.pixels(data)
        assert shown.shape == (tier.height, tier.width, 3)
        assert np.abs(shown[:, :, 0].mean(0) - np.linspace(20, 235, tier.width)).max() < 4
        assert b"SecretCamera" not in data


@pytest.mark.parametrize("format_", ["avif", "exr"])
def test_a_photo_of_a_new_format_is_told_from_a_picture(tmp_path: Path, format_: str) -> None:
    path = tmp_path / "room"
    path.write_bytes(files.WHOLE[format_](media.sphere(512)))
    info = probe_picture(path)
    assert (info.kind, info.format, info.stereo, info.width) == ("panorama", format_, "mono", 512)
    assert info.confidence > 0.9
    assert info.warnings == ((BRIGHT,) if format_ == "exr" else ())


XMP = media.gpano(ProjectionType="equirectangular", FullPanoWidthPixels=480, FullPanoHeightPixels=240,
                  CroppedAreaImageWidthPixels=240, CroppedAreaImageHeightPixels=160, CroppedAreaLeftPixels=120,
                  CroppedAreaTopPixels=40, PoseHeadingDegrees=42.0)  # fmt: skip


def _tiff_with_xmp() -> bytes:
    image = files.vips(STRIPES).copy()
    image.set_type(pyvips.GValue.blob_type, "xmp-data", XMP)
    return bytes(image.tiffsave_buffer())


@pytest.mark.parametrize(
    "data",
    [files.webp(STRIPES, xmp=XMP), files.heic(STRIPES, xmp=XMP), _tiff_with_xmp()],
    ids=["webp", "heic", "tiff"],
)
def test_photo_sphere_metadata_of_every_format(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "crop"
    path.write_bytes(data)
    info = probe_picture(path)
    assert (info.kind, info.confidence, info.heading) == ("panorama", 1.0, 42.0)
    assert info.coverage is not None
    assert (info.coverage.yaw, info.coverage.pitch) == ((-90.0, 90.0), (-60.0, 60.0))


def test_photo_sphere_metadata_in_the_extension_of_a_jpeg(tmp_path: Path) -> None:
    """A packet too long for one segment is stored in parts, in any order (XMP part 3, section 1.1.3.1)."""

    def segment(data: bytes) -> bytes:
        return b"\xff\xe1" + struct.pack(">H", len(data) + 2) + data

    def part(start: int, end: int) -> bytes:
        return segment(b"http://ns.adobe.com/xmp/extension/\0" + b"0" * 32 + struct.pack(">II", len(XMP), start) + XMP[start:end])

    main = XMP.replace(b"GPano", b"Other").replace(b"photos/1.0/panorama", b"other")
    path, whole = tmp_path / "crop", media.encoded(STRIPES)
    path.write_bytes(
        whole[:2] + segment(b"http://ns.adobe.com/xap/1.0/\0" + main) + part(500, len(XMP)) + part(0, 500) + whole[2:]
    )
    assert len(XMP) > 500
    info = probe_picture(path)
    assert (info.kind, info.heading) == ("panorama", 42.0)


@pytest.mark.parametrize("format_", DAMAGED)
def test_cut_off_files_are_refused(tmp_path: Path, format_: str) -> None:
    whole = files.WHOLE[format_](STRIPES)
    for keep in (len(whole) * 2 // 3, len(whole) - 1):
        with pytest.raises(Refused) as refused:
            decoded(tmp_path, whole[:keep])
        assert refused.value.code == "damaged_picture", keep


@pytest.mark.parametrize("format_", ["exr", "tiff", "heic"])
def test_a_file_with_noise_inside_is_refused(tmp_path: Path, format_: str) -> None:
    whole = bytearray(files.WHOLE[format_](STRIPES))
    middle = len(whole) // 2 if format_ != "tiff" else len(whole) // 3
    whole[middle : middle + 400] = np.random.default_rng(1).integers(0, 256, 400, dtype=np.uint8).tobytes()
    try:
        shown = decoded(tmp_path, bytes(whole))
    except Refused as refused:
        assert refused.code == "damaged_picture"
    else:
        assert format_ == "heic", shown  # HEVC hides its mistakes; nothing tells them


def _turned(stored: np.ndarray, orientation: int) -> np.ndarray:
    """The stored picture of which STRIPES is the upright one; EXIF 2.32, tag 0x0112."""
    flips = {2: np.fliplr, 3: lambda p: np.rot90(p, 2), 4: np.flipud, 5: lambda p: p.transpose(1, 0, 2), 6: np.rot90,
             7: lambda p: np.rot90(p, 2).transpose(1, 0, 2), 8: lambda p: np.rot90(p, -1)}  # fmt: skip
    return np.ascontiguousarray(flips[orientation](stored))


def _tiff_turned(orientation: int) -> bytes:
    image = files.vips(_turned(STRIPES, orientation)).copy()
    image.set_type(pyvips.GValue.gint_type, "orientation", orientation)
    return bytes(image.tiffsave_buffer())


@pytest.mark.parametrize("orientation", [5, 6, 8])
def test_a_turned_webp(tmp_path: Path, orientation: int) -> None:
    data = files.webp(_turned(STRIPES, orientation), exif=media.exif(orientation))
    assert close(decoded(tmp_path, data), STRIPES)


def test_a_turned_tiff_and_png(tmp_path: Path) -> None:
    assert close(decoded(tmp_path, _tiff_turned(7)), STRIPES, 1)
    assert close(decoded(tmp_path, media.encoded(_turned(STRIPES, 2), "png", exif=media.exif(2))), STRIPES, 1)


def test_a_heic_is_turned_once(tmp_path: Path) -> None:
    """Phones write the turn twice, as the picture's own property and as EXIF; both say the same."""
    data = files.heic(_turned(STRIPES, 6), exif=media.exif(6))
    turned_in_exif_only = decoded(tmp_path, data)
    own = bytearray(data)
    if b"irot" not in data:
        pytest.fail("the encoder writes no turn of its own")
    own[own.index(b"irot") + 4] = 0
    assert close(turned_in_exif_only, STRIPES)
    assert decoded(tmp_path, bytes(own)).shape == (240, 160, 3)  # without its own turn it lies, whatever EXIF says


def test_transparency_becomes_white(tmp_path: Path) -> None:
    alpha = np.zeros((160, 240, 1), np.uint8)
    alpha[:, 120:] = 255
    rgba = np.dstack([STRIPES, alpha])
    wanted = np.where(alpha > 0, STRIPES, 255)
    for data in (files.webp(rgba, lossless=True), files.heic(rgba), files.tiff(rgba), files.avif(rgba)):
        assert close(decoded(tmp_path, data), wanted, 4)


def test_a_channel_that_is_no_transparency_changes_nothing(tmp_path: Path) -> None:
    four = np.dstack([STRIPES, np.zeros(STRIPES.shape[:2], np.uint8)])
    stored = io.BytesIO()
    Image.fromarray(four, "RGBA").save(stored, "tiff")
    assert decoded(tmp_path, stored.getvalue()).min() > 250  # all of it transparent, and white below
    extra = struct.pack("<HHIH", 338, 3, 1, 2)
    assert extra in stored.getvalue()
    unspecified = stored.getvalue().replace(extra, struct.pack("<HHIH", 338, 3, 1, 0))
    assert close(decoded(tmp_path, unspecified), STRIPES, 4)


@pytest.mark.parametrize("rows", [7, strips.ROWS - 28, 10_000])
def test_a_tiff_may_end_its_strips_anywhere(tmp_path: Path, rows: int) -> None:
    tall, stored = media.stripes(64, 3 * strips.ROWS), io.BytesIO()
    Image.fromarray(tall).save(stored, "tiff", compression="tiff_lzw", tiffinfo={278: rows})
    assert close(decoded(tmp_path, stored.getvalue()), tall, 4)


def test_sixteen_bits_grey_and_palette(tmp_path: Path) -> None:
    deep = STRIPES.astype(np.uint16) * 257
    grey = STRIPES[:, :, 1]
    palette = io.BytesIO()
    Image.fromarray(STRIPES).quantize(256).save(palette, "tiff")
    for data, wanted in (
        (files.tiff(deep), STRIPES),
        (files.tiff(deep, tile=True, tile_width=64, tile_height=64), STRIPES),
        (files.png(deep), STRIPES),
        (files.tiff(grey), np.dstack([grey] * 3)),
        (palette.getvalue(), STRIPES),
        (files.tiff(STRIPES, compression="jpeg", Q=95), STRIPES),
    ):
        assert close(decoded(tmp_path, data), wanted, 4)


def test_ten_bit_avif_and_heic(tmp_path: Path) -> None:
    deep = STRIPES.astype(np.uint16) * 257
    assert close(decoded(tmp_path, files.avif(deep, bitdepth=10)), STRIPES)


@pytest.mark.parametrize("kind", ["lab", "labs"])
@pytest.mark.parametrize("profile", [b"", files.swapped_profile()], ids=["", "profile"])
def test_tiff_in_lab_colours(tmp_path: Path, kind: str, profile: bytes) -> None:
    """Floats and 16 bits; what Pillow writes, 8 bits, is named (test_headers)."""
    image = files.vips(STRIPES).colourspace(kind).copy()
    if profile:
        image.set_type(pyvips.GValue.blob_type, "icc-profile-data", profile)
    assert close(decoded(tmp_path, bytes(image.tiffsave_buffer(compression="deflate"))), STRIPES, 1)


def test_tiff_in_lab_colours_as_pillow_writes_it(tmp_path: Path) -> None:
    lab, stored = (
        ImageCms.buildTransform(ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB"),
        io.BytesIO(),
    )
    ImageCms.applyTransform(Image.fromarray(STRIPES), lab).save(stored, "tiff")
    with pytest.raises(Refused, match="a TIFF picture in Lab colours"):
        decoded(tmp_path, stored.getvalue())


def test_cmyk_tiff(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    Image.fromarray(STRIPES).convert("CMYK").save(buffer, "tiff")
    shown = decoded(tmp_path, buffer.getvalue()).astype(int)
    assert shown[:, 220:, 0].mean() > shown[:, :20, 0].mean() + 60  # redder to the right, as it was


@pytest.mark.parametrize("format_", ["webp", "tiff", "heic", "avif"])
def test_a_profile_is_applied(tmp_path: Path, format_: str) -> None:
    swapped = files.swapped_profile()
    if format_ in ("tiff", "avif"):
        image = files.vips(STRIPES).copy()
        image.set_type(pyvips.GValue.blob_type, "icc-profile-data", swapped)
        saved = image.tiffsave_buffer() if format_ == "tiff" else image.heifsave_buffer(compression="av1", effort=0, Q=95)
        data = bytes(saved)
    else:
        data = files.WHOLE[format_](STRIPES, icc_profile=swapped)
    assert close(decoded(tmp_path, data)[:, :, [1, 0, 2]], STRIPES, 5)


def test_colours_told_by_number(tmp_path: Path) -> None:
    """A PNG in Display P3 by its cICP chunk is what littleCMS makes of it by a profile."""
    whole = files.png(STRIPES)
    chunk = b"cICP" + bytes([12, 13, 0, 1])
    at = whole.index(b"IDAT") - 4
    data = whole[:at] + struct.pack(">I", 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) + whole[at:]
    p3 = bytes(
        pyvips.Image.new_from_array(STRIPES).copy(interpretation="srgb").icc_export(output_profile="p3").get("icc-profile-data")
    )
    image = Image.fromarray(STRIPES)
    target = ImageCms.createProfile("sRGB")
    wanted = ImageCms.profileToProfile(image, io.BytesIO(p3), target, renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC)
    shown = decoded(tmp_path, data)
    assert close(shown, np.asarray(wanted), 2)
    assert not close(shown, STRIPES, 3)  # else this test could not fail


def with_chunks(whole: bytes, *chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG with more chunks before its pixels."""
    at = whole.index(b"IDAT") - 4
    more = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return whole[:at] + more + whole[at:]


LINEAR = (b"gAMA", struct.pack(">I", 100_000))
SCREEN_GAMMA = (b"gAMA", struct.pack(">I", 45455))
SRGB_COLOURS = (b"cHRM", struct.pack(">8I", 31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000))
SWAPPED = (b"cHRM", struct.pack(">8I", 31270, 32900, 30000, 60000, 64000, 33000, 15000, 6000))
"""Red's place and green's exchanged."""


@pytest.mark.parametrize("deep", [False, True])
@pytest.mark.parametrize("more", [(), (SRGB_COLOURS,)], ids=["gamma", "gamma and colours"])
def test_png_with_its_own_gamma(tmp_path: Path, deep: bool, more: tuple[tuple[bytes, bytes], ...]) -> None:
    """Renderers write linear light so; shown as it is, it would be far too dark."""
    light = files.light(STRIPES)
    codes = (light * 65535).round().astype(np.uint16) if deep else (light * 255).round().astype(np.uint8)
    shown = decoded(tmp_path, with_chunks(files.png(codes), LINEAR, *more))
    assert close(shown, STRIPES, 1 if deep else 4)


@pytest.mark.parametrize(
    "chunks",
    [
        (SCREEN_GAMMA,),
        (SCREEN_GAMMA, SRGB_COLOURS),
        (LINEAR, (b"sRGB", b"\0")),
        (LINEAR, (b"cICP", bytes([1, 13, 0, 1]))),
        ((b"gAMA", bytes(4)),),
        (SRGB_COLOURS,),
        (SCREEN_GAMMA, (b"cHRM", bytes(32))),
    ],
    ids=["screen's", "screen's and colours", "sRGB", "cICP", "none", "colours alone", "impossible colours"],
)
def test_png_whose_gamma_changes_nothing(tmp_path: Path, chunks: tuple[tuple[bytes, bytes], ...]) -> None:
    """What counts for more (cICP, iCCP, sRGB) or says the same as a screen's own curve, or nonsense."""
    assert np.array_equal(decoded(tmp_path, with_chunks(files.png(STRIPES), *chunks)), decoded(tmp_path, files.png(STRIPES)))


def test_png_with_its_own_colours(tmp_path: Path) -> None:
    shown = decoded(tmp_path, with_chunks(files.png(STRIPES), SCREEN_GAMMA, SWAPPED))
    assert close(shown[:, :, [1, 0, 2]], STRIPES, 3)
    profile = files.vips(STRIPES).copy()
    profile.set_type(pyvips.GValue.blob_type, "icc-profile-data", files.swapped_profile())
    profiled = bytes(profile.pngsave_buffer())
    assert np.array_equal(decoded(tmp_path, with_chunks(profiled, LINEAR)), decoded(tmp_path, profiled))


def test_light_is_tone_mapped_and_keeps_its_hues(tmp_path: Path) -> None:
    """OpenEXR and Radiance of the same light give the same picture, and a brighter copy of it gives that once more."""
    light = files.light(media.sphere(256))
    once = decoded(tmp_path, seeds.exr(light, 0)).astype(int)
    assert np.abs(once - decoded(tmp_path, seeds.hdr(light))).mean() < 2
    assert np.abs(once - decoded(tmp_path, seeds.exr(light * 50))).mean() < 2
    assert 90 < once.mean() < 150
    was = media.sphere(256).astype(int)
    assert np.corrcoef(once[..., 0].ravel(), was[..., 0].ravel())[0, 1] > 0.97
    float_tiff = bytes(pyvips.Image.new_from_array(light).copy(interpretation="scrgb").tiffsave_buffer())
    assert np.abs(once - decoded(tmp_path, float_tiff)).mean() < 2


def test_hdr_told_by_number_is_tone_mapped(tmp_path: Path) -> None:
    whole = files.png(STRIPES)
    chunk = b"cICP" + bytes([9, 16, 0, 1])
    at = whole.index(b"IDAT") - 4
    shown = decoded(tmp_path, whole[:at] + struct.pack(">I", 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) + whole[at:])
    light = colour.light_of(STRIPES, (9, 16))
    assert light.max() > 10
    assert 60 < shown.mean() < 180
    assert shown[:, 200:, 0].mean() > shown[:, :40, 0].mean()


def test_the_first_of_several_pictures(tmp_path: Path) -> None:
    moving = io.BytesIO()
    Image.fromarray(STRIPES).save(moving, "webp", save_all=True, append_images=[Image.fromarray(255 - STRIPES)], lossless=True)
    pages = io.BytesIO()
    Image.fromarray(STRIPES).save(pages, "tiff", save_all=True, append_images=[Image.fromarray(255 - STRIPES)])
    avis = io.BytesIO()
    Image.fromarray(STRIPES).save(avis, "avif", save_all=True, append_images=[Image.fromarray(255 - STRIPES)], quality=95)
    for data in (moving.getvalue(), pages.getvalue(), avis.getvalue(), files.mpo(STRIPES)):
        assert close(decoded(tmp_path, data), STRIPES, 4)
    assert probe_picture(tmp_path / "picture").warnings == (SEVERAL,)


def test_a_broken_profile_is_no_reason_to_refuse(tmp_path: Path) -> None:
    assert close(decoded(tmp_path, files.webp(STRIPES, icc_profile=b"\0" * 400)), STRIPES)
    assert close(decoded(tmp_path, files.heic(STRIPES, icc_profile=b"\0" * 400)), STRIPES, 4)
