"""What an editor reads when a sound is refused, in Dutch and in English, from the file on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import translation

from media_pipeline.errors import Refused
from media_pipeline.recipes import LIMITS
from media_pipeline.sounds.probe import probe_sound
from tests.media_pipeline.sounds.test_refusals import REFUSED
from tests.media_pipeline.sounds.tones import Sound
from vr_rooms.errors import sentence

DUTCH = {
    "cut off WAV": "gesprek.wav bevat maar 5.0 van de 10.0 s",
    "a blink": "gesprek.wav bevat geen geluid dat kan worden afgespeeld; exporteer het als WAV, MP3 of M4A.",
    "five nameless channels": "gesprek.wav heeft 5 kanalen en vermeldt niet bij welke luidspreker elk hoort",
    "an unknown codec in WAV": "gesprek.wav bevat geluid in adpcm_ima_wav, en dat wordt niet ondersteund; exporteer het als WAV",
    "WAV without samples": "er kan geen geluid uit worden gelezen",
}


def read_by_an_editor(error: Refused, language: str) -> str:
    with translation.override(language):
        return sentence(error.code, error.values, "gesprek.wav")


@pytest.mark.parametrize("case", DUTCH)
def test_a_refused_sound(case: str, tmp_path: Path) -> None:
    make, code, english = REFUSED[case]
    path = tmp_path / "0123abc.wav"
    path.write_bytes(make())
    with pytest.raises(Refused) as refused:
        probe_sound(path)
    assert refused.value.code == code
    assert DUTCH[case] in read_by_an_editor(refused.value, "nl")
    assert english in read_by_an_editor(refused.value, "en") and "0123abc" not in read_by_an_editor(refused.value, "en")


def test_a_sound_that_is_too_long(tmp_path: Path) -> None:
    path = tmp_path / "0123abc.wav"
    path.write_bytes(Sound(seconds=4).wav())
    with pytest.raises(Refused) as refused:
        probe_sound(path, replace(LIMITS, duration_s=3))
    dutch = read_by_an_editor(refused.value, "nl")
    assert dutch == "gesprek.wav duurt 4 s, de grens is 3 s; knip het in kortere fragmenten."
