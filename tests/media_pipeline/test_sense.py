"""A wish that doesn't fit is said in one sentence that names the wish and what the file is; it is never ignored."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from media_pipeline.cli import main
from media_pipeline.errors import Refused
from media_pipeline.package import asked
from media_pipeline.records import MediaInfo
from media_pipeline.sense import check_for, check_together
from media_pipeline.wishes import Wishes
from tests import media
from tests.media_pipeline.meshes.models import cube

PHOTO = MediaInfo(name="hal.jpg", kind="panorama", format="jpeg", size=1, width=2048, height=1024, projection="equirectangular")
PICTURE = MediaInfo(name="deur.jpg", kind="image", format="jpeg", size=1, width=640, height=480, projection="flat")
FILM = MediaInfo(name="film.mp4", kind="video", format="mp4", size=1, projection="flat", has_audio=True)
SILENT = FILM.model_copy(update={"has_audio": False})
MESH = MediaInfo(name="stoel.glb", kind="mesh", format="glb", size=1)
PLATE = MediaInfo(name="plaat.stl", kind="mesh", format="stl", size=1)
SOUND = MediaInfo(name="stem.wav", kind="audio", format="wav", size=1, has_audio=True)
FILE = Path("file")


def test_what_lies_beside_a_film_is_a_file(tmp_path: Path) -> None:
    """A pipe or a device would be read for ever."""
    pipe = tmp_path / "pipe.vtt"
    os.mkfifo(pipe)
    wishes: list[Wishes] = [{"captions": [("nl", pipe)]}, {"audio": [("en", "main", Path("/dev/zero"))]}, {"chapters": tmp_path}]
    for wish in wishes:
        with pytest.raises(Refused) as caught:
            check_together(wish)
        assert caught.value.code == "beside_not_a_file"


@pytest.mark.parametrize(
    ("wishes", "sentence"),
    [
        ({"captions": [("nl", FILE), ("nl", FILE)]}, "--captions names nl twice; give one file for each language"),
        ({"captions": [("pt-BR", FILE), ("en", FILE), ("pt-br", FILE)]}, "--captions names pt-br twice"),
        ({"audio": [("en", "main", FILE), ("en", "main", FILE)]}, "--audio names en twice"),
        ({"audio": [("en", "described", FILE), ("en", "described", FILE)]}, "--audio names en:described twice"),
    ],
)
def test_a_language_is_named_once(wishes: Wishes, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{sentence}"):
        check_together(wishes)


def test_another_role_is_another_sound() -> None:
    check_together({"audio": [("en", "main", FILE), ("en", "described", FILE)], "captions": [("nl", FILE), ("en", FILE)]})


@pytest.mark.parametrize(
    ("info", "wishes", "sentence"),
    [
        (PHOTO, {"unit": "mm"}, "--unit belongs to a 3D file that doesn't tell it (STL, OBJ, PLY); hal.jpg is a 360° photo"),
        (MESH, {"up": "z"}, "stoel.glb is a 3D object in glTF, which counts in metres with Y up"),
        (PHOTO, {"captions": [("nl", FILE)]}, "--captions belongs to a video or a sound; hal.jpg is a 360° photo"),
        (SOUND, {"audio": [("en", "main", FILE)]}, "--audio belongs to a video; stem.wav is a sound"),
        (PICTURE, {"chapters": FILE}, "--chapters belongs to a video; deur.jpg is a picture"),
        (MESH, {"poster_at": 0.0}, "--poster-at belongs to a video; stoel.glb is a 3D object"),
        (FILM, {"audio": [("nl", "main", FILE)]}, "--audio nl is what the sound of film.mp4 itself is taken for"),
        (FILM, {"audio": [("NL", "main", FILE)]}, "--audio nl is what"),
    ],
)
def test_wishes_for_another_kind_of_file(info: MediaInfo, wishes: Wishes, sentence: str) -> None:
    with pytest.raises(ValueError) as said:
        check_for(info, wishes)
    assert sentence in str(said.value)


@pytest.mark.parametrize(
    ("info", "wishes"),
    [
        (PLATE, {"unit": "mm", "up": "y"}),
        (SOUND, {"captions": [("nl", FILE)]}),
        (FILM, {"captions": [("nl", FILE)], "audio": [("nl", "described", FILE), ("en", "main", FILE)], "poster_at": 1.0}),
        (SILENT, {"audio": [("nl", "main", FILE)]}),
        (PHOTO, {"captions": (), "audio": [], "chapters": None, "poster_at": None, "unit": None}),
    ],
)
def test_wishes_that_fit(info: MediaInfo, wishes: Wishes) -> None:
    check_for(info, wishes)


@pytest.mark.parametrize(
    ("info", "kind", "projection", "stereo", "said"),
    [
        (PHOTO, "panorama", "flat", None, "hal.jpg can't be packaged as a 360° photo with the layout flat"),
        (PHOTO, "image", "equirectangular", None, "hal.jpg can't be packaged as a picture with the layout equirectangular"),
        (PICTURE, None, None, "left-right", "deur.jpg can't be packaged as a picture with the layout left-right"),
        (FILM, "video360", "flat", None, "film.mp4 can't be packaged as a 360° video with the layout flat"),
        (MESH, None, "flat", None, "stoel.glb can't be packaged as a 3D object with the layout flat"),
        (SOUND, "audio", None, "top-bottom", "stem.wav can't be packaged as a sound with the layout top-bottom"),
    ],
)
def test_layouts_that_a_kind_does_not_have(
    info: MediaInfo, kind: str, projection: str, stereo: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(Refused) as refused:
        asked(info, kind, projection, stereo)  # type: ignore[arg-type]
    assert str(refused.value) == f"{said}; choose another kind or another layout."
    assert (refused.value.code, refused.value.exit_status) == ("layout", 3)


def test_a_document_has_no_layout_to_be_wrong() -> None:
    info = MediaInfo(name="les.pdf", kind="document", format="pdf", size=1)
    assert asked(info, None, None, None) == info


def test_the_command_line_ends_with_its_status(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, mesh = media.photo(tmp_path, "hal.jpg", width=512), tmp_path / "kubus.glb"
    mesh.write_bytes(cube().glb())
    store = tmp_path / "store"
    for status, words, *arguments in (
        (2, "--unit belongs", path, "--unit", "mm"),
        (2, "nl twice", path, "--captions", f"nl={path}", "--captions", f"nl={path}"),
        (3, "layout flat", path, "--kind", "panorama", "--projection", "flat"),
        (2, "in metres", mesh, "--unit", "mm"),
        (3, "layout left-right", mesh, "--stereo", "left-right"),
    ):
        assert main(["package", *map(str, arguments), "--store", str(store)]) == status
        shown = capsys.readouterr()
        assert shown.out == ""
        assert len(shown.err.splitlines()) == 1
        assert words in shown.err
    assert not store.exists()
