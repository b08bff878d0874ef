"""What comes out of a sound file: its channels, its loudness, its length, and nothing of its names and places."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path

import av
import numpy as np
import pytest

from media_pipeline.errors import Cancelled
from media_pipeline.package import package
from media_pipeline.probe import probe
from media_pipeline.records import Audio
from media_pipeline.store import DiskStore, MemoryStore, Store, read
from media_pipeline.videos.ffmpeg import program
from tests import media
from tests.media_pipeline.seeds.audio import SEEDS
from tests.media_pipeline.sounds.tones import TONES, Sound, heard, strength, with_id3

KINDS = {
    "wav": "WAV",
    "mp3": "MP3",
    "m4a": "MP4",
    "aac": "AAC",
    "opus": "Ogg",
    "ogg": "Ogg",
    "flac": "FLAC",
    "webm": "Matroska/WebM",
}


def packaged(data: bytes, folder: Path, name: str = "stem.bin", store: Store | None = None) -> tuple[Audio, bytes]:
    path = folder / name
    path.write_bytes(data)
    store = store or MemoryStore()
    asset = package(path, store)
    assert isinstance(asset, Audio)
    return asset, read(store, asset.audio.path)


def loudness(data: bytes, folder: Path) -> float:
    """Integrated loudness in LUFS, as ffmpeg measures the file."""
    path = folder / "measured.m4a"
    path.write_bytes(data)
    command = [program(), "-hide_banner", "-nostats", "-i", str(path), "-af", "ebur128=framelog=quiet", "-f", "null", "-"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    return float(re.findall(r"I:\s+(-?[\d.]+) LUFS", said)[-1])


def tones_in(data: bytes) -> list[set[int]]:
    """For each channel that came out, the channels of the source that are heard in it."""
    waves, rate = heard(data)
    return [{number for number, tone in enumerate(TONES) if strength(wave, rate, tone) > 0.02} for wave in waves]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_becomes_aac_in_mp4(kind: str, tmp_path: Path) -> None:
    info = probe(_file(tmp_path / "sound", SEEDS[kind]()))
    assert (info.kind, info.format, info.has_audio, info.warnings) == ("audio", KINDS[kind], True, ())
    assert info.duration_ms == pytest.approx(800, abs=60)
    asset, data = packaged(SEEDS[kind](), tmp_path)
    assert asset.audio.media_type == "audio/mp4" and asset.duration_ms == pytest.approx(800, abs=60)
    with av.open(io.BytesIO(data)) as container:
        (stream,) = container.streams
        assert (stream.codec_context.name, stream.codec_context.layout.name, stream.codec_context.rate) == (
            "aac",
            "stereo",
            48000,
        )
        assert stream.duration * stream.time_base * 1000 == pytest.approx(asset.duration_ms, abs=1)
    assert tones_in(data) == [{0}, {1}], "left stays left"
    assert data.index(b"moov") < data.index(b"mdat"), "a player starts before it has all"


def _file(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("sound", "header", "heard_in"),
    [
        (Sound(channels=1), {}, [{0}]),
        (Sound(channels=2), {}, [{0}, {1}]),
        (Sound(channels=1, rate=22050), {}, [{0}]),
        (Sound(channels=6), {"mask": 0x3F}, [{0, 2, 4}, {1, 2, 5}]),  # the low-frequency channel is left out
        (Sound(channels=4), {"ambisonic": True}, [{0}]),
        (Sound(channels=4), {}, [{0}]),
        (Sound(channels=8), {}, [{0}]),
        (Sound(channels=16), {"ambisonic": True}, [{0}]),
        (Sound(channels=8), {"mask": 0x63F}, [{0, 2, 4, 6}, {1, 2, 5, 7}]),
        (Sound(channels=6), {}, [{0, 2, 4}, {1, 2, 5}]),
    ],
    ids=str,
)
def test_channels(sound: Sound, header: dict[str, int], heard_in: list[set[int]], tmp_path: Path) -> None:
    _, data = packaged(sound.wav(**header), tmp_path)
    assert tones_in(data) == heard_in


def test_a_guess_about_channels_is_told(tmp_path: Path) -> None:
    info = probe(_file(tmp_path / "a.wav", Sound(channels=8, seconds=0.3).wav()))
    assert "ambisonic" in info.warnings[0] and info.confidence < 1
    info = probe(_file(tmp_path / "b.wav", Sound(channels=6, seconds=0.3).wav()))
    assert "5.1" in info.warnings[0] and info.confidence < 1
    assert probe(_file(tmp_path / "c.wav", Sound(channels=6, seconds=0.3).wav(mask=0x3F))).warnings == ()


@pytest.mark.parametrize("channels", [1, 2, 6])
@pytest.mark.parametrize("amplitude", [0.004, 0.9])
def test_loudness_is_even(channels: int, amplitude: float, tmp_path: Path) -> None:
    sound = Sound(channels=channels, amplitude=amplitude, seconds=3)
    _, data = packaged(sound.wav(mask={1: 4, 2: 3, 6: 0x3F}[channels]), tmp_path)
    assert loudness(data, tmp_path) == pytest.approx(-16, abs=0.5)


def test_silence_and_a_moment_stay_what_they_are(tmp_path: Path) -> None:
    asset, data = packaged(Sound(amplitude=0).wav(), tmp_path)
    assert asset.duration_ms == 2000 and np.abs(heard(data)[0]).max() < 1e-4
    asset, _ = packaged(Sound(seconds=0.1).wav(), tmp_path)
    assert asset.duration_ms == 100


def test_names_places_and_covers_are_gone(tmp_path: Path) -> None:
    cover = media.encoded(media.stripes(64, 64))
    named = {"title": "Geheim", "artist": "Geheim", "location": "+52.0907+005.1214/", "comment": "Geheim"}
    for data in (
        with_id3(Sound(seconds=0.5).encoded("mp3", "libmp3lame"), "Geheim", cover),
        Sound(seconds=0.5).encoded("ipod", "aac", metadata=named),
        Sound(seconds=0.5).encoded("flac", "flac", metadata=named),
    ):
        assert b"Geheim" in data
        _, made = packaged(data, tmp_path)
        for secret in (b"Geheim", b"+52.0907", b"JFIF", b"Lav"):
            assert secret not in made
        assert made.count(b"ilst") == made.count(b"\0\0\0\x08ilst") == 1, "the list of names is empty"
        assert len(av.open(io.BytesIO(made)).streams) == 1


def test_the_same_sound_gives_the_same_bytes(tmp_path: Path) -> None:
    data = SEEDS["mp3"]()
    assert packaged(data, tmp_path)[1] == packaged(data, tmp_path)[1]


def test_an_mp4_without_pictures_is_a_sound(tmp_path: Path) -> None:
    data = Sound(seconds=0.5).encoded("mp4", "aac")
    assert data[8:12] == b"isom"
    asset, made = packaged(data, tmp_path)
    assert asset.duration_ms == 500 and tones_in(made) == [{0}, {1}]


def test_a_sound_may_have_captions(tmp_path: Path) -> None:
    text = _file(tmp_path / "nl.vtt", b"WEBVTT\n\n00:00.000 --> 00:00.500\nHallo\n")
    store = MemoryStore()
    asset = package(_file(tmp_path / "a.wav", Sound(seconds=0.5).wav()), store, captions=[("nl", text)])
    assert isinstance(asset, Audio)
    assert asset.captions[0].language == "nl" and b"Hallo" in read(store, asset.captions[0].vtt.path)


@pytest.mark.parametrize("stage", ["probe", "loudness", "encode"])
def test_cancelling_stops_the_work_and_stores_nothing(stage: str, tmp_path: Path) -> None:
    def cancel(now: str, done: int, total: int) -> None:
        if now == stage:
            raise Cancelled("enough")

    store = DiskStore(tmp_path / "content")
    with pytest.raises(Cancelled):
        package(_file(tmp_path / "a.wav", Sound().wav()), store, progress=cancel)
    assert list(store.keys()) == []


@pytest.mark.real_media
def test_a_real_ambisonic_recording_sounds_like_its_omnidirectional_channel(real_media: Path, tmp_path: Path) -> None:
    source = real_media / "ambi_3oa_ch0-7.wav"
    asset, data = packaged(source.read_bytes(), tmp_path)
    assert asset.duration_ms == 2224
    (wave,), rate = heard(data)
    with av.open(str(source)) as container:
        pieces = [frame.to_ndarray() for frame in container.decode(audio=0)]
    channels = np.concatenate(pieces, axis=1).reshape(-1, 8).T.astype(float)
    alike = [abs(np.corrcoef(wave[: channels.shape[1]], channel[: wave.size])[0, 1]) for channel in channels]
    assert rate == 48000 and alike[0] > 0.95
    assert loudness(data, tmp_path) == pytest.approx(-16, abs=0.5)
