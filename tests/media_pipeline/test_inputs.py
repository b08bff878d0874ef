"""Folders and zips: what honest ones give, and a sentence for each of the ways in which others do harm."""

from __future__ import annotations

import io
import os
import re
import struct
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from media_pipeline.errors import Refused
from media_pipeline.inputs import files_in, is_several, opened, unpacked
from media_pipeline.recipes import LIMITS

Entry = tuple[str | zipfile.ZipInfo, bytes]


def packed(entries: Iterable[Entry], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these files, names as given."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return out.getvalue()


def named(name: str, kind: int) -> zipfile.ZipInfo:
    """An entry of another kind than a file: a link, a pipe."""
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (kind | 0o777) << 16
    return info


def contents(source: Path, **limits: int) -> dict[str, bytes]:
    with unpacked(source, replace(LIMITS, **limits)) as folder:
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files_in(folder)}


@pytest.fixture
def zipped(tmp_path: Path) -> Callable[[bytes], Path]:
    def write(data: bytes) -> Path:
        path = tmp_path / "model.zip"
        path.write_bytes(data)
        return path

    return write


def refusal(source: Path, **limits: int) -> Refused:
    with pytest.raises(Refused) as caught:
        contents(source, **limits)
    assert str(caught.value).startswith(f"{source.name} ")
    return caught.value


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_zip_gives_its_files_and_leaves_nothing(zipped: Callable[[bytes], Path], method: int) -> None:
    files = {"scene.gltf": b"{}" * 4000, "textures/wall.png": bytes(range(256))}
    source = zipped(packed(files.items(), method))
    with unpacked(source) as folder:
        assert {path.relative_to(folder).as_posix(): path.read_bytes() for path in files_in(folder)} == files
        assert folder.name == "model.zip"
    assert not folder.exists()


def test_a_single_top_folder_is_entered(zipped: Callable[[bytes], Path]) -> None:
    source = zipped(packed([("outer/inner/a.obj", b"1"), ("outer/inner/b/c.mtl", b"2"), ("__MACOSX/outer/._a.obj", b"3")]))
    assert contents(source) == {"a.obj": b"1", "b/c.mtl": b"2"}
    with unpacked(source) as folder:
        assert folder.name == "model.zip"


def test_what_file_managers_leave_is_ignored(zipped: Callable[[bytes], Path]) -> None:
    rubbish = ["__MACOSX/._f.jpg", ".DS_Store", "Thumbs.db", "a/desktop.ini", "a/._f.jpg", ".git/config"]
    assert contents(zipped(packed([(name, b"x") for name in (*rubbish, "f.jpg")]))) == {"f.jpg": b"x"}


def test_backslashes_are_folders(zipped: Callable[[bytes], Path]) -> None:
    info = zipfile.ZipInfo("model/textures/wall.png")
    info.filename = "model\\textures\\wall.png"
    assert contents(zipped(packed([(info, b"x"), ("model/a.obj", b"y")]))) == {"a.obj": b"y", "textures/wall.png": b"x"}


def test_a_folder_is_given_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "garage"
    (folder / "textures").mkdir(parents=True)
    (folder / "textures" / "a.png").write_bytes(b"x")
    (folder / "b.gltf").write_bytes(b"y")
    (folder / ".DS_Store").write_bytes(b"z")
    with unpacked(folder) as given:
        assert given == folder
        assert [path.relative_to(given).as_posix() for path in files_in(given)] == ["b.gltf", "textures/a.png"]


def test_other_files_are_opened_as_they_are(tmp_path: Path, zipped: Callable[[bytes], Path]) -> None:
    plain = tmp_path / "a.glb"
    plain.write_bytes(b"glTF")
    with opened(plain) as same:
        assert same == plain
    with opened(zipped(packed([("a.glb", b"glTF")]))) as folder:
        assert folder.is_dir()
    assert [is_several(path) for path in (plain, tmp_path, tmp_path / "model.zip", tmp_path / "none")] == [
        False,
        True,
        True,
        False,
    ]


OUT = ["../evil", "a/../../evil", "/etc/evil", "C:\\evil", "c:evil", "..\\evil", "a//b", "./a"]
STRANGE = ["a\x01b", "nieuwe\nregel", "x" * 256, "a/" * 600]


@pytest.mark.parametrize(("name", "code"), [*((name, "zip_path") for name in OUT), *((name, "zip_name") for name in STRANGE)])
def test_names_that_lead_out_or_are_no_names(zipped: Callable[[bytes], Path], tmp_path: Path, name: str, code: str) -> None:
    info = zipfile.ZipInfo("plain")
    info.filename = name
    before = sorted(tmp_path.iterdir())
    source = zipped(packed([(info, b"x"), ("good", b"y")]))
    assert refusal(source).code == code
    assert sorted(tmp_path.iterdir()) == [*before, source]


@pytest.mark.parametrize("kind", [0o120000, 0o010000, 0o020000])
def test_links_and_devices_in_a_zip(zipped: Callable[[bytes], Path], kind: int) -> None:
    assert refusal(zipped(packed([(named("texture.png", kind), b"/etc/passwd")]))).code == "link_inside"


def test_links_and_pipes_in_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "texture.png").symlink_to("/etc/passwd")
    assert refusal(folder).values["inside"] == "texture.png"
    (folder / "texture.png").unlink()
    (folder / "more").symlink_to(tmp_path, target_is_directory=True)
    assert refusal(folder).code == "link_inside"
    (folder / "more").unlink()
    os.mkfifo(folder / "pipe")
    assert refusal(folder).code == "link_inside"


def test_the_same_name_twice(zipped: Callable[[bytes], Path]) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        data = packed([("a.obj", b"1"), ("a.obj", b"2")])
    assert refusal(zipped(data)).code == "zip_twice"
    assert refusal(zipped(packed([("a.obj", b"1"), ("A.OBJ", b"2")]))).code == "zip_twice"
    assert refusal(zipped(packed([("a", b"1"), ("a/b", b"2")]))).code == "zip_twice"
    assert refusal(zipped(packed([("a/b", b"1"), ("a", b"2")]))).code == "zip_twice"


def test_a_password(zipped: Callable[[bytes], Path]) -> None:
    data = bytearray(packed([("a.obj", b"1")], zipfile.ZIP_STORED))
    for at, flags in ((data.index(b"PK\x03\x04"), 6), (data.index(b"PK\x01\x02"), 8)):
        data[at + flags] |= 1
    assert refusal(zipped(bytes(data))).code == "zip_locked"


def test_another_way_of_packing(zipped: Callable[[bytes], Path]) -> None:
    assert refusal(zipped(packed([("a.obj", b"1" * 100)], zipfile.ZIP_BZIP2))).code == "zip_method"


def test_a_zip_in_a_zip(zipped: Callable[[bytes], Path]) -> None:
    refused = refusal(zipped(packed([("source/photo.jpg", packed([("a", b"1")]))])))
    assert refused.code == "zip_in_zip" and refused.values["inside"] == "source/photo.jpg"


def test_too_many_files(zipped: Callable[[bytes], Path], tmp_path: Path) -> None:
    source = zipped(packed([(f"{number}.png", b"") for number in range(9)]))
    assert len(contents(source, files=9)) == 9
    assert refusal(source, files=8).values == {"name": "model.zip", "files": 9, "limit": 8}
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(9):
        (folder / f"{number}.png").write_bytes(b"")
    assert refusal(folder, files=8).values == {"name": "many", "files": 9, "limit": 8}


@pytest.mark.parametrize("zip64", [False, True])
def test_a_list_of_contents_that_would_fill_the_memory(zipped: Callable[[bytes], Path], zip64: bool) -> None:
    data = packed([(f"{number:0>200}", b"") for number in range(50)])
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    if zip64:
        record = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 50, 50, end - start, start)
        locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, end, 1)
        data = data[:end] + record + locator + data[end:-10] + b"\xff" * 8 + b"\0\0"
        assert len(contents(zipped(data))) == 50
    assert refusal(zipped(data), files=10).values["files"] == (end - start) // 46


def test_a_bomb_by_ratio(zipped: Callable[[bytes], Path]) -> None:
    source = zipped(packed([("a.stl", bytes(80 * 1024**2))]))
    refused = refusal(source)
    assert refused.code == "too_large_together" and refused.values["size"] == 80 * 1024**2
    assert list(contents(source, zip_ratio=2000)) == ["a.stl"]


def test_too_large_together(zipped: Callable[[bytes], Path], tmp_path: Path) -> None:
    source = zipped(packed([("a.stl", bytes(700)), ("b.stl", bytes(700))]))
    assert refusal(source, file_bytes=1000).values == {"name": "model.zip", "size": 1400, "limit": 1000}
    folder = tmp_path / "large"
    folder.mkdir()
    (folder / "a.stl").write_bytes(bytes(1400))
    assert refusal(folder, file_bytes=1000).code == "too_large_together"


def test_a_size_that_is_a_lie(zipped: Callable[[bytes], Path]) -> None:
    """Ten bytes announced, ten megabytes inside: what comes out is counted, not what was said."""
    data = bytearray(packed([("a.stl", bytes(10 * 1024**2))]))
    for at, size in ((data.index(b"PK\x03\x04"), 22), (data.index(b"PK\x01\x02"), 24)):
        struct.pack_into("<I", data, at + size, 10)
    assert refusal(zipped(bytes(data))).code == "damaged"


def test_nothing_in_it(zipped: Callable[[bytes], Path], tmp_path: Path) -> None:
    assert refusal(zipped(packed([]))).code == "holds_nothing"
    assert refusal(zipped(packed([(".DS_Store", b"x"), ("a/", b"")]))).code == "holds_nothing"
    (tmp_path / "empty").mkdir()
    assert refusal(tmp_path / "empty").code == "holds_nothing"


def test_every_cut_and_many_changes_are_refused_or_whole(zipped: Callable[[bytes], Path]) -> None:
    data = packed([("a.obj", b"v 0 0 0\n" * 30), ("b/c.mtl", b"newmtl x\n")])
    whole = contents(zipped(data))
    for length in range(4, len(data), 3):
        assert refusal(zipped(data[:length])).code == "damaged"
    for at in range(0, len(data), 2):
        changed = bytearray(data)
        changed[at] ^= 0xFF
        try:
            found = contents(zipped(bytes(changed)))
        except Refused:
            continue
        # a changed name or time is no damage, nor is a file that is hidden by it; contents are guarded by their checksum
        assert set(found.values()) <= set(whole.values())


def test_sentences_name_what_is_printable(zipped: Callable[[bytes], Path]) -> None:
    info = zipfile.ZipInfo("plain")
    info.filename = "../\x1b[31m" + "long" * 60
    sentence = str(refusal(zipped(packed([(info, b"x")]))))
    assert "\x1b" not in sentence and re.search(r"\(\.\./\?\[31m(long)+", sentence) and len(sentence) < 200
