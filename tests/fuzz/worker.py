"""One kind's mutants through probe and package, one after the other, each looked at for what it may not do."""

from __future__ import annotations

import json
import logging
import resource
import tempfile
import time
import traceback
from pathlib import Path
from typing import IO, Any

from media_pipeline.canonical import to_json
from media_pipeline.errors import PipelineError, Refused
from media_pipeline.inputs import opened
from media_pipeline.package import package
from media_pipeline.probe import probe
from media_pipeline.release.references import references_in
from media_pipeline.store.memory import MemoryStore
from media_pipeline.videos.captions import package_captions
from tests.fuzz.mutate import mutant
from tests.fuzz.nursery import Nursery

MEMORY_KB = 1024 * 1024
"""The most that the worker or one of its children may hold of such small files."""

SUFFIXES = {"pictures/jpeg_cmyk": "jpg", "videos/mp4-sv3d": "mp4"}
Result = dict[str, Any]


def work(kind: str, numbers: range, seed: int, seeds: dict[str, bytes], whole: int, folder: Path, tell: IO[str]) -> None:
    """Tell a line before each mutant and one after it; of those that are read, ``whole`` are packaged, the rest probed only."""
    logging.disable(logging.CRITICAL)
    job, canary = folder / "job", Canary(folder)
    job.mkdir()
    tempfile.tempdir = str(folder / "tmp")
    (folder / "tmp").mkdir()
    Nursery()
    for number in numbers:
        print(json.dumps({"begin": number}), file=tell, flush=True)
        data = mutant(kind, number, seed, seeds)
        source = job / f"file.{_suffix(kind)}"
        source.write_bytes(data)
        started = time.monotonic()
        result = _tried(kind, source, whole > 0)
        whole -= result.get("packaged", False)
        wrong = [*([result["wrong"]] if "wrong" in result else []), *canary.complaints(source, data)]
        used = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        if used > MEMORY_KB:
            wrong.append(f"held {used // 1024} MiB")
        seconds = round(time.monotonic() - started, 3)
        told = {"end": number, "verdict": result["verdict"], "seconds": seconds, "kb": used, "wrong": "; ".join(wrong)}
        print(json.dumps(told), file=tell, flush=True)


def _suffix(kind: str) -> str:
    return SUFFIXES.get(kind, kind.split("/")[1].split("-")[0].split("_")[0])


def _tried(kind: str, source: Path, whole: bool) -> Result:
    store = MemoryStore()
    try:
        if kind in ("videos/srt", "videos/vtt"):
            package_captions(source, "nl", store)
            return {"verdict": "accepted", "packaged": True}
        if not whole:
            with opened(source) as input_:
                probe(input_)
            return {"verdict": "accepted"}
        asset = package(source, store)
    except Refused as refused:
        return {"verdict": refused.code, **_sentence(refused)}
    except PipelineError as error:
        return {"verdict": type(error).__name__, **_sentence(error)}
    except BaseException:
        return {"verdict": "failed", "wrong": traceback.format_exc()}
    missing = [named.path for named in references_in(to_json(asset), "the asset") if not store.exists(named.path)]
    return {
        "verdict": "accepted",
        "packaged": True,
        **({"wrong": f"names blobs that are not there: {missing}"} if missing else {}),
    }


def _sentence(error: Exception) -> Result:
    said = str(error)
    return {} if said and "\n" not in said and "Traceback" not in said else {"wrong": f"is no sentence: {said!r}"}


class Canary:
    """What may not change while a file is packaged: what lies around the job's folder, and the file itself."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "canary").mkdir()
        (folder / "canary" / "secret.txt").write_text("do not touch")
        self.before = self._state()

    def _state(self) -> list[tuple[str, int, int]]:
        return [(path.name, (status := path.stat()).st_size, status.st_mtime_ns) for path in sorted(self._around())]

    def _around(self) -> list[Path]:
        return [*(self.folder / "canary").iterdir(), self.folder / "canary"]

    def complaints(self, source: Path, data: bytes) -> list[str]:
        found = []
        if self._state() != self.before:
            found.append("something outside the job's folder changed")
        if left := [path.name for path in (self.folder / "tmp").iterdir()]:
            found.append(f"left behind: {left}")
        if list(source.parent.iterdir()) != [source] or source.read_bytes() != data:
            found.append("the input or its folder changed")
        return found
