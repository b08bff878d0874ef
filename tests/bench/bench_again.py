"""An input that was packaged before, given again, against its first time: a photo, a film and a mesh.

``python -m tests.bench.bench_again [--rounds 3]`` prints one JSON object; the ratio is again / first time, of the kind that fares
worst, so less is better. Both are package() in one warm process with a new store each round; both must give the same asset, and
the second leave every file of the store as it was. ``whole`` is the photo through ``python -m media_pipeline package``.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from media_pipeline.libav.looked_at import forget
from media_pipeline.package import package
from media_pipeline.records import Asset
from media_pipeline.store import DiskStore
from tests.bench import bench_meshes, bench_photos, bench_video

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=3)
    print(json.dumps(measure(parser.parse_args().rounds), indent=2))
    return 0


def measure(rounds: int = 3) -> dict[str, Any]:
    """Times in seconds (medians) and again / first time of each kind; AssertionError where the second is not the same."""
    with tempfile.TemporaryDirectory(prefix="bench-again-") as folder:
        work = Path(folder)
        sources = _sources(work)
        result: dict[str, Any] = {
            "bench": "unchanged_again",
            "ratio": "not measured",
            "peer_name": "first time; again / first, the worst kind",
            "input": ", ".join(f"{source.name} {source.stat().st_size} bytes" for source in sources.values()),
            "cores": len(os.sched_getaffinity(0)),
            "load_average_before": round(os.getloadavg()[0], 2),
        }
        worst = 0.0
        for kind, source in sources.items():
            first, again = _medians(rounds, work / kind, lambda store, source=source: _ours(source, store))
            result |= {f"{kind}_s": round(first, 3), f"{kind}_again_s": round(again, 4)}
            worst = max(worst, again / first)
        first, again = _medians(rounds, work / "whole", lambda store: _whole(sources["photo"], store))
        result |= {"whole_s": round(first, 3), "whole_again_s": round(again, 3), "ratio_whole_process": round(again / first, 3)}
        result["ratio"] = round(worst, 4)
        result["load_average_after"] = round(os.getloadavg()[0], 2)
        return result


def _sources(work: Path) -> dict[str, Path]:
    mesh = work / "bumps.glb"
    mesh.write_bytes(bench_meshes.bumps().glb())
    film = bench_video.REAL if bench_video.REAL.exists() else bench_video.generated(work / "generated.mp4")
    return {"photo": bench_photos.photo(work / "photo.jpg", 8192), "film": film, "mesh": mesh}


def _medians(rounds: int, work: Path, make: Callable[[Path], object]) -> tuple[float, float]:
    """Seconds of the first time and of the second, in a new store each round."""
    times: list[tuple[float, float]] = []
    for number in range(rounds):
        store = work / str(number)
        first, asset = _timed(lambda store=store: make(store))
        made = _files(store)
        again, same = _timed(lambda store=store: make(store))
        assert same == asset and _files(store) == made, f"{work.name}: the second time is not the first"
        times.append((first, again))
    firsts, agains = zip(*times, strict=True)
    return statistics.median(firsts), statistics.median(agains)


def _timed(make: Callable[[], object]) -> tuple[float, object]:
    began = time.perf_counter()
    made = make()
    return time.perf_counter() - began, made


def _ours(source: Path, store: Path) -> Asset:
    forget()  # a worker that meets a file again next week has to look at it again
    return package(source, DiskStore(store))


def _whole(source: Path, store: Path) -> str:
    command = [sys.executable, "-m", "media_pipeline", "package", str(source), "--store", str(store)]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def _files(store: Path) -> dict[str, int]:
    """Every file and when it was written."""
    return {str(path): path.stat().st_mtime_ns for path in store.rglob("*") if path.is_file()}


if __name__ == "__main__":
    sys.exit(main())
