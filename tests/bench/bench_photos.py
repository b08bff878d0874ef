"""A generated 16384x8192 photo, packaged whole (tiles, tiers, poster, preview), against our own 8192x4096 one.

``python -m tests.bench.bench_photos [--pairs 5]`` prints one JSON object; the ratio is time of 16K / time of 8K, so smaller is
better. Each is packaged in a process of its own, in interleaved pairs; ``peak_16k_mb`` is the most memory that one took (its
resident set, with Python and all libraries). Whole processes are printed too.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from media_pipeline.images.planes import encode, of_rgb
from tests import media

ROOT = Path(__file__).resolve().parents[2]
_TIMED = """
import json, resource, sys, time
from pathlib import Path
from media_pipeline.package import package
from media_pipeline.store import DiskStore
before = time.perf_counter()
asset = package(Path(sys.argv[1]), DiskStore(sys.argv[2]), kind="panorama")
seconds = time.perf_counter() - before
usage = resource.getrusage(resource.RUSAGE_SELF)
# not ru_maxrss: that of a child begins with what its parent had when it forked
peak = int(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
print(json.dumps({"s": seconds, "cpu": usage.ru_utime + usage.ru_stime, "mb": peak / 1024,
                  "face_size": asset.tiles.face_size, "tiers": [tier.width for tier in asset.tiers]}))
"""


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pairs", type=int, default=5)
    print(json.dumps(measure(parser.parse_args().pairs), indent=2))
    return 0


def measure(pairs: int = 5) -> dict[str, Any]:
    """Times in seconds (medians), memory in MB (the most of all runs) and time of 16K / time of 8K."""
    with tempfile.TemporaryDirectory(prefix="bench-photos-") as folder:
        work = Path(folder)
        photos = {name: photo(work / f"{name}.jpg", width) for name, width in (("8k", 8192), ("16k", 16384))}
        runs: dict[str, list[dict[str, Any]]] = {name: [] for name in photos}
        for number in range(pairs):
            for name, source in photos.items():
                runs[name].append(_run(source, work / f"{name}-{number}"))
        result: dict[str, Any] = {
            "bench": "photo_16k_whole",
            "ratio": round(_median(runs["16k"], "s") / _median(runs["8k"], "s"), 2),
            "peer_name": "own 8192x4096; 16K / 8K",
            "input": f"generated detail, 16384x8192, {photos['16k'].stat().st_size} bytes",
            "load_average": round(os.getloadavg()[0], 2),
            "cores": len(os.sched_getaffinity(0)),
        }
        for name, each in runs.items():
            result[f"seconds_{name}"] = round(_median(each, "s"), 2)
            result[f"cpu_{name}"] = round(_median(each, "cpu"), 2)
            result[f"peak_{name}_mb"] = round(max(run["mb"] for run in each))
            result[f"face_size_{name}"] = each[0]["face_size"]
            result[f"tiers_{name}"] = each[0]["tiers"]
        result["ratio_cpu"] = round(result["cpu_16k"] / result["cpu_8k"], 2)
        return result


def _median(runs: list[dict[str, Any]], field: str) -> float:
    return statistics.median(run[field] for run in runs)


def photo(path: Path, width: int) -> Path:
    """A photo whose detail is as fine at any size: a sphere of 8192 pixels and noise, repeated in the larger one's quarters."""
    picture = media.sphere(4096, 90.0)
    noise = np.random.default_rng(3).normal(0, 6, picture.shape[:2])[:, :, None]
    picture = np.clip(picture + noise, 0, 255).astype(np.uint8)
    picture = np.tile(picture, (width // 4096, width // 4096, 1))
    path.write_bytes(encode(of_rgb(picture), 90))
    return path


def _run(photo: Path, store: Path) -> dict[str, Any]:
    command = [sys.executable, "-c", _TIMED, str(photo), str(store)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    subprocess.run(["rm", "-rf", str(store)], check=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


if __name__ == "__main__":
    sys.exit(main())
