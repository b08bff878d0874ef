"""Sentences on what is worth a look though nothing is refused: said as they come, and kept by who keeps the result.

They go to a logger: the command line prints them on standard error, a worker's log keeps them. Who packages also hears them
(hearing()), so that an input that is recognised later is told of with the same sentences.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from media_pipeline.canonical import Document
from media_pipeline.records import MediaInfo
from media_pipeline.remarks import Remark, about

LOGGER = logging.getLogger("media_pipeline.warnings")
_hearers: ContextVar[tuple[list[str], ...]] = ContextVar("hearers", default=())


def warn(sentence: Remark) -> None:
    """Say one sentence about the input; once, however often its files are read meanwhile."""
    if any(sentence in heard for heard in _hearers.get()):
        return
    LOGGER.warning("%s", sentence)
    for heard in _hearers.get():
        heard.append(sentence)


def warn_of(info: MediaInfo) -> None:
    """Say what was found out about a file, each sentence with its name."""
    for warning in info.warnings:
        warn(about(info.name, warning))


@contextmanager
def hearing() -> Iterator[list[str]]:
    """A list that grows by all that this thread says meanwhile."""
    heard: list[str] = []
    token = _hearers.set((*_hearers.get(), heard))
    try:
        yield heard
    finally:
        _hearers.reset(token)


class Sentence(Document):
    """A sentence without the name of the file that it begins with: a record names no file, and a copy may be called otherwise.

    ``about`` is that file's number among those of the input and its wishes; None where the sentence names none of them.
    """

    about: int | None = None
    says: str


class Kept(Document):
    """What was said while an input was packaged."""

    sentences: tuple[Sentence, ...] = ()


def kept(heard: Sequence[str], names: Sequence[str]) -> Kept:
    """Sentences to remember, each once; ``names`` are the files that were packaged."""
    return Kept(sentences=tuple(_unnamed(one, names) for one in dict.fromkeys(heard)))


def repeat(known: Kept, names: Sequence[str]) -> None:
    """Say them again; ``names`` are what the same files are called now, in the same order."""
    for one in known.sentences:
        warn(Remark(one.says if one.about is None else names[one.about] + one.says))


def _unnamed(sentence: str, names: Sequence[str]) -> Sentence:
    for number, name in enumerate(names):
        rest = sentence.removeprefix(name)
        if rest != sentence and rest[:1] in (" ", ":"):
            return Sentence(about=number, says=rest)
    return Sentence(says=sentence)
