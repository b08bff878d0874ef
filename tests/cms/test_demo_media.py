"""The demo programme's committed media are whole, small, true to places.json, and made as the rest of the product expects."""

from __future__ import annotations

import json
import re
import struct
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
import simplejpeg

from cms.demo import captions, jpeg
from cms.demo.modelling.projection import equirectangular, perspective
from cms.demo.modelling.scene import Viewpoint, Words
from cms.demo.mp4 import write_mp4

MEDIA = Path(captions.__file__).parent / "media"
PLACES: dict[str, Any] = json.loads((MEDIA / "places.json").read_text("utf-8"))
SCENES = [(room, scene) for room in PLACES["rooms"] for scene in room["scenes"]]
SCENE_IDS = [f"{room['key']}-{scene['key']}" for room, scene in SCENES]
FILM_IDS = [film["key"] for film in PLACES["films"]]
LIMIT = 8_000_000


@cache
def panorama(file: str) -> np.ndarray:
    return simplejpeg.decode_jpeg((MEDIA / file).read_bytes())


def files_named() -> set[str]:
    names = (
        {scene["file"] for _, scene in SCENES} | {p["file"] for p in PLACES["pictures"]} | {m["file"] for m in PLACES["meshes"]}
    )
    names |= {o["logo"] for o in PLACES["organisations"]} | {f["file"] for f in PLACES["films"]}
    return names | {name for f in PLACES["films"] for name in f["captions"].values()} | {"places.json"}


def test_every_file_is_named_and_every_name_is_a_file() -> None:
    assert {p.name for p in MEDIA.iterdir()} == files_named()


def test_all_media_together_are_small() -> None:
    assert sum(p.stat().st_size for p in MEDIA.iterdir()) <= LIMIT


def test_two_sectors_with_two_rooms_of_two_scenes() -> None:
    for sector in ("techniek", "zorg"):
        rooms = [r for r in PLACES["rooms"] if r["sector"] == sector]
        assert len(rooms) >= 2
        assert all(len(r["scenes"]) >= 2 for r in rooms)
        assert [f["sector"] for f in PLACES["films"]].count(sector) == 1


@pytest.mark.parametrize(("room", "scene"), SCENES, ids=SCENE_IDS)
def test_scene_is_told_in_both_languages_and_its_points_are_directions(room: dict[str, Any], scene: dict[str, Any]) -> None:
    assert all(len(scene["alt"][language]) > 60 for language in ("nl", "en"))
    assert len(scene["points"]) >= 7
    for point in scene["points"].values():
        assert -180 <= point["yaw"] < 180
        assert -90 <= point["pitch"] <= 90
        assert point["label"]["nl"] and point["label"]["en"]
        assert "scene" in point or (point["about"]["nl"] and point["about"]["en"])


@pytest.mark.parametrize("room", PLACES["rooms"], ids=lambda room: room["key"])
def test_the_way_there_is_the_way_back(room: dict[str, Any]) -> None:
    """Walking on from A through B, A lies behind: the scenes of a room share one space."""
    scenes = {s["key"]: s for s in room["scenes"]}
    for here, scene in scenes.items():
        for there in scenes.keys() - {here}:
            onward = scene["points"][f"to:{there}"]["arrive"]["yaw"]
            back = scenes[there]["points"][f"to:{here}"]["yaw"]
            assert (onward - back) % 360 == pytest.approx(180, abs=0.01)


@pytest.mark.parametrize(("room", "scene"), SCENES, ids=SCENE_IDS)
def test_panorama_is_whole_and_seamless(room: dict[str, Any], scene: dict[str, Any]) -> None:
    picture = panorama(scene["file"])
    assert picture.shape == (2048, 4096, 3)
    picture = picture[:: 2047 // 89].astype(np.int16)  # 90 rows, both poles among them
    across = np.abs(picture[:, 0] - picture[:, -1]).mean()
    inside = np.abs(picture[:, 1:] - picture[:, :-1]).mean((0, 2))
    assert across <= np.percentile(inside, 99) + 1, "the left and right edge do not meet"
    for pole in (picture[0], picture[-1]):
        assert pole.std(0).max() < 6, "a pole is one point, so its row is one colour"


def hue(file: str, point: dict[str, Any]) -> float:
    """Hue in degrees of the median colour within a degree of a point."""
    view = perspective(panorama(file), point["yaw"], point["pitch"], 2.0, (24, 24))
    r, g, b = (float(v) for v in np.median(view.reshape(-1, 3), 0))
    top, low = max(r, g, b), min(r, g, b)
    assert top - low > 25, "grey has no hue"
    if top == r:
        return (60 * (g - b) / (top - low)) % 360
    return 60 * (2 + (b - r) / (top - low)) if top == g else 60 * (4 + (r - g) / (top - low))


@pytest.mark.parametrize(
    ("scene", "point", "low", "high"),
    [
        ("robotcel-cel", "robot", 10, 40),
        ("lasserij-cabine", "lastoestel", 0, 30),
        ("lasserij-cabine", "afzuigarm", 5, 35),
        ("fysiotherapie-behandelkamer", "to:oefenzaal", 20, 60),
        ("verpleegafdeling-kamer", "gordijn", 130, 185),
        ("fysiotherapie-oefenzaal", "ballen", 180, 250),
    ],
)
def test_points_really_are_where_they_say(scene: str, point: str, low: float, high: float) -> None:
    """The robot is orange, the blanket blue: the direction computed from the model meets the colour in the picture."""
    found = SCENES[SCENE_IDS.index(scene)][1]
    assert low <= hue(found["file"], found["points"][point]) <= high


def segments(data: bytes) -> list[tuple[int, bytes]]:
    """(marker, body) of a JPEG's segments before its image data."""
    at, out = 2, []
    while data[at + 1] != 0xDA:
        size = struct.unpack(">H", data[at + 2 : at + 4])[0]
        out.append((data[at + 1], data[at + 4 : at + 2 + size]))
        at += 2 + size
    return out


def test_pictures_carry_no_metadata_but_gpano() -> None:
    with_gpano = 0
    for path in MEDIA.glob("*.jpg"):
        for marker, body in segments(path.read_bytes()):
            if marker == 0xE1:
                assert body.startswith(jpeg.XMP)
                assert b'GPano:ProjectionType="equirectangular"' in body
                assert b'GPano:FullPanoWidthPixels="4096"' in body
                with_gpano += 1
            else:
                assert marker not in {0xE2, 0xED, 0xFE}, f"{path.name}: unexpected metadata"
    assert with_gpano >= 1


def cues(text: str) -> list[tuple[float, float, list[str]]]:
    found = re.findall(r"(\d\d):(\d\d):(\d\d\.\d{3}) --> (\d\d):(\d\d):(\d\d\.\d{3})\n((?:.+\n)+)", text)
    return [
        (int(a) * 3600 + int(b) * 60 + float(c), int(d) * 3600 + int(e) * 60 + float(f), words.splitlines())
        for a, b, c, d, e, f, words in found
    ]


@pytest.mark.parametrize("film", PLACES["films"], ids=FILM_IDS)
def test_film_is_what_a_browser_plays(film: dict[str, Any]) -> None:
    with av.open(str(MEDIA / film["file"])) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert (video.codec_context.name, audio.codec_context.name) == ("h264", "aac")
        assert (video.width, video.height, video.average_rate) == (1280, 720, 25)
        assert video.pix_fmt == "yuv420p"
        assert 12 <= container.duration / 1e6 <= 16
        assert container.duration / 1e6 == pytest.approx(film["seconds"], abs=0.2)
        loud = max(float(np.abs(frame.to_ndarray()).max()) for frame in container.decode(audio))
    assert loud > 0.2


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("film", PLACES["films"], ids=FILM_IDS)
def test_captions_can_be_read(film: dict[str, Any], language: str) -> None:
    text = (MEDIA / film["captions"][language]).read_text("utf-8")
    assert text.startswith("WEBVTT\n")
    before = 0.0
    found = cues(text)
    assert len(found) == text.count("-->") >= 4
    for start, end, words in found:
        assert before <= start < end <= film["seconds"]
        assert len(words) <= 2
        assert all(len(line) <= 42 for line in words)
        assert sum(map(len, words)) / (end - start) <= 17, "characters a second"
        before = end
        assert " ".join(words) in film["transcript"][language]


def test_mesh_is_sound_gltf() -> None:
    data = (MEDIA / PLACES["meshes"][0]["file"]).read_bytes()
    magic, version, size, text_size, kind = struct.unpack_from("<4sIIII", data)
    assert (magic, version, size, kind) == (b"glTF", 2, len(data), 0x4E4F534A)
    document = json.loads(data[20 : 20 + text_size])
    binary = data[28 + text_size :]
    assert document["buffers"][0]["byteLength"] == len(binary)
    triangles = 0
    for primitive in document["meshes"][0]["primitives"]:
        points, normals, indices = (
            document["accessors"][k]
            for k in (primitive["attributes"]["POSITION"], primitive["attributes"]["NORMAL"], primitive["indices"])
        )
        view = document["bufferViews"][indices["bufferView"]]
        kind = {5123: "<u2", 5125: "<u4"}[indices["componentType"]]
        numbers = np.frombuffer(binary, kind, indices["count"], view["byteOffset"])
        assert numbers.max() < points["count"] == normals["count"]
        assert "pbrMetallicRoughness" in document["materials"][primitive["material"]]
        triangles += indices["count"] // 3
    assert 1000 < triangles <= 20_000


def test_flat_pictures_are_no_panoramas() -> None:
    assert len(PLACES["pictures"]) >= 2
    for picture in PLACES["pictures"]:
        assert panorama(picture["file"]).shape == (1067, 1600, 3)
        assert picture["alt"]["nl"] and picture["alt"]["en"]


def test_organisations_are_plainly_made_up() -> None:
    for organisation in PLACES["organisations"]:
        assert organisation["name"].startswith("Voorbeeld")
        assert (MEDIA / organisation["logo"]).read_bytes().startswith(b"\x89PNG")


def test_demo_is_importable_without_django() -> None:
    code = "import sys, cms.demo.places; sys.exit('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=MEDIA.parents[2], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_directions_count_as_formats_md_says() -> None:
    words = Words("", "")
    north = Viewpoint((0, 0, 1.6), 0, words, words)
    assert north.direction((0, 5, 1.6)) == (0, 0)
    assert north.direction((5, 0, 1.6)) == (90, 0)
    assert north.direction((0, -5, 1.6)) == (-180, 0)
    assert north.direction((-2, 2, 1.6)) == (-45, 0)
    assert north.direction((0, 1, 2.6)) == (0, 45)
    assert Viewpoint((0, 0, 1.6), 90, words, words).direction((5, 0, 1.6)) == (0, 0)


def test_cube_faces_land_where_formats_md_says() -> None:
    """Faces whose colour is the direction itself: face table and u, v of formats.md."""
    side, border = 64, 4
    a, b = np.meshgrid(*[((np.arange(side + 2 * border) - border + 0.5) / side * 2 - 1)] * 2)
    one = np.ones_like(a)
    table = {"f": (a, -b, -one), "r": (one, -b, a), "b": (-a, -b, one), "l": (-one, -b, -a), "u": (a, one, -b), "d": (a, -one, b)}
    faces = {}
    for name, direction in table.items():
        d = np.stack(direction, -1)
        faces[name] = np.round((d / np.linalg.norm(d, axis=-1, keepdims=True) + 1) * 127.5).astype(np.uint8)
    out = equirectangular(faces, 256, side, border).astype(float) / 127.5 - 1
    yaw = ((np.arange(256) + 0.5) / 256 - 0.5) * 2 * np.pi
    pitch = (0.5 - (np.arange(128)[:, None] + 0.5) / 128) * np.pi
    true = np.stack([np.sin(yaw) * np.cos(pitch), np.broadcast_to(np.sin(pitch), (128, 256)), -np.cos(yaw) * np.cos(pitch)], -1)
    assert np.abs(out - true).max() < 0.03


def test_a_caption_breaks_into_two_even_lines_or_is_refused() -> None:
    assert captions.lines("Welkom in de lasserij.") == ["Welkom in de lasserij."]
    two = captions.lines("Hier lassen mensen en robots samen hekken en frames.")
    assert len(two) == 2 and max(map(len, two)) <= 30
    with pytest.raises(ValueError, match="does not fit"):
        captions.lines("woord " * 20)
    assert captions.stamp(3661.5) == "01:01:01.500"


def test_gpano_is_added_and_the_picture_stays_the_same() -> None:
    picture = np.full((64, 128, 3), 90, np.uint8)
    plain, marked = jpeg.encode(picture, 80), jpeg.encode(picture, 80, gpano=True)
    assert [m for m, _ in segments(marked)].count(0xE1) == 1
    assert b'GPano:FullPanoHeightPixels="64"' in marked
    assert np.array_equal(simplejpeg.decode_jpeg(plain), simplejpeg.decode_jpeg(marked))


def test_a_film_that_breaks_off_leaves_the_old_one(tmp_path: Path) -> None:
    media = tmp_path / "media"
    media.mkdir()
    film, silence = media / "film.mp4", np.zeros(48000, np.float32)
    grey = np.full((64, 96, 3), 128, np.uint8)
    write_mp4(film, [grey] * 25, 25, (96, 64), silence, 30)
    whole = film.read_bytes()

    def broken() -> Any:
        yield grey
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power cut"):
        write_mp4(film, broken(), 25, (96, 64), silence, 30)
    assert film.read_bytes() == whole
    assert [p.name for p in media.iterdir()] == ["film.mp4"]
    write_mp4(film, [grey] * 25, 25, (96, 64), silence, 30)
    assert film.read_bytes() == whole, "the same frames give the same bytes"
    with av.open(str(film)) as container:
        middle = next(container.decode(video=0)).to_ndarray(format="rgb24")
    assert np.abs(middle.astype(int) - 128).max() <= 3
