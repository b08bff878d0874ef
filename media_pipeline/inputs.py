"""Inputs of several files: a folder as it is, a zip unpacked into a work directory; safe against what a stranger packs.

    with unpacked(source) as folder:
        for path in files_in(folder): ...

A zip's own names are never trusted: each is checked before the first byte is written, and every file is written under a path
that we put together ourselves.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from media_pipeline.errors import DETAILS, Refused
from media_pipeline.processes import work_directory
from media_pipeline.recipes import LIMITS, Limits

IGNORED = re.compile(r"__macosx|desktop\.ini|thumbs\.db|\..+", re.IGNORECASE)
"""Names that file managers leave behind; a whole path is ignored where one of its parts is one of these."""

ZIP_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_NAME_BYTES, _PATH_BYTES = 255, 1024
_LIST_BYTES = 600  # of a file in a zip's list of contents, more than any honest one takes
_FREE_BYTES = 64 * 1024**2
"""What may come out of any zip, however small: text and plain colours shrink a thousandfold without ill will."""
_PIECE = 1024 * 1024


@contextmanager
def unpacked(source: Path, limits: Limits = LIMITS) -> Iterator[Path]:
    """A directory with the files of a folder or zip, named as the source is. A single top folder is entered.

    A folder is given as it is: refused with links in it, or above the limits of files and bytes. Refused for a zip: damaged,
    encrypted, packed unusually, with paths that lead out of it, links, the same name twice, another zip inside, or above the
    limits of files, bytes and ratio.
    """
    if source.is_dir():
        check_folder(source, limits)
        yield _inmost(source)
        return
    with work_directory("unpack") as work:
        # named as the zip is, because sentences name what they are about
        target = work / "files" / source.name
        target.mkdir(parents=True)
        _unpack(source, target, limits)
        yield target


@contextmanager
def opened(source: Path, limits: Limits = LIMITS) -> Iterator[Path]:
    """A folder or zip as unpacked() gives it, any other file as it is."""
    if not is_several(source):
        yield source
        return
    with unpacked(source, limits) as folder:
        yield folder


def is_several(source: Path) -> bool:
    """Whether this is a folder or a zip, told by its first bytes."""
    if not source.is_file():
        return source.is_dir()
    with source.open("rb") as file:
        return file.read(4) in ZIP_SIGNATURES


def files_in(folder: Path) -> list[Path]:
    """All files below a folder, without those that file managers leave behind, in the order of their paths."""
    found = []
    for above, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not IGNORED.fullmatch(name)]
        found += [Path(above, name) for name in names if not IGNORED.fullmatch(name)]
    return sorted(found, key=lambda path: path.relative_to(folder).parts)


def check_folder(source: Path, limits: Limits = LIMITS) -> None:
    """Refused for a folder with links, devices, too many files or bytes, or nothing at all."""
    files = size = 0
    for above, folders, names in os.walk(source):
        for name in (*folders, *names):
            status = Path(above, name).lstat()
            if stat.S_ISDIR(status.st_mode):
                continue
            if not stat.S_ISREG(status.st_mode):
                raise Refused("link_inside", name=source.name, inside=_shown(name))
            files, size = files + 1, size + status.st_size
        if files > limits.files:  # looked at folder by folder: somebody may have chosen the root of a disk
            raise Refused("too_many_files", name=source.name, files=files, limit=limits.files)
        if size > limits.file_bytes:
            raise Refused("too_large_together", name=source.name, size=size, limit=limits.file_bytes)
    if files == 0:
        raise Refused("holds_nothing", name=source.name)


def _unpack(source: Path, target: Path, limits: Limits) -> None:
    damaged = Refused("damaged", name=source.name, detail=DETAILS["unreadable"])
    _check_list(source, limits)
    try:
        with zipfile.ZipFile(source) as archive:
            chosen = _checked(source, archive, limits)
            for inside, path in chosen.items():
                _write(source.name, archive, inside, target / path)
    except (zipfile.BadZipFile, zlib.error, EOFError, struct.error, ValueError, NotImplementedError):
        raise damaged from None
    _enter_single(target)


def _check_list(source: Path, limits: Limits) -> None:
    """Refuse a list of contents that is too long, before zipfile reads it whole into memory.

    Source: PKWARE APPNOTE 6.3, sections 4.3.14 to 4.3.16 (the records at the end of a zip).
    """
    with source.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        start = max(0, size - 22 - 65535 - 20)
        file.seek(start)
        tail = file.read()
        at = tail.rfind(b"PK\x05\x06")
        if at < 0 or len(tail) < at + 22:
            raise Refused("damaged", name=source.name, detail=DETAILS["unreadable"])
        length = struct.unpack_from("<I", tail, at + 12)[0]
        if at >= 20 and tail[at - 20 : at - 16] == b"PK\x06\x07":
            file.seek(min(struct.unpack_from("<Q", tail, at - 12)[0], size))
            record = file.read(56)
            if len(record) < 56 or record[:4] != b"PK\x06\x06":
                raise Refused("damaged", name=source.name, detail=DETAILS["unreadable"])
            length = struct.unpack_from("<Q", record, 40)[0]
    if length > _LIST_BYTES * limits.files:
        files = length // 46  # the shortest entry: there are at most so many
        raise Refused("too_many_files", name=source.name, files=files, limit=limits.files)


def _checked(source: Path, archive: zipfile.ZipFile, limits: Limits) -> dict[zipfile.ZipInfo, PurePosixPath]:
    """The files to write, each with its path below the target. All are checked before any is written."""
    name, entries = source.name, archive.infolist()
    if len(entries) > limits.files:
        raise Refused("too_many_files", name=name, files=len(entries), limit=limits.files)
    chosen: dict[zipfile.ZipInfo, PurePosixPath] = {}
    taken: dict[str, bool] = {}  # path without regard to case -> is it a file
    together = 0
    for inside in entries:
        path = _safe_path(name, inside.filename)
        if inside.header_offset < 0:
            raise Refused("damaged", name=name, detail=DETAILS["unreadable"])
        mode = inside.external_attr >> 16
        if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise Refused("link_inside", name=name, inside=_shown(inside.filename))
        if inside.filename.endswith(("/", "\\")) or any(IGNORED.fullmatch(part) for part in path.parts):
            continue
        if inside.flag_bits & 0x41:
            raise Refused("zip_locked", name=name)
        if inside.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused("zip_method", name=name, inside=_shown(inside.filename))
        key = str(path).casefold()
        if key in taken or any(taken.get(str(above).casefold()) for above in path.parents):
            raise Refused("zip_twice", name=name, inside=_shown(inside.filename))
        taken |= {str(above).casefold(): False for above in path.parents} | {key: True}
        together += inside.file_size
        chosen[inside] = path
    limit = min(limits.file_bytes, max(_FREE_BYTES, limits.zip_ratio * source.stat().st_size))
    if together > limit:
        raise Refused("too_large_together", name=name, size=together, limit=limit)
    if not chosen:
        raise Refused("holds_nothing", name=name)
    return chosen


def _safe_path(name: str, inside: str) -> PurePosixPath:
    """A path inside a zip; Refused where it is absolute, leads upwards or holds what no file name should hold."""
    parts = inside.replace("\\", "/").rstrip("/").split("/")
    leads_out = inside.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", inside) is not None
    if leads_out or any(part in ("", ".", "..") for part in parts):
        raise Refused("zip_path", name=name, inside=_shown(inside))
    strange = (
        any(ord(letter) < 32 or ord(letter) == 127 or 0xD800 <= ord(letter) < 0xE000 for letter in inside)
        or any(len(part.encode("utf-8", "replace")) > _NAME_BYTES for part in parts)
        or len(inside.encode("utf-8", "replace")) > _PATH_BYTES
    )
    if strange:
        raise Refused("zip_name", name=name, inside=_shown(inside))
    return PurePosixPath(*parts)


def _write(name: str, archive: zipfile.ZipFile, inside: zipfile.ZipInfo, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with archive.open(inside) as packed, path.open("xb") as file:
        while piece := packed.read(_PIECE):
            if written == 0 and piece[:4] in ZIP_SIGNATURES:
                raise Refused("zip_in_zip", name=name, inside=_shown(inside.filename))
            written += len(piece)
            if written > inside.file_size:  # the limits were held against what it says
                raise zipfile.BadZipFile
            file.write(piece)


def _enter_single(target: Path) -> None:
    """Move what lies in a single top folder up, so that the target keeps its name."""
    inmost = _inmost(target)
    if inmost != target:
        aside = target.parent.with_name("aside")
        inmost.rename(aside)
        shutil.rmtree(target)
        aside.rename(target)


def _inmost(folder: Path) -> Path:
    """The folder itself, or the single one in it, and so on."""
    while True:
        inside = [path for path in folder.iterdir() if not IGNORED.fullmatch(path.name)]
        if len(inside) != 1 or not inside[0].is_dir():
            return folder
        folder = inside[0]


def _shown(inside: str) -> str:
    """A stranger's file name, short and printable, for a sentence."""
    return "".join(letter if letter.isprintable() else "?" for letter in inside)[:80]
