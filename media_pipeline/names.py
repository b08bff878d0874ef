"""File names as people and JSON can have them: a name may hold anything but a slash, also bytes that are no text at all."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from media_pipeline.inputs import check_folder
from media_pipeline.processes import work_directory

_ACTS = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Categories of letters that a terminal obeys instead of showing, that turn the direction of writing, or that are none."""
_IN_JSON = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff]")


def printable(text: str) -> str:
    """One line in which each letter is shown; what acts on a terminal stands there with a backslash, as \\x1b."""
    return "".join(_escaped(letter) if unicodedata.category(letter) in _ACTS else letter for letter in " ".join(text.split()))


def printable_json(text: str) -> str:
    """JSON with the same content: what a terminal obeys, and what is no text, as \\u009b. JSON itself does so below 32."""
    return _IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def given(text: str) -> Path:
    """An argument that names a file, for argparse; an empty one, as an unset variable leaves it, would be the current folder."""
    if not text:
        raise argparse.ArgumentTypeError("an empty name names no file; give the name of one")
    return Path(text)


@contextmanager
def in_words(paths: Sequence[Path]) -> Iterator[list[Path]]:
    """The same files, those whose names are no text (not UTF-8) under one that shows their bytes: caf\\xe9.jpg.

    Names go into documents and to children, where bytes that are no text have no place.
    """
    for path in paths:
        if path.is_dir():
            _check_inside(path)
    if all(_is_text(path.name) or not path.exists() for path in paths):
        yield list(paths)
        return
    with work_directory("named") as work:
        yield [path if _is_text(path.name) else _linked(path, work / str(number)) for number, path in enumerate(paths)]


def _linked(path: Path, folder: Path) -> Path:
    folder.mkdir()
    target = folder / printable(path.name)
    # no link by name: who follows it comes to the name that is no text
    if path.is_dir():
        shutil.copytree(path, target, symlinks=True, copy_function=_same_or_copied)
    else:
        _same_or_copied(path, target)
    return target


def _same_or_copied(source: str | Path, target: str | Path) -> None:
    try:
        os.link(os.path.realpath(source), target)
    except OSError:  # another disk
        shutil.copyfile(source, target)


def _check_inside(folder: Path) -> None:
    """ValueError where a name within is no text. Refused for what is no folder of a few files at all."""
    check_folder(folder)
    for _, folders, names in os.walk(folder):
        for name in (*folders, *names):
            if not _is_text(name):
                raise ValueError(f"{folder.name} holds {printable(name)}, a name that is no text (not UTF-8); rename it")


def _is_text(name: str) -> bool:
    return not any(unicodedata.category(letter) == "Cs" for letter in name)


def _escaped(letter: str) -> str:
    number = ord(letter)
    if 0xDC80 <= number <= 0xDCFF:  # a byte that is no text, as Python keeps it
        return f"\\x{number - 0xDC00:02x}"
    return letter.encode("unicode_escape", "backslashreplace").decode()
