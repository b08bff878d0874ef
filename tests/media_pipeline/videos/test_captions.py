"""Captions: what people send becomes one checked form; what is wrong is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_pipeline.errors import Refused
from media_pipeline.store.base import read
from media_pipeline.store.memory import MemoryStore
from media_pipeline.videos.captions import package_captions
from media_pipeline.videos.cues import parse, to_vtt

SRT = "1\n00:00:01,000 --> 00:00:02,500\nKijk, een <i>lasrobot</i> & vonken.\n\n2\n00:00:02,500 --> 00:00:04,000\nTwee\nregels\n"
VTT = (
    "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nKijk, een <i>lasrobot</i> &amp; vonken.\n\n"
    "00:00:02.500 --> 00:00:04.000\nTwee\nregels\n"
)


CROWD = "\n3\n00:00:02,100 --> 00:00:03,000\nDrie\n"


def package(data: bytes, tmp_path: Path) -> bytes:
    store = MemoryStore()
    (tmp_path / "film.srt").write_bytes(data)
    captions = package_captions(tmp_path / "film.srt", "nl", store, reviewed=True)
    assert (captions.language, captions.role, captions.reviewed, captions.vtt.media_type) == ("nl", "captions", True, "text/vtt")
    return read(store, captions.vtt.path)


@pytest.mark.parametrize(
    "data",
    [
        SRT.encode(),
        b"\xef\xbb\xbf" + SRT.replace("\n", "\r\n").encode(),
        SRT.replace("\n", "\r").encode("cp1252"),
        SRT.encode("utf-16"),
        SRT.replace("1\n00", "00", 1).encode(),  # without a number
        VTT.encode(),
        VTT.replace("WEBVTT\n", "WEBVTT - titel\nLicense: CC BY\n\nNOTE niet tonen\n\nSTYLE\n::cue { color: red }\n").encode(),
        VTT.replace("00:00:01.000", "00:01.000").encode(),
        SRT.replace("lasrobot</i>", "lasrobot</i><font color='red'>").replace("Twee", "{\\an8}Twee").encode(),
    ],
)
def test_every_spelling_becomes_the_same_vtt(data: bytes, tmp_path: Path) -> None:
    assert package(data, tmp_path).decode() == VTT


def test_windows_1252(tmp_path: Path) -> None:
    assert "Café, €5 – coöperatie" in package(SRT.replace("Twee", "Café, €5 – coöperatie").encode("cp1252"), tmp_path).decode()


def test_placement_and_markup_that_webvtt_knows_stay(tmp_path: Path) -> None:
    text = (
        "WEBVTT\n\n1\n01:00:01.000 --> 01:00:02.000 line:10% align:start region:r1\n"
        "<v Anna>1 < 2 <c.geel>ja</c> <script>x</script></v>\n"
    )
    wanted = "WEBVTT\n\n01:00:01.000 --> 01:00:02.000 line:10% align:start\n<v Anna>1 &lt; 2 <c.geel>ja</c> x</v>\n"
    assert package(text.encode(), tmp_path).decode() == wanted


def test_a_rounded_overlap_is_healed_and_an_empty_cue_dropped(tmp_path: Path) -> None:
    text = SRT.replace("00:00:02,500 -->", "00:00:02,460 -->") + "\n3\n00:00:05,000 --> 00:00:06,000\n\n"
    found = package(text.encode(), tmp_path).decode()
    assert "00:00:01.000 --> 00:00:02.460" in found
    assert "00:00:05" not in found


@pytest.mark.parametrize(
    ("text", "line", "detail"),
    [
        (SRT.replace("02,500 --> 00:00:04", "02,000 --> 00:00:04") + CROWD, 11, "the third on the screen"),
        (SRT.replace("02,500 --> 00:00:04", "00,500 --> 00:00:04"), 6, "begins before the one above it begins"),
        (SRT.replace("--> 00:00:04,000", "--> 00:00:02,100"), 6, "ends before it begins"),
        (SRT.replace("--> 00:00:04,000", "--> 00:00:02,500"), 6, "ends before it begins"),
        (SRT.replace("00:00:01,000 -->", "-00:00:01,000 -->"), 2, "negative"),
        (SRT.replace("00:00:01,000 -->", "00:00:61,000 -->"), 2, "60 seconds"),
        (SRT.replace("00:00:01,000 -->", "one -->"), 2, "no times like"),
        (SRT.replace("00:00:01,000 -->", "00:00:01,000 ->"), 1, "without a line of times"),
        (SRT.replace("\n\n2\n", "\n2\n"), 5, "no empty line"),
        ("WEBVTT\n\nNOTE niets\n", 1, "no caption"),
        ("een brief aan de redactie\n", 1, "without a line of times"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, line: int, detail: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=f"line {line}: .*{detail}") as refused:
        package(text.encode(), tmp_path)
    assert refused.value.code == "captions"


TROUBLE = """
00:00:01,000 --> 00:00:03,500
Twee mensen praten
-door elkaar heen.

00:00:02,000 --> 00:00:03,000
Deze tekst is in een seconde echt niet meer te lezen.

00:00:04,000 --> 00:00:09,000
een
twee
drie
"""


def test_what_is_hard_to_read_is_said_and_packaged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("WARNING", "media_pipeline.warnings"):
        assert package(TROUBLE.encode(), tmp_path).count(b" --> ") == 3
    assert [record.getMessage() for record in caplog.records] == [
        "film.srt: Captions that are on the screen together with the one before: 1, the first in line 6.",
        "film.srt: Captions faster than 17 characters a second: 1, the first in line 6, the worst in line 6: 53.",
        "film.srt: Captions longer than 42 characters a line: 1, the first in line 6, the worst in line 6: 53.",
        "film.srt: Captions of more than 2 lines: 1, the first in line 9, the worst in line 9: 3.",
    ]
    caplog.clear()
    package(SRT.replace(":02,500", ":03,000").encode(), tmp_path)
    assert not caplog.records


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "empty"), (b" \r\n", "empty"), (b"\x00\x01\x02" * 9, "captions"), (b"\xff\xd8\xff\xe0\x00", "captions")],
)
def test_what_is_no_text_is_refused(data: bytes, code: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        package(data, tmp_path)
    assert refused.value.code == code


def test_a_flood_is_refused_unread(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        package(b"x" * (2 * 1024**2 + 1), tmp_path)
    assert refused.value.code == "too_large_file"


words = st.text("ab<>&;é /→-.i", max_size=12).map(lambda text: "x" + text)


def stamp(ms: int) -> str:
    return f"{ms // 60000:02d}:{ms // 1000 % 60:02d}.{ms % 1000:03d}"


@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(1, 5000), words), min_size=1, max_size=20))
def test_what_was_written_is_read_back_the_same(parts: list[tuple[int, int, str]]) -> None:
    at, blocks, times = 0, ["WEBVTT"], []
    for gap, length, text in parts:
        times.append((at + gap, at + gap + length))
        at += gap + length
        blocks.append(f"{stamp(times[-1][0])} --> {stamp(times[-1][1])}\n{text}")
    cues = parse("\n\n".join(blocks))
    assert [(cue.start, cue.end) for cue in cues] == times
    written = to_vtt(cues)
    assert to_vtt(parse(written.decode())) == written


@pytest.mark.real_media
def test_real_captions(real_media: Path, tmp_path: Path) -> None:
    sources = sorted(real_media.glob("*.vtt"))
    assert sources
    for source in sources:
        captions = package_captions(source, "en", store := MemoryStore())
        assert read(store, captions.vtt.path).count(b" --> ") >= 9
