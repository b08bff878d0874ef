"""All of ../shared/media through ``package``: a table of verdict, wall time and peak memory, against the MANIFEST's ``expect``.

``python -m tests.bench.real_media [--keep FOLDER] [WORD…]``: only names that hold one of the words. Peak memory is that of the
whole process tree (proportional set size, so that shared pages count once, looked at every 50 ms). Exit status 1 where a
verdict is not as expected, a refusal is not one sentence, or a traceback shows.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import psutil

from tests.conftest import REAL_MEDIA

ROOT = Path(__file__).resolve().parents[2]
PART = "part"
"""``expect`` of a file that belongs to another input: captions, textures, a cubemap's faces."""


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("words", nargs="*")
    parser.add_argument("--keep", type=Path, help="the store, kept to be looked at")
    wish = parser.parse_args()
    bad = 0
    print("| file | verdict | kind | s | MB | says |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        store = wish.keep or Path(folder) / "store"
        for name, expect, path in _inputs():
            if wish.words and not any(word in name for word in wish.words):
                continue
            row = package(path, store)
            wrong = not _as_expected(row, expect)
            bad += wrong
            verdict = row["verdict"] + (f" (expected {expect})" if wrong else "")
            print(f"| {name} | {verdict} | {row['kind']} | {row['s']:.1f} | {row['mb']:.0f} | {row['says'][:160]} |", flush=True)
    return 1 if bad else 0


def _inputs() -> list[tuple[str, str, Path]]:
    """(name, expect, path); a file that lies in a folder with others stands for its folder."""
    with (REAL_MEDIA / "MANIFEST.csv").open(encoding="utf-8") as table:
        rows = [(row["name"], row["expect"]) for row in csv.DictReader(table)]
    found = []
    for name, expect in rows:
        path = REAL_MEDIA / name
        if expect != PART:
            whole = path.parent if path.suffix in (".obj", ".gltf") and path.parent.name.startswith("3d_") else path
            found.append((name, expect, whole))
    return [*found, ("cube_pannellum", "accept", REAL_MEDIA / "cube_pannellum")]


def package(path: Path, store: Path, *options: str) -> dict[str, Any]:
    """One run of the command line: verdict accept, refuse or failed; kind; seconds; peak MB of the tree; what it said."""
    command = [sys.executable, "-m", "media_pipeline", "package", str(path), "--store", str(store), *options]
    started = time.monotonic()
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    peak = [0.0]
    watcher = threading.Thread(target=_watch, args=(child.pid, peak))
    watcher.start()
    out, said = child.communicate()
    seconds = time.monotonic() - started
    watcher.join()
    record = json.loads(out) if child.returncode == 0 else {}
    layout = [str(record[name]) for name in ("kind", "projection", "stereo") if record.get(name)]
    verdict = {0: "accept", 3: "refuse"}.get(child.returncode, f"failed ({child.returncode})")
    return {"verdict": verdict, "kind": " ".join(layout), "s": seconds, "mb": peak[0] / 1e6, "says": " ".join(said.split())}


def _watch(pid: int, peak: list[float]) -> None:
    try:
        root = psutil.Process(pid)
        while True:
            total = 0
            for process in [root, *root.children(recursive=True)]:
                try:
                    total += process.memory_full_info().pss
                except psutil.Error:
                    continue
            peak[0] = max(peak[0], total)
            if not root.is_running() or root.status() == psutil.STATUS_ZOMBIE:
                return
            time.sleep(0.05)
    except psutil.Error:
        return


def _as_expected(row: dict[str, Any], expect: str) -> bool:
    if "Traceback" in row["says"] or row["verdict"] not in ("accept", "refuse"):
        return False
    return expect in ("either", row["verdict"])


if __name__ == "__main__":
    sys.exit(main())
