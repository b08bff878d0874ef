"""Real films of many makes: packaged, played back, and compared with the source's own pictures."""

from __future__ import annotations

import subprocess
from pathlib import Path

import cv2
import numpy as np
import pytest

from media_pipeline.errors import Refused
from media_pipeline.progress import silent
from media_pipeline.recipes import VIDEO, VIDEO360
from media_pipeline.store.memory import MemoryStore
from media_pipeline.videos import ffmpeg
from media_pipeline.videos.package import package_video
from media_pipeline.videos.probe import probe_video
from tests.media_pipeline.videos.films import pictures, whole_file

pytestmark = pytest.mark.real_media

QUICK = {  # name -> size of the largest variant, has sound
    "chapters.mp4": (1080, 720, True),
    "hevc10bit.mp4": (200, 200, False),
    "phone_rot180_vfr.mp4": (1280, 720, True),
    "nasa_multistream_subs.mp4": (480, 270, True),
    "av1.mkv": (640, 360, False),
}
LONG = {
    "noaudio_checkerboard.mp4": (854, 356, False),
    "phone_portrait_4k60.mp4": (1080, 1920, True),
    "rot270.mp4": (720, 1280, True),
    "bbb_h264_51audio.mp4": (1280, 720, True),
    "hevc_street.mp4": (1080, 1444, True),
    "promo_hubs_1280x720.mp4": (1280, 720, True),
    "promo_hubs_1280x720.webm": (1280, 720, True),
    "bbb_30s_vp8.webm": (1280, 720, True),
    "hdr10_av1_portrait.mp4": (720, 1280, True),
}
CASES = [
    *(pytest.param(name, *wanted, id=name) for name, wanted in QUICK.items()),
    *(pytest.param(name, *wanted, id=name, marks=pytest.mark.slow) for name, wanted in LONG.items()),
]


def source_picture(path: Path, second: float, width: int, height: int) -> np.ndarray:
    """The source's own picture at a time, turned upright by ffmpeg, as RGB."""
    args = [ffmpeg.program(), "-v", "error", "-nostdin", "-ss", f"{second:.3f}", "-i", str(path), "-frames:v", "1"]
    raw = ["-vf", f"scale={width}:{height}", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
    made = subprocess.run([*args, *raw], capture_output=True, check=True)
    return np.frombuffer(made.stdout, np.uint8).reshape(height, width, 3)


def correlation(one: np.ndarray, other: np.ndarray) -> float:
    """Of two pictures' brightness at 96 pixels width: turned, mirrored or other pictures come out far below 0.9."""
    small = [
        cv2.resize(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), (96, 96), interpolation=cv2.INTER_AREA) for picture in (one, other)
    ]
    return float(np.corrcoef(small[0].ravel(), small[1].ravel())[0, 1])


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("name", "width", "height", "sound"), CASES)
def test_real_flat_videos(name: str, width: int, height: int, sound: bool, real_media: Path, tmp_path: Path) -> None:
    source = real_media / name
    info = probe_video(source)
    store = MemoryStore()
    video = package_video(source, info, store, VIDEO, silent)
    assert (video.width, video.height, video.has_audio) == (width, height, sound)
    assert info.duration_ms is not None
    assert video.duration_ms == pytest.approx(info.duration_ms, abs=50)
    for variant in (video.hls[0].variants[0], video.hls[0].variants[-1]):
        frames = pictures(whole_file(store, variant, tmp_path / "played.mp4"))
        assert len(frames) == round(video.duration_ms * video.frame_rate / 1000)
        time, picture = frames[len(frames) // 2]
        assert picture.shape == (variant.height, variant.width, 3)
        if "checkerboard" not in name:  # one even grey at this size: nothing to correlate
            wanted = source_picture(source, time, variant.width, variant.height)
            assert correlation(picture, wanted) > 0.95
            assert abs(picture.mean() - wanted.mean()) < (80 if "hdr" in name else 6)


WHOLE = ((-180.0, 180.0), (-90.0, 90.0))
ROUND = {  # name -> stereo, coverage, how sure its file and pictures make us
    "vr180_sv3d_st3d_1072x1504.mp4": ("top-bottom", ((-68.329, 68.329), (-47.932, 48.187)), 0.5),
    "v360_stereoTB_testroom_1080.mp4": ("top-bottom", WHOLE, 1.0),
    "v360_paris_gear360_1920x960.mp4": ("mono", WHOLE, 0.9),
}


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize(("name", "stereo", "coverage", "confidence"), [(name, *wanted) for name, wanted in ROUND.items()])
def test_real_round_videos(
    name: str, stereo: str, coverage: tuple[tuple[float, float], ...], confidence: float, real_media: Path, tmp_path: Path
) -> None:
    info = probe_video(real_media / name)
    assert (info.projection, info.stereo, info.confidence) == ("equirectangular", stereo, confidence)
    store = MemoryStore()
    if confidence <= 0.5:
        with pytest.raises(Refused) as refused:
            package_video(real_media / name, info, store, VIDEO360, silent)
        assert refused.value.code == "sphere_unknown"
    confirmed = info.model_copy(update={"confidence": 1.0})
    video = package_video(real_media / name, confirmed, store, VIDEO360, silent)
    assert video.coverage is not None
    assert (video.stereo, video.coverage.yaw, video.coverage.pitch) == (stereo, *coverage)
    for variant in video.hls[0].variants:
        again = probe_video(whole_file(store, variant, tmp_path / "played.mp4"))
        assert (again.projection, again.stereo, again.confidence) == ("equirectangular", stereo, 1.0)
        assert again.coverage is not None
        for found, wanted in zip((*again.coverage.yaw, *again.coverage.pitch), (*coverage[0], *coverage[1]), strict=True):
            assert found == pytest.approx(wanted, abs=0.002)


def test_a_damaged_film_has_a_verdict(real_media: Path) -> None:
    source = real_media / "bad" / "mp4_no_timescale.mp4"
    try:
        video = package_video(source, probe_video(source), MemoryStore(), VIDEO, silent)
    except Refused as refused:
        assert "\n" not in str(refused)
    else:
        assert video.duration_ms > 5000
