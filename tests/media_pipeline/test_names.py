"""File names that are no text, or that a terminal obeys: they are shown safely, JSON stays JSON, and the file is packaged."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from media_pipeline.cli import main
from media_pipeline.names import in_words, printable, printable_json
from tests import media
from tests.media_pipeline.sounds.tones import Sound
from tests.media_pipeline.videos.films import Film

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("café 360°.jpg", "café 360°.jpg"),
        ("\x1b[31mrood.jpg", "\\x1b[31mrood.jpg"),
        ("caf\udce9.jpg", "caf\\xe9.jpg"),
        ("a\nb.jpg", "a b.jpg"),
        ("gpj.\u202eoto", "gpj.\\u202eoto"),
        ("\x9b2J.jpg", "\\x9b2J.jpg"),
    ],
)
def test_names_as_they_are_shown(name: str, shown: str) -> None:
    assert printable(name) == shown
    assert json.loads(printable_json(json.dumps({"name": name}, ensure_ascii=False))) == {"name": name}
    assert printable_json(json.dumps(name, ensure_ascii=False)).isprintable()


def test_only_names_that_are_no_text_are_replaced(tmp_path: Path) -> None:
    plain, odd = tmp_path / "plain.txt", tmp_path / os.fsdecode(b"caf\xe9.txt")
    plain.write_text("plain")
    odd.write_text("odd")
    absent = tmp_path / os.fsdecode(b"\xe9.txt")
    with in_words([plain, odd, absent.with_name("absent")]) as (one, other, third):
        assert (one, other.name, other.read_text(), third.name) == (plain, "caf\\xe9.txt", "odd", "absent")
    assert not other.parent.exists()
    with in_words([plain, absent]) as paths:
        assert paths == [plain, absent]


def packaged(folder: Path, name: bytes, *more: object) -> tuple[dict[str, object], str]:
    path = folder / os.fsdecode(name)
    called = [sys.executable, "-m", "media_pipeline", "package", path, "--store", folder / "store", *more]
    for locale in ("C.UTF-8", "C"):
        environment = {**os.environ, "LC_ALL": locale}
        done = subprocess.run([*map(str, called)], cwd=ROOT, env=environment, capture_output=True, timeout=100)
        assert done.returncode == 0, done.stderr
        assert b"\x1b" not in done.stderr
    return json.loads(done.stdout.decode("utf-8")), done.stderr.decode("utf-8")


def test_a_film_and_what_lies_beside_it_with_such_names(tmp_path: Path) -> None:
    Film(seconds=1.0, width=160, height=90, channels=0).write(tmp_path / "film.mp4").rename(
        tmp_path / os.fsdecode(b"\xe9\x1b[31m.mp4")
    )
    sound, words = tmp_path / os.fsdecode(b"\xff.wav"), tmp_path / os.fsdecode(b"\xfe.vtt")
    sound.write_bytes(Sound(seconds=4.0).wav())
    words.write_text("WEBVTT\n\n00:02.000 --> 00:03.000\nLassen\n")
    asset, said = packaged(tmp_path, b"\xe9\x1b[31m.mp4", "--audio", f"en={sound}", "--captions", f"nl={words}")
    assert asset["kind"] == "video"
    assert said.splitlines() == [
        "\\xfe.vtt: Captions that begin after the end, at 1.0 s: 1, the first in line 3; is this the right file?",
        "\\xff.wav lasts 4.0 s and the film 1.0 s; what is too much is cut off, what is too little is silent.",
    ]


def test_probe_of_a_photo_with_such_a_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = media.photo(tmp_path, width=512).rename(tmp_path / os.fsdecode(b"caf\xe9\x9b.jpg"))
    assert main(["probe", str(path)]) == 0
    assert json.loads(capsys.readouterr().out)["name"] == "caf\\xe9\\x9b.jpg"


def test_a_mesh_and_a_folder_with_such_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / os.fsdecode(b"\xe9n")
    folder.mkdir()
    stl = tmp_path / os.fsdecode(b"\xe9.stl")
    facet = "facet normal 0 0 1\nouter loop\nvertex 0 0 0\nvertex 1 0 0\nvertex 0 1 0\nendloop\nendfacet\n"
    for path in (stl, folder / "plaat.stl"):
        path.write_text(f"solid plaat\n{facet}endsolid plaat\n")
    for path, name in ((stl, "\\xe9.stl"), (folder, "\\xe9n")):
        assert main(["probe", str(path)]) == 0
        assert json.loads(capsys.readouterr().out)["name"] == name
    (folder / os.fsdecode(b"\xff.mtl")).touch()
    assert main(["probe", str(folder)]) == 2
    assert capsys.readouterr().err == "\\xe9n holds \\xff.mtl, a name that is no text (not UTF-8); rename it.\n"


def test_refusals_and_wrong_usage_obey_no_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "\x1b[31mleeg\n.jpg"
    path.touch()
    assert main(["probe", str(path)]) == 3
    assert capsys.readouterr().err == "\\x1b[31mleeg .jpg is empty; upload the file again.\n"
    with pytest.raises(SystemExit):
        main(["probe", str(path), "\x1b[31m"])
    assert "\x1b" not in capsys.readouterr().err
