"""Packages a film and reads back what a headset and a browser get of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np

from media_pipeline.progress import silent
from media_pipeline.recipes import VIDEO, VIDEO360
from media_pipeline.records import MediaInfo, Video, VideoIndex
from media_pipeline.store.base import read
from media_pipeline.store.memory import MemoryStore
from media_pipeline.videos import ffmpeg
from media_pipeline.videos.package import package_video
from media_pipeline.videos.probe import probe_video
from tests.media_pipeline.children import run_freely
from tests.media_pipeline.videos.films import whole_file

Packaged = tuple[MemoryStore, Video]


def package(film: Path, info: MediaInfo | None = None, **how: Any) -> Packaged:
    """``info``: as an editor corrected it."""
    store, info = MemoryStore(), info or probe_video(film)
    recipe = how.pop("recipe", VIDEO360 if info.projection == "equirectangular" else VIDEO)
    return store, package_video(film, info, store, recipe, silent, **how)


def played(packaged: Packaged, tmp_path: Path, variant: int = 0) -> Path:
    store, video = packaged
    return whole_file(store, video.hls[0].variants[variant], tmp_path / f"played-{variant}.mp4")


def index_of(packaged: Packaged, variant: int = 0) -> VideoIndex:
    store, video = packaged
    return VideoIndex.model_validate_json(read(store, video.hls[0].variants[variant].index.path))


def poster(packaged: Packaged) -> np.ndarray:
    store, video = packaged
    return cv2.imdecode(np.frombuffer(read(store, video.poster.path), np.uint8), cv2.IMREAD_COLOR)[..., ::-1]


def sound_ends(path: Path) -> float:
    with av.open(str(path)) as container:
        (audio,) = container.streams.audio
        assert (audio.rate, audio.layout.name) == (48000, "stereo")
        return max(float(frame.time) + frame.samples / 48000 for frame in container.decode(audio))


def loudness(path: Path) -> float:
    args = [ffmpeg.program(), "-nostdin", "-i", str(path), "-map", "0:a", "-af", "ebur128=framelog=quiet", "-f", "null", "-"]
    finished = run_freely(args, cwd=path.parent, timeout_s=20)
    return float(re.findall(r"I:\s+(-?[\d.]+) LUFS", finished.stderr)[-1])


def picture(packaged: Packaged, path: str) -> np.ndarray:
    """A JPEG blob as RGB."""
    return cv2.imdecode(np.frombuffer(read(packaged[0], path), np.uint8), cv2.IMREAD_COLOR)[..., ::-1]
