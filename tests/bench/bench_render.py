"""A generated scene of 300,000 triangles -> a 360° panorama of 4096x2048, for one eye and for two.

``python -m tests.bench.bench_render [--rounds 5]`` prints one JSON object. ``draw_s`` is one viewpoint from checking the GLB to
the finished picture, the child's start included; ``next_s`` is what each further viewpoint of the same run adds; ``whole_s`` is
``python -m media_pipeline render`` as a process, packaging included. The ratio is five seconds, the time that it may take,
to ``draw_s``. Before that the picture is compared with the same scene drawn at twice the size and averaged.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from media_pipeline.meshes import gl
from media_pipeline.progress import silent
from media_pipeline.rendering.pictures import draw_pictures
from media_pipeline.rendering.viewpoints import Viewpoint
from tests import media
from tests.media_pipeline.rendering import scenes

ROOT = Path(__file__).resolve().parents[2]
WIDTH, LIMIT_S, TRIANGLES = 4096, 5.0, 300_000
EYES = Viewpoint(0.3, 1.6, 0.2)
NEXT = Viewpoint(-1.0, 1.6, 0.8)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    print(json.dumps(measure(parser.parse_args().rounds), indent=2))
    return 0


def measure(rounds: int = 5) -> dict[str, Any]:
    """Medians in seconds, PSNR in dB."""
    result: dict[str, Any] = {"bench": "scene_to_panorama", "ratio": "not measured", "peer_name": f"at most {LIMIT_S:g} s"}
    with tempfile.TemporaryDirectory(prefix="bench-render-") as folder:
        work = Path(folder)
        scene = work / "workshop.glb"
        triangles = workshop(scene)
        result["input"] = f"generated workshop, {triangles} triangles, {scene.stat().st_size} bytes, to {WIDTH}x{WIDTH // 2}"
        result |= {"cores": len(os.sched_getaffinity(0)), "load_average_before": round(os.getloadavg()[0], 2)}
        if not gl.can_render():
            return result
        fine = media.pixels(_drawn(scene, work, [EYES], width=2 * WIDTH).read_bytes())
        fine = cv2.resize(fine, (WIDTH, WIDTH // 2), interpolation=cv2.INTER_AREA)
        result["psnr"] = round(media.psnr(media.pixels(_drawn(scene, work, [EYES]).read_bytes()), fine), 2)
        times: dict[str, list[float]] = {name: [] for name in ("draw", "two", "draw_stereo", "whole", "whole_stereo")}
        for _ in range(rounds):
            _timed(times["draw"], lambda: _drawn(scene, work, [EYES]))
            _timed(times["two"], lambda: _drawn(scene, work, [EYES, NEXT]))
            _timed(times["draw_stereo"], lambda: _drawn(scene, work, [EYES], stereo=True))
            _timed(times["whole"], lambda: _whole(scene, work / "store"))
            _timed(times["whole_stereo"], lambda: _whole(scene, work / "store", "--stereo"))
        result |= {f"{name}_s": round(statistics.median(values), 2) for name, values in times.items()}
        result["next_s"] = round(result.pop("two_s") - result["draw_s"], 2)
        result["ratio"] = round(LIMIT_S / result["draw_s"], 2)
        result["stereo_costs"] = round(result["draw_stereo_s"] / result["draw_s"], 2)
        result["load_average_after"] = round(os.getloadavg()[0], 2)
    return result


def workshop(path: Path) -> int:
    """Writes the scene: a lit room with shelves full of round things, no two alike; how many triangles it has."""
    random = np.random.default_rng(1)
    model = scenes.scene()
    count = 0
    for number, (middle, across, up) in enumerate(scenes.WALLS):
        points, normals, triangles = scenes.wall(middle, across, up, 40)
        shade = (0.75, 0.7, 0.6) if number < 4 else (0.5, 0.5, 0.5)
        scenes.add(model, points, triangles, normals=normals, **scenes.matt(shade, 0.8))
        count += len(triangles)
    points, triangles = scenes.globe(32)
    while count + len(triangles) <= TRIANGLES:
        place = random.uniform((-2.2, 0.1, -2.2), (2.2, 2.6, 2.2))
        if np.hypot(place[0] - EYES.x, place[2] - EYES.z) < 0.7:
            continue
        size = random.uniform(0.05, 0.25, 3)
        finish = scenes.matt(tuple(random.uniform(0.1, 0.9, 3)), random.uniform(0.3, 1.0), float(random.random() < 0.3))
        normals = points / size
        normals /= np.linalg.norm(normals, axis=1, keepdims=True)
        scenes.add(model, points * size + place, triangles, normals=normals, **finish)
        count += len(triangles)
    path.write_bytes(model.glb())
    return count


def _drawn(scene: Path, work: Path, viewpoints: list[Viewpoint], *, stereo: bool = False, width: int = WIDTH) -> Path:
    folder = work / "pictures"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    pictures = draw_pictures(scene, scene.name, viewpoints, folder, stereo=stereo, width=width, progress=silent)
    return pictures[0]


def _whole(scene: Path, store: Path, *more: str) -> None:
    command = [sys.executable, "-m", "media_pipeline", "render", str(scene), "--store", str(store), "--at", "0.3,1.6,0.2", *more]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(store)


def _timed(times: list[float], work: Any) -> None:
    started = time.perf_counter()
    work()
    times.append(time.perf_counter() - started)


if __name__ == "__main__":
    sys.exit(main())
