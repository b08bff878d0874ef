"""Round films packaged: each variant still says how it lies on the sphere, and the stills look straight ahead."""

from __future__ import annotations

import re
import struct
from dataclasses import replace
from pathlib import Path

import av
import pytest

from media_pipeline.package import asked
from media_pipeline.package import package as package_file
from media_pipeline.recipes import VIDEO360, WideRung
from media_pipeline.records import Coverage, Video
from media_pipeline.store.memory import MemoryStore
from media_pipeline.videos.ladder import sphere_ladder
from media_pipeline.videos.marks import marked
from media_pipeline.videos.pictures import picture_graph
from media_pipeline.videos.plan import plan
from media_pipeline.videos.probe import probe_source, probe_video
from tests.media_pipeline.videos.films import colour_at, is_close, pictures
from tests.media_pipeline.videos.played import package, picture, played
from tests.media_pipeline.videos.spheres import FRONT, OTHER_EYE, Sphere, v1_xml, with_xml

SMALL = replace(VIDEO360, rungs=(WideRung(512, 22, 900_000, 64_000), WideRung(256, 23, 300_000, 64_000)))
HALF = Coverage(yaw=(-90.0, 90.0))
MODES = {"mono": 0, "top-bottom": 1, "left-right": 2}


def boxes_of(path: Path) -> tuple[str, tuple[float, ...], tuple[float, ...]]:
    """Stereo, pose and bounds (missing at the top, bottom, left, right) from the raw bytes of one file."""
    data = path.read_bytes()
    assert data.count(b"sv3d") == data.count(b"st3d") == data.count(b"avcC") == 1
    assert data.index(b"avcC") < data.index(b"st3d") < data.index(b"sv3d") < data.index(b"moof")
    mode = data[data.index(b"st3d") + 8]
    turned = struct.unpack_from(">3i", data, data.index(b"prhd") + 8)
    missing = struct.unpack_from(">4I", data, data.index(b"equi") + 8)
    name = {number: name for name, number in MODES.items()}[mode]
    return name, tuple(angle / 65536 for angle in turned), tuple(round(part / 2**32, 4) for part in missing)


def sides_of(path: Path) -> tuple[int, int, tuple[int, ...]]:
    """As libav reads it: projection, stereo type, bounds (left, top, right, bottom)."""
    with av.open(str(path)) as container:
        found = [(side.type.name, bytes(side)) for side in next(container.decode(video=0)).side_data]
    assert [name for name, _ in found].count("STEREO3D") == 1  # said twice, it stops ffmpeg
    sides = dict(found)
    projection, *_, left, top, right, bottom = struct.unpack_from("<4i4I", sides["SPHERICAL"])
    return projection, struct.unpack_from("<i", sides["STEREO3D"])[0], (left, top, right, bottom)


@pytest.mark.parametrize(
    ("how", "eyes"),
    [("v2", "mono"), ("v2", "top-bottom"), ("v2", "left-right"), ("v1", "top-bottom"), ("editor", "left-right")],
)
def test_every_variant_says_how_it_lies_on_the_sphere(how: str, eyes: str, tmp_path: Path) -> None:
    film = Sphere(seconds=0.4, width=512, height=512 if eyes == "top-bottom" else 256, channels=0, eyes=eyes)
    path = film.write(tmp_path / "film.mp4")
    if how == "v1":
        path.write_bytes(with_xml(path.read_bytes(), v1_xml(eyes)))
    if how == "v2":
        path.write_bytes(marked(path.read_bytes(), eyes, Coverage(), (30.0, 0.0, -5.0)))  # type: ignore[arg-type]
    info = probe_video(path)
    if how == "editor":
        assert info.projection == "flat"
        info = asked(info, "video360", "equirectangular", eyes)  # type: ignore[arg-type]
    packaged = package(path, info, recipe=SMALL)
    _, video = packaged
    assert (video.projection, video.stereo, video.coverage) == ("equirectangular", eyes, Coverage())
    assert [one.width for one in video.hls[0].variants] == [512, 256]
    for number in range(2):
        whole = played(packaged, tmp_path, number)
        assert boxes_of(whole) == (eyes, (30.0, 0.0, -5.0) if how == "v2" else (0, 0, 0), (0, 0, 0, 0))
        projection, stereo, _ = sides_of(whole)
        assert (projection, stereo) == (0, {"mono": 0, "left-right": 1, "top-bottom": 2}[eyes])
        frames = pictures(whole)
        assert len(frames) == 10
    straight_ahead(packaged)


def straight_ahead(packaged: tuple[MemoryStore, Video]) -> None:
    """The poster and the storyboard's cells show the left eye's front and nothing else; right of it green, left of it yellow
    would begin at 45 degrees."""
    _, video = packaged
    poster = picture(packaged, video.poster.path)
    high, wide = poster.shape[:2]
    assert abs(wide * 2 - high * 3) <= 6
    for place in ((0.5, 0.5), (0.1, 0.5), (0.9, 0.5), (0.5, 0.15), (0.5, 0.85)):
        assert is_close(colour_at(poster, *place), FRONT, 12), place
    assert video.storyboard is not None
    assert is_close(colour_at(picture(packaged, video.storyboard.image.path), 0.5, 0.5), FRONT, 12)


def test_a_part_of_the_sphere_stays_that_part(tmp_path: Path) -> None:
    film = Sphere(seconds=0.4, width=512, height=256, channels=0, eyes="left-right", yaws=(-90, 90))
    path = film.write(tmp_path / "vr180.mp4")
    path.write_bytes(marked(path.read_bytes(), "left-right", HALF))
    packaged = package(path, recipe=SMALL)
    assert packaged[1].coverage == HALF
    for number in range(2):
        whole = played(packaged, tmp_path, number)
        assert boxes_of(whole) == ("left-right", (0, 0, 0), (0, 0, 0.25, 0.25))
        assert sides_of(whole)[0] == 2  # libav calls it tiled
        assert sides_of(whole)[2] == (2**30, 0, 2**30, 0)
        assert probe_video(whole).coverage == HALF
    straight_ahead(packaged)
    odd = Coverage(yaw=(-68.336, 68.319), pitch=(-48.0, 47.745))
    film = Sphere(seconds=0.4, width=272, height=192, channels=0, yaws=odd.yaw, pitches=odd.pitch)
    path = film.write(tmp_path / "crop.mp4")
    path.write_bytes(marked(path.read_bytes(), "mono", odd))
    packaged = package(path, recipe=SMALL)
    assert packaged[1].coverage == odd
    straight_ahead(packaged)


def test_a_narrow_part_of_the_sphere_takes_no_more_memory(tmp_path: Path) -> None:
    narrow = Coverage(yaw=(-3.0, 3.0), pitch=(-3.0, 3.0))
    film = Sphere(seconds=0.2, width=512, height=512, channels=0, yaws=narrow.yaw, pitches=narrow.pitch)
    path = film.write(tmp_path / "film.mp4")
    path.write_bytes(marked(path.read_bytes(), "mono", narrow))
    graph = ";".join(picture_graph(plan(probe_source(path), probe_video(path), SMALL)))
    sizes = [int(side) for pad in re.findall(r"pad=(\d+):(\d+)", graph) for side in pad]
    assert sizes
    assert max(sizes) <= 8194
    assert package(path, recipe=SMALL)[1].coverage == narrow


def test_the_other_eye_is_not_lost(tmp_path: Path) -> None:
    film = Sphere(seconds=0.2, width=512, height=512, channels=0, eyes="top-bottom")
    path = film.write(tmp_path / "film.mp4")
    packaged = package(path, asked(probe_video(path), "video360", None, "top-bottom"), recipe=SMALL)
    frame = pictures(played(packaged, tmp_path))[0][1]
    assert is_close(colour_at(frame, 0.5, 0.25), FRONT, 12)
    assert is_close(colour_at(frame, 0.5, 0.75), OTHER_EYE, 12)


def test_a_round_film_called_flat_loses_its_boxes(tmp_path: Path) -> None:
    path = Sphere(seconds=0.2, width=512, height=256, channels=0).write(tmp_path / "film.mp4")
    path.write_bytes(marked(path.read_bytes(), "mono", Coverage()))
    packaged = package(path, asked(probe_video(path), "video", "flat", None))
    assert (packaged[1].projection, packaged[1].coverage) == ("flat", None)
    data = played(packaged, tmp_path).read_bytes()
    assert b"sv3d" not in data
    assert b"st3d" not in data


def test_through_the_one_entrance(tmp_path: Path) -> None:
    path = Sphere(seconds=0.2, width=320, height=320, channels=1, eyes="top-bottom").write(tmp_path / "film.mp4")
    store = MemoryStore()
    video = package_file(path, store, kind="video360", projection="equirectangular", stereo="top-bottom")
    assert isinstance(video, Video)
    assert (video.projection, video.stereo, video.width, video.has_audio) == ("equirectangular", "top-bottom", 320, True)
    assert boxes_of(played((store, video), tmp_path))[0] == "top-bottom"
    with pytest.raises(ValueError, match="recipe video-3 is not for"):
        package_file(path, store, kind="video360", recipe="video-3")


@pytest.mark.parametrize(
    ("size", "stereo", "wanted"),
    [
        ((7680, 3840), "mono", [(3840, 1920), (1920, 960)]),
        ((5760, 2880), "mono", [(3840, 1920), (1920, 960)]),
        ((3840, 1920), "mono", [(3840, 1920), (1920, 960)]),
        ((3838, 1919), "mono", [(1920, 960)]),
        ((1920, 960), "mono", [(1920, 960)]),
        ((1281, 641), "mono", [(1280, 640)]),
        ((5760, 5760), "top-bottom", [(3840, 3840), (1920, 1920)]),
        ((1072, 1504), "top-bottom", [(1072, 1504)]),
        ((1074, 1506), "top-bottom", [(1074, 1504)]),
        ((1074, 1506), "left-right", [(1072, 1506)]),
        ((2880, 5760), "top-bottom", [(1920, 3840)]),
    ],
)
def test_the_ladder_of_a_round_film(size: tuple[int, int], stereo: str, wanted: list[tuple[int, int]]) -> None:
    steps = sphere_ladder(*size, stereo, VIDEO360)  # type: ignore[arg-type]
    assert [(step.width, step.height) for step in steps] == wanted
    caps = {3840: 18_000_000}
    assert [step.max_bitrate for step in steps] == [caps.get(step.width, 4_000_000) for step in steps]


@pytest.mark.slow
def test_two_large_eyes_are_level_6_with_short_vectors(tmp_path: Path) -> None:
    path = Sphere(seconds=0.12, width=3840, height=3840, channels=0, eyes="top-bottom").write(tmp_path / "film.mp4")
    path.write_bytes(marked(path.read_bytes(), "top-bottom", Coverage()))
    packaged = package(path)
    _, video = packaged
    assert [(one.width, one.height) for one in video.hls[0].variants] == [(3840, 3840), (1920, 1920)]
    assert [one.codecs[-2:] for one in video.hls[0].variants] == ["3c", "32"]
    frames = pictures(played(packaged, tmp_path))
    assert frames[0][1].shape == (3840, 3840, 3)
