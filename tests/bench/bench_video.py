"""A promo film -> its whole ladder with everything around it, against one bare ffmpeg run of the same ladder and encoder flags.

``python -m tests.bench.bench_video [FILM] [--pairs 5]`` prints one JSON object; the ratio is ours / bare, so less is better. Ours
is package() in a warm process: probe (in a child), loudness in two passes, poster, storyboard, captions, digests, storing on
disk; ``whole`` is ``python -m media_pipeline package`` as a process. The bare run is the same ffmpeg with one input, split,
scale and the same x264, AAC and HLS options, and nothing else. Interleaved pairs; before that both outputs are compared: the
same frames at the same times, and how far each is from the source.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.video.reformatter import Colorspace

from media_pipeline.libav.looked_at import forget
from media_pipeline.package import package
from media_pipeline.recipes import VIDEO
from media_pipeline.records import Video
from media_pipeline.store import DiskStore
from media_pipeline.videos.encode import aac, hls, x264
from media_pipeline.videos.ffmpeg import program
from media_pipeline.videos.plan import Plan, plan
from media_pipeline.videos.probe import probe_source, probe_video
from tests import media
from tests.media_pipeline.videos.films import whole_file

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "media" / "promo_hubs_1280x720.mp4"
COMPARED = 25
"""Every so many frames."""
CAPTIONS = "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\nWelkom in de werkplaats.\n\n00:00:05.000 --> 00:00:08.000\nHier lassen we.\n"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("film", nargs="?", type=Path)
    parser.add_argument("--pairs", type=int, default=5)
    wish = parser.parse_args()
    print(json.dumps(measure(wish.film, wish.pairs), indent=2))
    return 0


def measure(film: Path | None = None, pairs: int = 5) -> dict[str, Any]:
    """Times in seconds (medians), PSNR in dB, and the ratio ours / bare."""
    with tempfile.TemporaryDirectory(prefix="bench-video-") as folder:
        work = Path(folder)
        source = film or (REAL if REAL.exists() else generated(work / "generated.mp4"))
        captions = work / "nl.vtt"
        captions.write_text(CAPTIONS)
        info = probe_video(source)
        plan_ = plan(probe_source(source), info, VIDEO)
        result: dict[str, Any] = {
            "bench": "promo_ladder",
            "ratio": "not measured",
            "goal": "at most 1.3, better 1.15",
            "input": f"{source.name}, {info.width}x{info.height}, {plan_.seconds:.1f} s, {info.size} bytes",
            "ladder": [f"{step.width}x{step.height}" for step in plan_.steps],
            "cores": len(os.sched_getaffinity(0)),
            "load_average_before": round(os.getloadavg()[0], 2),
            "peer_name": "bare " + _version(),
        }
        result |= _compared(source, captions, plan_, work)
        times: dict[str, list[float]] = {f"{one}{cpu}": [] for one in ("ours", "ours_whole", "bare") for cpu in ("", "_cpu")}
        for number in range(pairs):
            _timed(times, "ours", _ours, source, captions, work / f"ours{number}")
            _timed(times, "bare", _bare, source, plan_, work / f"bare{number}")
            _timed(times, "ours_whole", _whole, source, captions, work / f"whole{number}")
        result |= {f"{name}_s": round(statistics.median(values), 3) for name, values in times.items()}
        result["ratio"] = _ratio(times["ours"], times["bare"])
        result["ratio_cpu"] = _ratio(times["ours_cpu"], times["bare_cpu"])
        result["ratio_whole_process"] = _ratio(times["ours_whole"], times["bare"])
        result["pairs"] = [round(one / other, 3) for one, other in zip(times["ours"], times["bare"], strict=True)]
        result["load_average_after"] = round(os.getloadavg()[0], 2)
        return result


def _ratio(ours: list[float], bare: list[float]) -> float:
    """The median of the pairs' ratios: both of a pair saw the same machine."""
    return round(statistics.median(one / other for one, other in zip(ours, bare, strict=True)), 3)


def _timed(times: dict[str, list[float]], name: str, work: Any, *args: Any) -> None:
    """Wall time, and processor time of this process and its children together."""
    began, busy = time.perf_counter(), _busy()
    work(*args)
    times[name].append(time.perf_counter() - began)
    times[f"{name}_cpu"].append(_busy() - busy)
    shutil.rmtree(args[-1])


def _busy() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _ours(source: Path, captions: Path, folder: Path) -> tuple[DiskStore, Video]:
    forget()  # the probe counts each time
    store = DiskStore(folder)
    video = package(source, store, captions=[("nl", captions)])
    assert isinstance(video, Video)
    return store, video


def _whole(source: Path, captions: Path, folder: Path) -> None:
    command = [sys.executable, "-m", "media_pipeline", "package", str(source), "--store", str(folder)]
    subprocess.run([*command, "--captions", f"nl={captions}"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def _bare(source: Path, plan_: Plan, folder: Path) -> None:
    for index in range(len(plan_.steps)):
        (folder / str(index)).mkdir(parents=True)
    names = "".join(f"[p{index}]" for index in range(len(plan_.steps)))
    graph = [f"[0:{plan_.source.video}]split={len(plan_.steps)}{names}"]
    graph += [f"[p{index}]scale={step.width}:{step.height}[v{index}]" for index, step in enumerate(plan_.steps)]
    args = [program(), "-nostdin", "-loglevel", "error", "-y", "-i", str(source), "-filter_complex", ";".join(graph)]
    for index, step in enumerate(plan_.steps):
        args += ["-map", f"[v{index}]", "-c:v", "libx264", "-pix_fmt", "yuv420p", *_flags(x264(plan_, step))]
        if plan_.source.audio is not None:
            args += ["-map", f"0:{plan_.source.audio}", *aac(step.audio_bitrate), "-ar", str(plan_.recipe.audio_rate)]
        args += hls(index, plan_.recipe)
    subprocess.run(args, cwd=folder, check=True)


def _flags(options: dict[str, str]) -> list[str]:
    return [word for name, value in options.items() for word in (f"-{name}", value)]


def _compared(source: Path, captions: Path, plan_: Plan, work: Path) -> dict[str, Any]:
    """Frames, bytes and PSNR of the largest variant of both, against the source; Broken where they are no equals."""
    store, video = _ours(source, captions, work / "compared")
    _bare(source, plan_, work / "bare")
    ours = whole_file(store, video.hls[0].variants[0], work / "ours.mp4")
    bare = work / "bare.mp4"
    folder = work / "bare" / "0"
    bare.write_bytes(b"".join(path.read_bytes() for path in (folder / "init.mp4", *sorted(folder.glob("*.m4s")))))
    step = plan_.steps[0]
    # The bare run hands the source's numbers on; ours are BT.709, whatever the source's were.
    said = Colorspace.ITU601 if plan_.source.matrix in (5, 6) else Colorspace.ITU709
    truth = list(_frames(source, step.width, step.height, said))
    found: dict[str, Any] = {}
    for name, path, matrix in (("", ours, Colorspace.ITU709), ("_peer", bare, said)):
        frames = list(_frames(path, step.width, step.height, matrix))
        found[f"frames{name}"] = len(frames) * COMPARED
        pairs = zip(frames, truth, strict=False)
        found[f"psnr{name}"] = round(statistics.mean(min(99.0, media.psnr(one, other)) for one, other in pairs), 2)
        found[f"bytes{name}"] = path.stat().st_size
    if found["frames"] != found["frames_peer"] or found["psnr"] < found["psnr_peer"] - 0.5:
        raise RuntimeError(f"the outputs are no equals: {found}")
    shutil.rmtree(work / "bare")
    shutil.rmtree(work / "compared")
    return found


def _frames(path: Path, width: int, height: int, matrix: int) -> Iterator[np.ndarray]:
    """Every COMPARED-th picture as RGB in this size."""
    with av.open(str(path)) as container:
        for number, frame in enumerate(container.decode(video=0)):
            if number % COMPARED == 0:
                yield frame.to_ndarray(format="rgb24", width=width, height=height, src_colorspace=matrix)


def _version() -> str:
    said = subprocess.run([program(), "-version"], capture_output=True, text=True, check=True).stdout
    found = re.match(r"ffmpeg version (\S+)", said)
    return f"ffmpeg {found[1] if found else '?'}"


def generated(path: Path) -> Path:
    """15 s of moving detail with a tone, where no real film is there."""
    picture = "testsrc2=size=1280x720:rate=25:duration=15,noise=alls=12:allf=t"
    inputs = ["-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", "sine=frequency=440:duration=15"]
    made = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-pix_fmt", "yuv420p", "-c:a", "aac"]
    subprocess.run([program(), "-nostdin", "-loglevel", "error", "-y", *inputs, *made, str(path)], check=True)
    return path


if __name__ == "__main__":
    sys.exit(main())
