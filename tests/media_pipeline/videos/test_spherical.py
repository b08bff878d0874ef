"""How a film lies on the sphere: told by its boxes, by its XML, by its seam and halves; anything else is asked about."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from media_pipeline.errors import Refused
from media_pipeline.package import asked
from media_pipeline.recipes import VIDEO
from media_pipeline.records import Coverage, MediaInfo
from media_pipeline.videos import mesh_projection
from media_pipeline.videos.marks import marked
from media_pipeline.videos.mesh_projection import equirectangular
from media_pipeline.videos.probe import probe_source, probe_video
from media_pipeline.videos.seams import Grey
from media_pipeline.videos.sphere_boxes import NOTHING, SphereBoxes
from media_pipeline.videos.sphere_xml import read_xml
from media_pipeline.videos.spherical import Frame, Shape, refuse_unshowable, shape
from media_pipeline.wishes import Wanted
from tests.media_pipeline.videos.films import Film
from tests.media_pipeline.videos.played import package, played
from tests.media_pipeline.videos.spheres import cube_box, mesh, mesh_box, mshp, v1_xml, with_box, with_xml

SPHERE = struct.pack("<4i4I", 0, 0, 0, 0, 0, 0, 0, 0)
SMALL = Film(seconds=0.2, width=128, height=64, channels=0)


def seen(frame: Frame, said: SphereBoxes = NOTHING, pictures: Sequence[Grey] = ()) -> Shape:
    return shape(frame, said, lambda: pictures)


def test_boxes_that_libav_reads() -> None:
    assert seen(Frame(100, 80, spherical=SPHERE)).projection == "equirectangular"
    cropped = struct.pack("<4i4I", 2, 0, 0, 0, 2**30, 2**29, 2**30, 0)
    coverage = seen(Frame(100, 80, spherical=cropped)).coverage
    assert coverage is not None
    assert (coverage.yaw, coverage.pitch) == ((-90.0, 90.0), (-90.0, 67.5))
    nonsense = struct.pack("<4i4I", 2, 0, 0, 0, 2**31, 0, 2**31, 0)
    assert seen(Frame(100, 80, spherical=nonsense)).coverage == Coverage()
    slit = struct.pack("<4i4I", 2, 0, 0, 0, 2**31, 0, 2**31 - 2**20, 0)
    assert seen(Frame(100, 80, spherical=slit)).coverage == Coverage()
    half = seen(Frame(100, 80, spherical=struct.pack("<i", 3) + bytes(28)))
    assert half.coverage == Coverage(yaw=(-90.0, 90.0))
    assert seen(Frame(100, 80, spherical=struct.pack("<i", 1) + bytes(28))).projection == "cubemap"
    turned = struct.pack("<4i4I", 0, 90 << 16, -(1 << 15), 1 << 16, 0, 0, 0, 0)
    assert seen(Frame(100, 80, spherical=turned)).pose == (90.0, -0.5, 1.0)
    assert seen(Frame(100, 80, spherical=b"\x09")).projection == "flat"
    top_bottom = struct.pack("<i", 2)
    assert seen(Frame(100, 80, spherical=SPHERE, stereo3d=top_bottom)).stereo == "top-bottom"
    flat = seen(Frame(2000, 1000, stereo3d=top_bottom))
    assert (flat.projection, flat.stereo) == ("flat", "top-bottom")


CROP = {
    "CroppedAreaLeftPixels": 1000,
    "CroppedAreaTopPixels": 0,
    "CroppedAreaImageWidthPixels": 2000,
    "CroppedAreaImageHeightPixels": 1500,
    "FullPanoWidthPixels": 4000,
    "FullPanoHeightPixels": 2000,
}


def test_spherical_xml() -> None:
    found = read_xml(v1_xml("top-bottom", CROP))
    assert found is not None
    assert (found.stereo, found.coverage) == ("top-bottom", Coverage(yaw=(-90.0, 90.0), pitch=(-45.0, 90.0)))
    whole = read_xml(v1_xml())
    assert whole is not None
    assert (whole.stereo, whole.coverage) == (None, Coverage())
    too_wide = read_xml(v1_xml(crop=CROP | {"FullPanoWidthPixels": 2500}))
    assert too_wide is not None
    assert too_wide.coverage == Coverage()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<",
        b"\xff\xfe\x00",
        b"<a/>",
        v1_xml().replace(b">true<", b">false<"),
        v1_xml().replace(b">equirectangular<", b">cubemap<"),
        b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + v1_xml(),
    ],
)
def test_what_is_no_spherical_xml_says_nothing(data: bytes) -> None:
    assert read_xml(data) is None


def test_a_film_with_v1_and_one_with_v2(tmp_path: Path) -> None:
    film = SMALL.write(tmp_path / "plain.mp4").read_bytes()
    assert probe_video(tmp_path / "plain.mp4").projection == "flat"
    (tmp_path / "v1.mp4").write_bytes(with_xml(film, v1_xml("left-right", CROP)))
    v1 = probe_video(tmp_path / "v1.mp4")
    assert (v1.projection, v1.stereo, v1.confidence) == ("equirectangular", "left-right", 1.0)
    assert v1.coverage == Coverage(yaw=(-90.0, 90.0), pitch=(-45.0, 90.0))
    (tmp_path / "v2.mp4").write_bytes(marked(film, "top-bottom", Coverage(yaw=(-60.0, 90.0)), (10.0, 20.0, -30.0)))
    v2 = probe_source(tmp_path / "v2.mp4")
    assert (v2.info.projection, v2.info.stereo, v2.info.confidence) == ("equirectangular", "top-bottom", 1.0)
    assert v2.info.coverage == Coverage(yaw=(-60.0, 90.0))
    assert v2.pose == pytest.approx((10, 20, -30), abs=1e-4)


def test_a_mesh_is_asked_about_never_assumed(tmp_path: Path) -> None:
    film = SMALL.write(tmp_path / "plain.mp4").read_bytes()
    path = tmp_path / "vr180.mp4"
    path.write_bytes(with_xml(with_box(marked(film, "left-right", Coverage()), mesh_box()), v1_xml(crop=CROP)))
    info = probe_video(path)
    assert info.confidence < 1
    assert info.warnings
    with pytest.raises(Refused) as refused:
        package(path)
    assert refused.value.code == "sphere_unknown"
    assert "VR180" in str(refused.value)
    _, video = package(path, info.model_copy(update={"confidence": 1.0}))
    assert (video.projection, video.stereo) == ("equirectangular", "left-right")
    assert video.coverage == Coverage(yaw=(-90.0, 90.0), pitch=(-45.0, 90.0))


MESHES = {
    "half a sphere for two eyes": (mshp(mesh(), mesh()), Coverage(yaw=(-90.0, 90.0))),
    "not packed": (mshp(mesh(), mesh(), packed=False), Coverage(yaw=(-90.0, 90.0))),
    "one mesh for both": (mshp(mesh()), Coverage(yaw=(-90.0, 90.0))),
    "a part": (mshp(mesh((-70.0, 80.0), (-45.0, 60.0))), Coverage(yaw=(-70.0, 80.0), pitch=(-45.0, 60.0))),
    "all around": (mshp(mesh((-180.0, 180.0))), Coverage()),
    "bent by less than a pixel": (mshp(mesh(bent=0.4 / 500)), Coverage(yaw=(-90.0, 90.0))),
    "bent, as lenses are": (mshp(mesh(bent=10 / 500)), None),
    "one eye bent": (mshp(mesh(), mesh(bent=10 / 500)), None),
    "eyes that look elsewhere": (mshp(mesh(), mesh((-85.0, 95.0))), None),
    "mirrored": (mshp(mesh((90.0, -90.0))), None),
    "three": (mshp(mesh(), mesh(), mesh()), None),
    "none": (mshp(), None),
    "too few points": (mshp(mesh(side=3)), None),
    "more points than there are bytes": (mshp(mesh()[:-60]), None),
    "too many coordinates": (mshp(struct.pack(">I", 1 << 30)), None),
    "numbers outside": (mshp(struct.pack(">I", 2) + bytes(8) + struct.pack(">I", 16) + b"\xff" * 20), None),
    "not a number": (mshp(b"".join((mesh()[:4], b"\x7f\xc0\0\0", mesh()[8:]))), None),
    "a wrong checksum": (bytes(8) + mshp(mesh(), packed=False)[8:], None),
    "cut off": (mshp(mesh(), packed=False)[:50], None),
    "packed otherwise": (struct.pack(">II4s", 0, zlib.crc32(b"zstd"), b"zstd"), None),
}


@pytest.mark.parametrize("name", MESHES)
def test_a_mesh_may_be_an_equirectangular_picture(name: str) -> None:
    data, wanted = MESHES[name]
    found = equirectangular(data, 500, 500)
    assert (found is None) == (wanted is None)
    if found is not None and wanted is not None:
        assert (*found.yaw, *found.pitch) == pytest.approx((*wanted.yaw, *wanted.pitch), abs=0.2)


def test_a_mesh_is_unpacked_no_further_than_it_may_be_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mesh_projection, "MOST_BYTES", len(mesh()) + 8)
    assert equirectangular(mshp(mesh()), 500, 500) is not None
    assert equirectangular(mshp(mesh(), mesh()), 500, 500) is None


def test_a_film_with_such_a_mesh_needs_no_asking(tmp_path: Path) -> None:
    film = SMALL.write(tmp_path / "plain.mp4").read_bytes()
    path = tmp_path / "vr180.mp4"
    half = mesh_box(mshp(mesh(pitches=(-45.0, 90.0)), mesh(pitches=(-45.0, 90.0))), pose=(10, 20, -30))
    path.write_bytes(with_box(marked(film, "left-right", Coverage()), half))
    source = probe_source(path)
    assert (source.info.confidence, source.info.warnings, source.doubt, source.pose) == (1.0, (), None, (10, 20, -30))
    packaged = package(path)
    again = probe_source(played(packaged, tmp_path))
    assert (again.info.projection, again.info.stereo, again.pose) == (
        "equirectangular",
        "left-right",
        pytest.approx((10, 20, -30)),
    )
    assert again.info.coverage == Coverage(yaw=(-90.0, 90.0), pitch=(-45.0, 90.0))


def test_a_cubemap_and_a_flat_film_for_two_eyes_are_refused_by_name(tmp_path: Path) -> None:
    film = SMALL.write(tmp_path / "plain.mp4").read_bytes()
    both = marked(film, "top-bottom", Coverage())
    for data, code in ((with_box(both, cube_box()), "video_cubemap"), (both.replace(b"sv3d", b"free"), "video_3d")):
        (tmp_path / "film.mp4").write_bytes(data)
        with pytest.raises(Refused, match=r"^film\.mp4 is a ") as refused:
            package(tmp_path / "film.mp4", recipe=VIDEO)
        assert refused.value.code == code
    info = asked(probe_video(tmp_path / "film.mp4"), None, None, "mono")
    assert package(tmp_path / "film.mp4", info)[1].projection == "flat"
    info = asked(probe_video(tmp_path / "film.mp4"), "video360", None, None)
    assert package(tmp_path / "film.mp4", info)[1].stereo == "top-bottom"  # the eyes are as the file says


@pytest.mark.parametrize("kind", [None, "video", "video360"])
def test_a_film_that_is_no_cubemap_is_not_called_one(tmp_path: Path, kind: Wanted | None) -> None:
    info = probe_video(SMALL.write(tmp_path / "film.mp4"))
    with pytest.raises(Refused, match=r"^film\.mp4 can't be packaged as a .*video with the layout cubemap; choose another"):
        asked(info, kind, "cubemap", None)


def test_fisheye_is_asked_about() -> None:
    found = seen(Frame(100, 80, spherical=struct.pack("<i", 5) + bytes(28)))
    assert (found.doubt, found.confidence) == ("fisheye", 0.5)
    info = MediaInfo(name="film.mp4", kind="video", format="MP4", size=1, projection="equirectangular", confidence=0.5)
    with pytest.raises(Refused, match="fisheye lenses"):
        refuse_unshowable(info, found.doubt)
    refuse_unshowable(info.model_copy(update={"confidence": 1.0}), found.doubt)


def world(width: int, height: int, seed: int = 3) -> Grey:
    """A picture that goes all the way round: smooth noise, the same at both edges, and one point in the top and bottom rows."""
    random = np.random.default_rng(seed)
    noise = random.normal(0, 1, (height, width))
    for axis, size in ((1, 9), (0, 9)):
        noise = np.mean([np.roll(noise, step, axis) for step in range(size)], axis=0)
    noise *= np.sin(np.pi * (np.arange(height) + 0.5) / height)[:, None]
    return np.clip(128 + noise / noise.std() * 40, 0, 255).astype(np.uint8)


SPHERES = [world(1280, 640, seed) for seed in (1, 2, 3)]
CUT = [picture[:, 100:-150] for picture in SPHERES]


@pytest.mark.parametrize(
    ("size", "pictures", "projection", "stereo", "confidence"),
    [
        ((1280, 640), SPHERES, "equirectangular", "mono", 0.9),
        ((1280, 640), CUT, "flat", "mono", 0.8),
        ((1280, 640), [], "equirectangular", "mono", 0.7),
        ((1280, 640), [np.full((640, 1280), 90, np.uint8)] * 3, "equirectangular", "mono", 0.7),
        ((640, 320), SPHERES, "flat", "mono", 1.0),
        ((1080, 1080), [np.vstack([one, one]) for one in SPHERES], "equirectangular", "top-bottom", 0.7),
        ((1920, 1080), [np.vstack([one, one]) for one in SPHERES], "equirectangular", "top-bottom", 0.7),
        ((1920, 1080), [np.hstack([one, one]) for one in SPHERES], "equirectangular", "left-right", 0.7),
        ((1280, 640), [np.hstack([one[:, 200:840], one[:, 200:840]]) for one in SPHERES], "equirectangular", "left-right", 0.6),
        ((1920, 1080), SPHERES, "equirectangular", "mono", 0.6),
        ((1920, 1080), CUT, "flat", "mono", 1.0),
        ((1920, 1080), [one[200:-200] for one in SPHERES], "flat", "mono", 1.0),  # edges meet, but there are no poles
        ((1920, 1080), [np.zeros((1080, 1920), np.uint8)], "flat", "mono", 1.0),
        ((1600, 900), [np.vstack([one, one]) for one in CUT], "flat", "mono", 1.0),
    ],
)
def test_without_metadata_the_pictures_tell(
    size: tuple[int, int], pictures: list[Grey], projection: str, stereo: str, confidence: float
) -> None:
    found = seen(Frame(*size), pictures=pictures)
    assert (found.projection, found.stereo, found.confidence) == (projection, stereo, confidence)
    assert (found.warning is None) == (confidence == 1)


def test_a_turned_or_stretched_film_is_flat() -> None:
    assert seen(Frame(1280, 640, turned=True), pictures=SPHERES).projection == "flat"
    assert seen(Frame(1280, 640, square_pixels=False), pictures=SPHERES).projection == "flat"


def test_a_real_frame_is_looked_at(tmp_path: Path) -> None:
    wide = Film(seconds=0.2, width=1280, height=640, channels=0)
    info = probe_video(wide.write(tmp_path / "wide.mp4"))  # colours without detail say nothing: its shape alone does
    assert (info.projection, info.stereo, info.confidence) == ("equirectangular", "mono", 0.7)
    assert len(info.warnings) == 1
    assert probe_video(replace(wide, turned=180).write(tmp_path / "turned.mp4")).projection == "flat"
