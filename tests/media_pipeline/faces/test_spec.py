"""What --blur may say, and the sentence for what it may not."""

from __future__ import annotations

import pytest

from media_pipeline.faces.disc import Disc
from media_pipeline.faces.spec import MOST, faces_of


def test_all_and_by_hand() -> None:
    assert faces_of("all") is None
    assert faces_of("-37.5,2,4") == (Disc(-37.5, 2, 4),)
    assert faces_of(" 190 , -90, 3 ; 0,0,1.5; ") == (Disc(-170, -90, 3), Disc(0, 0, 1.5))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "no face"),
        (";", "YAW,PITCH,SIZE"),
        ("some", "YAW,PITCH,SIZE"),
        ("ALL", "YAW,PITCH,SIZE"),
        ("1,2", "YAW,PITCH,SIZE"),
        ("1,2,3,4", "YAW,PITCH,SIZE"),
        ("1,2,3;;4,5,6", "YAW,PITCH,SIZE"),
        ("1,2,3 4,5,6", "YAW,PITCH,SIZE"),
        ("nan,0,4", "number"),
        ("0,0,inf", "number"),
        ("400,0,4", "yaw 400"),
        ("0,-90.5,4", "pitch -90.5"),
        ("0,0,0", "size 0"),
        ("0,0,-3", "size -3"),
        ("0,0,121", "size 121"),
        (";".join(["0,0,4"] * (MOST + 1)), str(MOST)),
    ],
)
def test_malformed(text: str, word: str) -> None:
    with pytest.raises(ValueError, match=word) as told:
        faces_of(text)
    assert "--blur" in str(told.value)
