"""The command line: JSON on stdout, one sentence on stderr, the exit statuses that docs promise, never a traceback."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from media_pipeline import outputs
from media_pipeline.digests import sha256
from media_pipeline.records import Panorama
from media_pipeline.store import DiskStore
from tests import media
from tests.media_pipeline.command import called

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "media_pipeline", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, **options)  # type: ignore[call-overload]


def one_sentence(text: str) -> bool:
    return len(text.strip().splitlines()) == 1 and "Traceback" not in text and len(text) > 10


def test_package_as_a_program(tmp_path: Path) -> None:
    path = media.photo(tmp_path, "my photo %d [a].jpg")
    done = run("package", path, "--store", tmp_path / "store")
    assert (done.returncode, done.stderr) == (0, "")
    asset = Panorama.model_validate_json(done.stdout)
    store = DiskStore(tmp_path / "store")
    assert store.exists(asset.tiers[0].image.path)
    again = run("package", path, "--store", tmp_path / "store")
    assert again.stdout == done.stdout
    for key in sorted(store.keys("blobs/")):
        with store.open(key) as file:
            assert sha256(file.read()) in key


def test_refused_as_a_program(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_text("ffconcat version 1.0\nfile 'other.mp4'\n")
    done = run("package", path, "--store", tmp_path / "store")
    assert (done.returncode, done.stdout) == (3, "")
    assert one_sentence(done.stderr)
    assert "film.mp4" in done.stderr
    assert not (tmp_path / "store").exists()


def test_probe(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = called(capsys, "probe", media.photo(tmp_path))
    assert (status, err) == (0, "")
    info = json.loads(out)
    assert (info["kind"], info["width"], info["projection"], info["format"]) == ("panorama", 1024, "equirectangular", "jpeg")


def test_list_recipes(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = called(capsys, "package", "--list-recipes")
    assert status == 0
    recipes = json.loads(out)
    assert {"panorama-2", "image-2", "video-3", "mesh-6"} <= set(recipes)
    assert all(recipe["about"].endswith(".") for recipe in recipes.values())


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["pack"],
        ["package"],
        ["package", "PHOTO"],
        ["package", "PHOTO", "--store", "ftp://x/y"],
        ["package", "PHOTO", "--store", "STORE", "--kind", "poem"],
        ["package", "PHOTO", "--store", "STORE", "--recipe", "best"],
        ["package", "PHOTO", "--store", "STORE", "--captions", "nl"],
        ["package", "PHOTO", "--store", "STORE", "--captions", "nl=PHOTO"],
        ["package", "PHOTO", "--store", "STORE", "--captions", "Dutch!=PHOTO"],
        ["package", "PHOTO", "--store", "STORE", "--audio", ":=PHOTO"],
        ["package", "PHOTO", "--store", "STORE", "--blur", ""],  # a variable of a script that is empty publishes no face
        ["package", "NOWHERE", "--store", "STORE"],
        ["probe", "NOWHERE"],
    ],
)
def test_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    places = {"PHOTO": str(media.photo(tmp_path)), "STORE": str(tmp_path / "store"), "NOWHERE": str(tmp_path / "nowhere.jpg")}
    for word, place in places.items():
        arguments = [argument.replace(word, place) for argument in arguments]
    status, out, err = called(capsys, *arguments)
    assert (status, out) == (2, "")
    assert one_sentence(err)


def test_an_unreadable_file(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    path = media.photo(tmp_path)

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr("media_pipeline.probe._head", denied)  # root may read everything, so a mode would prove nothing
    status, _, err = called(capsys, "probe", path)
    assert status == 1
    assert one_sentence(err)
    assert "Permission denied" in err


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_a_store_that_cannot_be_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(DiskStore, "put", fail)
    status, out, err = called(capsys, "package", media.photo(tmp_path), "--store", tmp_path / "store")
    assert (status, out) == (1, "")
    assert one_sentence(err)


def test_a_store_below_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = media.photo(tmp_path)
    status, _, err = called(capsys, "package", path, "--store", path / "store")
    assert status == 1
    assert one_sentence(err)


def test_nobody_reads_the_answer(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "media_pipeline", "probe", str(media.photo(tmp_path))],
        cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, text=True, timeout=60, check=False,
    )  # fmt: skip
    os.close(writing)
    assert (done.returncode, done.stderr) == (outputs.READER_GONE, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is Linux's")
@pytest.mark.parametrize("buffered", [True, False])
@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("probe", "NOT_MEDIA"), 3),
        (("package", "NOT_MEDIA", "--store", "STORE"), 3),
        (("probe", "NOWHERE"), 2),
        (("pack",), 2),
        (("package", "PHOTO", "--store", "STORE", "--progress", "json"), 0),
        (("verify", "STORE"), 1),
    ],
)
def test_a_full_disk_below_standard_error(tmp_path: Path, arguments: tuple[str, ...], status: int, buffered: bool) -> None:
    """Nobody reads the sentence; the status is what it would be."""
    not_media = tmp_path / "notes.jpg"
    not_media.write_text("nothing that we know")
    places = {"NOT_MEDIA": not_media, "STORE": tmp_path / "store", "NOWHERE": tmp_path / "nowhere"}
    places["PHOTO"] = media.photo(tmp_path, width=512)
    with open("/dev/full", "w") as full:
        assert _with_outputs(arguments, places, buffered, stderr=full).returncode == status


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is Linux's")
@pytest.mark.parametrize("buffered", [True, False])
@pytest.mark.parametrize("arguments", [("probe", "PHOTO"), ("package", "PHOTO", "--store", "STORE")])
def test_a_full_disk_below_the_answer(tmp_path: Path, arguments: tuple[str, ...], buffered: bool) -> None:
    """It is neither the store's nor that of temporary files."""
    places = {"PHOTO": media.photo(tmp_path, width=512), "STORE": tmp_path / "store"}
    with open("/dev/full", "w") as full:
        done = _with_outputs(arguments, places, buffered, stdout=full)
    assert done.returncode == 1
    assert one_sentence(done.stderr)
    assert "standard output" in done.stderr
    assert str(tmp_path) not in done.stderr


@pytest.mark.parametrize("arguments", ["probe {photo}", "package {photo} --store {store}", "package --list-recipes"])
def test_a_closed_output_takes_no_answer(tmp_path: Path, arguments: str) -> None:
    """What was stored is kept; but who waits for the answer is not told that all went well."""
    line = arguments.format(photo=media.photo(tmp_path, width=512), store=tmp_path / "store")
    command = ["bash", "-c", f"{sys.executable} -m media_pipeline {line} >&-"]
    done = subprocess.run(command, cwd=ROOT, timeout=60, check=False, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (
        1,
        "The answer can't be written to standard output (it is closed); send it elsewhere and run this again.\n",
    )


@pytest.mark.parametrize(
    "arguments", [("probe", ""), ("package", "", "--store", "s"), ("render", "", "--store", "s", "--at", "0,0,0")]
)
def test_an_empty_name_is_not_the_current_folder(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = called(capsys, *arguments)
    assert status == 2
    assert "argument INPUT: an empty name names no file" in err.replace("SCENE", "INPUT")


def test_empty_chapters_are_no_chapters(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = called(capsys, "package", tmp_path, "--store", "s", "--chapters", "")
    assert status == 2
    assert "argument --chapters: an empty name names no file" in err


def _with_outputs(
    arguments: tuple[str, ...], places: dict[str, Path], buffered: bool, **outputs: object
) -> subprocess.CompletedProcess[str]:
    """The command as a program; ``buffered``: how Python writes, which decides where a failure shows."""
    command = [sys.executable, *([] if buffered else ["-u"]), "-m", "media_pipeline", *(str(places.get(a, a)) for a in arguments)]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    where = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **outputs}
    return subprocess.run(command, cwd=ROOT, env=environment, text=True, timeout=60, check=False, **where)  # type: ignore[call-overload]


def test_progress_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = called(capsys, "package", media.photo(tmp_path), "--store", tmp_path / "store", "--progress", "json")
    assert status == 0
    steps = [json.loads(line) for line in err.splitlines()]
    assert {step["stage"] for step in steps} >= {"reading", "tiles", "tiers"}
    assert all(0 <= step["done"] <= step["total"] for step in steps)


def test_progress_on_a_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    status, out, err = called(capsys, "package", media.photo(tmp_path), "--store", tmp_path / "store")
    assert status == 0
    assert json.loads(out)["kind"] == "panorama"
    assert "tiles" in err
    assert err.endswith("\r\x1b[K")  # the bar is gone when the answer is there


def test_verify_tells_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = called(capsys, "verify", tmp_path)
    assert (status, out) == (1, "")
    assert one_sentence(err)


def test_verify_reads_back_what_was_packaged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = tmp_path / "store"
    called(capsys, "package", media.photo(tmp_path), "--store", store)
    status, _, err = called(capsys, "verify", store)
    assert status == 0
    assert one_sentence(err)
    assert "no release" in err
    spoiled = next((store / "blobs").rglob("*.jpg"))
    spoiled.write_bytes(spoiled.read_bytes()[:-1] + b"x")
    status, _, err = called(capsys, "verify", store)
    assert status == 1
    assert spoiled.name in err


def test_verify_of_records_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = tmp_path / "store"
    called(capsys, "package", media.photo(tmp_path), "--store", store)
    shutil.rmtree(store / "blobs")
    status, _, err = called(capsys, "verify", store)
    assert status == 1
    assert one_sentence(err)
    assert "only records of packaging (1)" in err


@pytest.mark.parametrize("after", [0.05, 0.3, 0.6])
def test_a_kill_leaves_no_half_blob(tmp_path: Path, after: float) -> None:
    """kill -9 while tiles are written: what lies under a digest has that digest, and a second run finishes the work."""
    path = media.photo(tmp_path, width=2048)
    command = [
        sys.executable,
        "-m",
        "media_pipeline",
        "package",
        str(path),
        "--store",
        str(tmp_path / "store"),
        "--progress",
        "json",
    ]
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert child.stderr is not None
    for line in child.stderr:
        step = json.loads(line)
        if step["stage"] == "tiles" and step["done"] >= after * step["total"]:
            break
    os.kill(child.pid, signal.SIGKILL)
    child.communicate()
    store = DiskStore(tmp_path / "store")
    for key in sorted(store.keys("blobs/")):
        with store.open(key) as file:
            assert sha256(file.read()) in key
    done = run("package", path, "--store", tmp_path / "store")
    assert done.returncode == 0
    whole = run("package", path, "--store", tmp_path / "whole")
    assert done.stdout == whole.stdout
    assert set(DiskStore(tmp_path / "whole").keys()) <= set(store.keys())


@pytest.mark.parametrize(
    ("command", "shell", "statuses"),
    [
        ("probe {photo}", "{} | head -c0", {"141"}),
        ("package {photo} --store {store}", "{} | head -c0", {"141"}),
        ("package {photo} --store {store} --progress json", "{} 2>&1 >/dev/null | head -c0", {"141"}),
        ("--help", "{} | head -c0", {"0", "1"}),  # argparse has its own opinion
        ("probe {store}/nothing.jpg", "{} 2>&1 | head -c0", {"2"}),
        ("package {photo} --store {store}", "{} >&- 2>&-", {"1"}),
        ("verify {store}/nothing", "{} >&- 2>&-", {"1"}),
        ("package {photo} --store {store} --progress json", "{} 2>&- >/dev/null", {"0"}),
    ],
)
def test_nobody_listens(command: str, shell: str, statuses: set[str], tmp_path: Path) -> None:
    """A reader that has gone, or outputs that are closed from the start: a status, and not a word too many."""
    said, status = tmp_path / "said", tmp_path / "status"
    line = command.format(photo=media.photo(tmp_path, width=512), store=tmp_path / "store")
    # sleep: the reader is gone before anything is written
    program = f"(sleep 0.3; {sys.executable} -m media_pipeline {line}; echo $? >{status})"
    if "2>" not in shell:
        program += f" 2>{said}"
    subprocess.run(["bash", "-c", shell.format(program)], cwd=ROOT, timeout=60, check=False)
    assert status.read_text().strip() in statuses
    assert not said.exists() or said.read_text() == ""
    if "--progress" in command and "2>&-" in shell:
        assert list(DiskStore(tmp_path / "store").keys("records/"))
