"""probe() goes by the first bytes, refuses by name with what to do, and tells a 360° photo from a flat picture."""

from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from media_pipeline.errors import KNOWN, REFUSALS, Refused
from media_pipeline.images import gpano, layout
from media_pipeline.images.headers import read_header
from media_pipeline.package import asked, package
from media_pipeline.probe import probe
from media_pipeline.recipes import Limits
from media_pipeline.store import MemoryStore
from tests import media


def refusal(path: Path, limits: Limits | None = None) -> Refused:
    with pytest.raises(Refused) as caught:
        probe(path, limits or Limits())
    sentence = str(caught.value)
    assert path.name in sentence
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return caught.value


def write(folder: Path, data: bytes, name: str = "room.jpg") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


TEXTS = {
    "text": b"Dear colleague, here is the photo that you asked for.\n",
    "playlist": b"ffconcat version 1.0\nfile '../secret.mp4'\n",
    "web_page": b"<!DOCTYPE html>\n<html><body>404<svg></svg></body></html>",
    "svg": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "step": b"ISO-10303-21;\nHEADER;\n",
    "empty": b"",
    "unknown": b"\x01\x02\x03\x04" * 30,
}


@pytest.mark.parametrize("name", ["room.jpg", "film.mp4"])
@pytest.mark.parametrize("code", TEXTS)
def test_what_is_no_media_is_refused_by_what_it_is(tmp_path: Path, code: str, name: str) -> None:
    assert refusal(write(tmp_path, TEXTS[code], name)).code == code


@pytest.mark.parametrize(
    "data",
    [
        b"#EXTM3U\n#EXT-X-VERSION:7\nseg.m4s\n",
        b"\xef\xbb\xbf#EXTM3U\n",
        b"file 'a.mp4'\n",
        b'<?xml version="1.0"?><MPD></MPD>',
        b"[playlist]\n",
    ],
)
def test_playlists(tmp_path: Path, data: bytes) -> None:
    assert refusal(write(tmp_path, data, "film.mp4")).code == "playlist"


def test_a_web_page_in_utf_16(tmp_path: Path) -> None:
    assert refusal(write(tmp_path, "<html><body>hoi</body></html>".encode("utf-16"))).code == "web_page"


SIGNATURES = {
    "avi": [b"RIFF\x24\0\0\0AVI LIST"],
    "gif": [b"GIF89a\x01\0\x01\0"],
    "aac": [b"ADIF\0\0\0\0"],
    "pdf": [b"%PDF-1.7\n"],
    "bmp": [b"BM" + b"\0" * 12 + b"\x28\0\0\0" + b"\0" * 40],
    "fbx": [b"Kaydara FBX Binary  \0"],
    "ts": [(b"G" + b"\0" * 187) * 3, (bytes(4) + b"G" + b"\0" * 187) * 3],
}
ADVICE = {
    "avi": "export it as MP4 (H.264).",
    "gif": "send a JPEG, PNG, MP4, WebM or GLB.",
    "aac": "export it as WAV, MP3 or M4A.",
    "pdf": "send a JPEG, PNG, MP4, WebM or GLB.",
    "bmp": "export it as JPEG, PNG or plain TIFF.",
    "fbx": "export it as GLB.",
    "ts": "export it as MP4 (H.264).",
}


@pytest.mark.parametrize("key", SIGNATURES)
def test_known_kinds_that_are_not_read_are_refused_by_name_with_advice_that_fits(tmp_path: Path, key: str) -> None:
    for head in SIGNATURES[key]:
        said = str(refusal(write(tmp_path, head)))
        assert KNOWN[key] in said and said.endswith(ADVICE[key])


def test_folders_and_pipes(tmp_path: Path) -> None:
    assert refusal(tmp_path).code == "holds_nothing"
    for number in range(2):
        write(tmp_path, b"x", f"{number}.txt")
    assert refusal(tmp_path).values == {"name": tmp_path.name, "found": "2 .txt"}
    os.mkfifo(tmp_path / "pipe.jpg")
    assert refusal(tmp_path / "pipe.jpg").code == "not_a_file"


def test_file_size_limit(tmp_path: Path) -> None:
    refused = refusal(media.photo(tmp_path), Limits(file_bytes=1000))
    assert refused.code == "too_large_file"
    assert "1000" in str(refused)


def test_pixel_limits_come_before_any_pixel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("media_pipeline.images.reader.sketch", lambda *_, **__: pytest.fail("decoded"))
    path = media.photo(tmp_path, width=1024)
    assert refusal(path, Limits(pixels=1024 * 512 - 1)).code == "too_many_pixels"
    assert refusal(path, Limits(side=1023)).code == "side_too_long"
    bomb = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)) + _chunk(b"IDAT", b"")
    assert refusal(write(tmp_path, bomb, "bomb.png")).code == "too_many_pixels"
    tiny = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack(">IIBBBBB", 4, 4, 8, 2, 0, 0, 0)) + _chunk(b"IDAT", b"")
    assert refusal(write(tmp_path, tiny, "dot.png")).code == "too_small"


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def test_a_panorama_and_a_picture(tmp_path: Path) -> None:
    info = probe(media.photo(tmp_path, "film.mp4", width=2000))  # the name lies
    assert (info.kind, info.format, info.width, info.height) == ("panorama", "jpeg", 2000, 1000)
    assert (info.projection, info.stereo) == ("equirectangular", "mono")
    assert info.confidence > 0.9
    info = probe(write(tmp_path, media.encoded(media.stripes(), "png"), "a.jpg"))
    assert (info.kind, info.format, info.projection, info.stereo) == ("image", "png", "flat", None)


def test_a_banner_is_no_panorama(tmp_path: Path) -> None:
    assert probe(write(tmp_path, media.encoded(media.stripes(2000, 1000)))).kind == "image"
    logo = np.full((600, 1200, 3), 255, np.uint8)
    logo[200:400, 300:900] = (200, 30, 30)
    assert probe(write(tmp_path, media.encoded(logo))).kind == "image"


def test_stereo_photos_are_told(tmp_path: Path) -> None:
    eye = media.sphere(2048, 6.0)
    other = np.roll(eye, 6, axis=1)
    for stereo, both in (("top-bottom", np.vstack([eye, other])), ("left-right", np.hstack([eye, other]))):
        path = write(tmp_path, media.encoded(both), f"{stereo}.jpg")
        info = probe(path)
        assert (info.kind, info.stereo) == ("panorama", stereo)


def test_photo_sphere_metadata(tmp_path: Path) -> None:
    xmp = media.gpano(ProjectionType="equirectangular", FullPanoWidthPixels=1024, FullPanoHeightPixels=512,
                      CroppedAreaImageWidthPixels=1024, CroppedAreaImageHeightPixels=512, CroppedAreaLeftPixels=0,
                      CroppedAreaTopPixels=0, PoseHeadingDegrees=42.0)  # fmt: skip
    info = probe(media.photo(tmp_path, xmp=xmp))
    assert (info.kind, info.confidence, info.heading) == ("panorama", 1.0, 42.0)


def test_a_cropped_photo_sphere_is_told(tmp_path: Path) -> None:
    xmp = media.gpano(ProjectionType="equirectangular", FullPanoWidthPixels=2000, FullPanoHeightPixels=1000,
                      CroppedAreaImageWidthPixels=1000, CroppedAreaImageHeightPixels=500, CroppedAreaLeftPixels=500,
                      CroppedAreaTopPixels=100)  # fmt: skip
    path = write(tmp_path, media.encoded(media.stripes(1000, 500), xmp=xmp))
    info = probe(path)
    assert info.coverage is not None
    assert (info.coverage.yaw, info.coverage.pitch) == ((-90.0, 90.0), (-18.0, 72.0))


@pytest.mark.parametrize(
    "packet",
    [
        b"",
        b"<x",
        b"<!DOCTYPE x [<!ENTITY a 'b'>]><x xmlns:GPano='" + gpano.NAMESPACE.encode() + b"' GPano:ProjectionType='&a;'/>",
        media.gpano(ProjectionType="equirectangular", FullPanoWidthPixels="many", PoseHeadingDegrees="nan"),
        media.gpano(ProjectionType="equirectangular", FullPanoWidthPixels=0, FullPanoHeightPixels=0,
                    CroppedAreaImageWidthPixels=0, CroppedAreaImageHeightPixels=0),
        media.gpano(ProjectionType="equirectangular", FullPanoWidthPixels=100, FullPanoHeightPixels=9,
                    CroppedAreaImageWidthPixels=7, CroppedAreaImageHeightPixels=50),
    ],
)  # fmt: skip
def test_odd_metadata_is_no_reason_to_refuse(tmp_path: Path, packet: bytes) -> None:
    info = probe(media.photo(tmp_path, xmp=packet))
    assert (info.kind, info.stereo) == ("panorama", "mono")
    assert info.heading is None


def test_metadata_written_as_elements() -> None:
    packet = media.gpano().replace(
        b"/></rdf:RDF>", b"><GPano:ProjectionType>equirectangular</GPano:ProjectionType></rdf:Description></rdf:RDF>"
    )
    found = gpano.read(packet)
    assert found is not None
    assert found.projection == "equirectangular"


def test_a_person_may_overrule(tmp_path: Path) -> None:
    sphere, banner = media.photo(tmp_path), write(tmp_path, media.encoded(media.stripes(1000, 500)), "banner.jpg")
    assert package(sphere, MemoryStore(), kind="image").kind == "image"
    assert package(banner, MemoryStore(), kind="panorama").kind == "panorama"
    assert asked(probe(banner), "panorama", None, None).confidence == 1.0
    with pytest.raises(Refused, match="a folder or zip of six pictures"):
        package(sphere, MemoryStore(), projection="cubemap")
    with pytest.raises(Refused, match="is a picture, but a 3D object was asked for"):
        package(sphere, MemoryStore(), kind="mesh")
    with pytest.raises(Refused, match="twice as wide"):
        package(write(tmp_path, media.encoded(media.stripes(640, 480)), "flat.jpg"), MemoryStore(), kind="panorama")


def test_wishes_that_make_no_sense(tmp_path: Path) -> None:
    path = media.photo(tmp_path)
    with pytest.raises(ValueError, match="no recipe best"):
        package(path, MemoryStore(), recipe="best")
    with pytest.raises(ValueError, match="not for a 360° photo"):
        package(path, MemoryStore(), recipe="image-2")
    with pytest.raises(ValueError, match="captions"):
        package(path, MemoryStore(), captions=[("nl", path)])


def test_a_stated_projection_says_what_the_file_is(tmp_path: Path) -> None:
    found = probe(media.photo(tmp_path))
    assert asked(found, None, "flat", None).kind == "image"
    assert asked(asked(found, "image", None, None), None, "equirectangular", None).kind == "panorama"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damaged_jpegs_are_refused_never_a_crash(tmp_path: Path, data: st.DataObject) -> None:
    whole = media.encoded(media.stripes(64, 48))
    broken = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 8))):
        broken[data.draw(st.integers(0, min(len(whole) - 1, 700)))] = data.draw(st.integers(0, 255))
    path = write(tmp_path, bytes(broken[: data.draw(st.integers(1, len(whole)))]))
    try:
        info = probe(path)
    except Refused as refused:
        assert refused.code in REFUSALS
    else:
        assert info.kind in ("image", "panorama")


@given(
    st.binary(max_size=600),
    st.sampled_from(
        [b"", *(head for heads in SIGNATURES.values() for head in heads), *TEXTS.values(), b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"]
    ),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_refused_by_a_sentence(tmp_path: Path, rest: bytes, start: bytes) -> None:
    assert refusal(write(tmp_path, start + rest)).code in REFUSALS


def test_headers(tmp_path: Path) -> None:
    header = read_header(media.photo(tmp_path, progressive=True, subsampling="4:2:2"))
    assert (header.width, header.height, header.progressive, header.sampling) == (1024, 512, True, ((2, 1), (1, 1), (1, 1)))
    assert header.plain
    header = read_header(media.photo(tmp_path, mode="CMYK", subsampling="4:4:4"))
    assert (header.components, header.plain) == (4, False)
    header = read_header(media.photo(tmp_path, "a.png", mode="RGBA"))
    assert (header.format, header.components, header.plain) == ("png", 4, False)


def test_ratio() -> None:
    assert layout.is_ratio(4000, 1985, 2)
    assert not layout.is_ratio(4000, 1960, 2)
