"""A generated mesh of 320,000 triangles with places in a texture -> lods as compressed GLB, against gltfpack.

``python -m tests.bench.bench_meshes [--pairs 5]`` prints one JSON object; the ratio is ours / theirs, so less is better. Ours
is timed in a warm process (checking, both lods, comparing, digests, storing on disk; no poster), the peer and
``python -m media_pipeline package`` as whole processes, in interleaved pairs. gltfpack makes one lod a run, so its time is
that of a run for each; ``ratio_one_run`` is against one of them. Before that the shapes are compared: the distances from points
all over the source's surface to each lod's, and back. The peer is npm's gltfpack@1.3.0, unpacked to build/peers/gltfpack;
where it is absent the answer says "not measured". ``--install`` puts it there.
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

import numpy as np
import pyvista

from media_pipeline.meshes import package as packaging
from media_pipeline.meshes.crunch import NODE
from media_pipeline.meshes.package import package_mesh
from media_pipeline.meshes.probe import probe_mesh
from media_pipeline.progress import silent
from media_pipeline.recipes import MESH
from media_pipeline.records import Mesh
from media_pipeline.store import DiskStore
from tests.media_pipeline.meshes.models import Model
from tests.media_pipeline.meshes.reading import drawn

ROOT = Path(__file__).resolve().parents[2]
PEERS = ROOT / "build" / "peers" / "gltfpack"
PEER = PEERS / "package" / "cli.js"
VERSION = "1.3.0"
SIDE = 400
SAMPLES = 40_000


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--install", action="store_true")
    wish = parser.parse_args()
    if wish.install:
        install()
    print(json.dumps(measure(wish.pairs), indent=2))
    return 0


def install() -> None:
    """Puts the peer into build/peers/gltfpack with npm."""
    PEERS.mkdir(parents=True, exist_ok=True)
    path = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run(["npm", "pack", "--silent", f"gltfpack@{VERSION}"], cwd=PEERS, check=True, env=path, stdout=sys.stderr)
    subprocess.run(["tar", "xzf", f"gltfpack-{VERSION}.tgz"], cwd=PEERS, check=True)


def measure(pairs: int = 5) -> dict[str, Any]:
    """Times in seconds (medians), distances as parts of the mesh's size, and the ratio ours / peer."""
    with tempfile.TemporaryDirectory(prefix="bench-meshes-") as folder:
        work = Path(folder)
        source = work / "bumps.glb"
        source.write_bytes(bumps().glb())
        asset = _ours(source, work / "warm")
        result: dict[str, Any] = {
            "bench": "mesh_to_lods",
            "ratio": "not measured",
            "input": f"generated ball with bumps, {2 * SIDE * SIDE} triangles, {source.stat().st_size} bytes",
            "lods": [lod.triangles for lod in asset.lods],
            "bytes": [lod.glb.size for lod in asset.lods],
            "cores": len(os.sched_getaffinity(0)),
            "load_average_before": round(os.getloadavg()[0], 2),
        }
        whole = _surface(source)
        result["distance"] = [_distance(whole, _surface(work / "warm" / lod.glb.path)) for lod in asset.lods]
        peer = PEER.exists()
        if peer:
            theirs = [_theirs(source, work / f"{budget}.glb", budget) for budget in MESH.budgets]
            result["lods_peer"] = [len(_surface(one).faces) // 4 for one in theirs]
            result["bytes_peer"] = [one.stat().st_size for one in theirs]
            result["distance_peer"] = [_distance(whole, _surface(one)) for one in theirs]
        times: dict[str, list[float]] = {"ours": [], "ours_whole": [], "peer": []}
        for number in range(pairs):
            times["ours"].append(_timed(lambda number=number: _ours(source, work / f"ours{number}")))
            times["ours_whole"].append(_timed(lambda number=number: _whole(source, work / f"whole{number}")))
            if peer:
                times["peer"].append(_timed(lambda: [_theirs(source, work / "peer.glb", budget) for budget in MESH.budgets]))
        for name, values in times.items():
            if values:
                result[f"{name}_s"] = round(statistics.median(values), 3)
        if peer:
            result["peer_name"] = f"gltfpack {VERSION}, a run for each lod; less is better"
            result["ratio"] = round(result["ours_s"] / result["peer_s"], 2)
            result["ratio_whole_process"] = round(result["ours_whole_s"] / result["peer_s"], 2)
            result["ratio_one_run"] = round(result["ours_s"] / (result["peer_s"] / len(MESH.budgets)), 2)
        result["load_average_after"] = round(os.getloadavg()[0], 2)
        return result


def bumps(side: int = SIDE) -> Model:
    """A ball with large and small bumps, 2 * side * side triangles, a place in the texture at each point, and a seam."""
    u, v = np.meshgrid(np.linspace(0, 1, side + 1), np.linspace(0.001, 0.999, side + 1))
    large = 0.08 * np.sin(u * 2 * np.pi * 9) * np.sin(v * np.pi * 7)
    small = 0.01 * np.sin(u * 2 * np.pi * 60) * np.sin(v * np.pi * 50)
    radius, around, down = 1 + large + small, 2 * np.pi * u, np.pi * v
    points = np.stack([np.sin(down) * np.cos(around), np.cos(down), -np.sin(down) * np.sin(around)], -1) * radius[..., None]
    at = np.arange((side + 1) ** 2).reshape(side + 1, side + 1)
    a, b, c, d = at[:-1, :-1], at[1:, :-1], at[1:, 1:], at[:-1, 1:]
    triangles = np.concatenate([np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)])
    model = Model({"asset": {"version": "2.0"}, "scene": 0, "scenes": [{"nodes": [0]}], "nodes": [{"mesh": 0}]})
    flat = points.reshape(-1, 3).astype("f")
    position = model.numbers(flat, min=flat.min(0).tolist(), max=flat.max(0).tolist())
    places = model.numbers(np.stack([u, v], -1).reshape(-1, 2).astype("f"))
    attributes = {"POSITION": position, "TEXCOORD_0": places}
    # a material that shows the texture: without one gltfpack drops the places
    model.document["images"] = [{"uri": "data:image/png;base64," + _DOT}]
    model.document |= {"textures": [{"source": 0}], "materials": [{"pbrMetallicRoughness": {"baseColorTexture": {"index": 0}}}]}
    indices = model.numbers(triangles.reshape(-1).astype("I"))
    model.document["meshes"] = [{"primitives": [{"attributes": attributes, "indices": indices, "material": 0}]}]
    return model


_DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
"""A picture of one pixel."""


def _ours(source: Path, folder: Path) -> Mesh:
    true, packaging.poster = packaging.poster, lambda *_: None
    try:
        return package_mesh(source, probe_mesh(source), DiskStore(folder), MESH, silent)
    finally:
        packaging.poster = true


def _whole(source: Path, folder: Path) -> None:
    command = [sys.executable, "-m", "media_pipeline", "package", str(source), "--store", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    shutil.rmtree(folder)


def _theirs(source: Path, target: Path, budget: int) -> Path:
    ratio = str(budget / (2 * SIDE * SIDE))
    command = [str(NODE), str(PEER), "-i", str(source), "-o", str(target), "-si", ratio, "-c"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return target


def _timed(work: Any) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _surface(glb: Path) -> pyvista.PolyData:
    points = np.concatenate([mesh.points for mesh in drawn(glb)[0]]).reshape(-1, 3)
    return pyvista.PolyData.from_regular_faces(points, np.arange(len(points)).reshape(-1, 3))


def _distance(whole: pyvista.PolyData, lod: pyvista.PolyData) -> dict[str, float]:
    """Root of the mean square, and the largest, of the distances between points of one surface and the other, both ways."""
    far = np.concatenate([_to(_samples(whole), lod), _to(_samples(lod), whole)])
    return {"rms": float(f"{np.sqrt((far**2).mean()):.3g}"), "max": float(f"{far.max():.3g}")}


def _samples(surface: pyvista.PolyData) -> np.ndarray:
    """Points evenly over a surface, the same at each call."""
    rng = np.random.default_rng(1)
    corners = surface.points[surface.regular_faces].astype(np.float64)
    areas = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    chosen = corners[rng.choice(len(corners), SAMPLES, p=areas / areas.sum())]
    a, b = rng.random((2, SAMPLES, 1))
    a, b = np.where(a + b > 1, 1 - a, a), np.where(a + b > 1, 1 - b, b)
    return chosen[:, 0] + a * (chosen[:, 1] - chosen[:, 0]) + b * (chosen[:, 2] - chosen[:, 0])


def _to(points: np.ndarray, surface: pyvista.PolyData) -> np.ndarray:
    """Distances as parts of the size, which is about two."""
    _, nearest = surface.find_closest_cell(points, return_closest_point=True)
    return np.linalg.norm(points - nearest, axis=1) / 2


if __name__ == "__main__":
    sys.exit(main())
