"""Every sentence that an editor can meet is there in Dutch, with the same places."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

from media_pipeline.errors import DETAILS, KNOWN, REFUSALS
from media_pipeline.remarks import REMARKS
from vr_rooms.checks import SENTENCES, WANTED
from vr_rooms.errors import FAILURES

PO = Path(settings.BASE_DIR, "vr_rooms", "locale", "nl", "LC_MESSAGES", "django.po")


@pytest.fixture(scope="module")
def catalogue():
    with PO.open("rb") as file:
        return read_po(file, locale="nl")


@pytest.mark.parametrize(
    "sentences",
    [REFUSALS, REMARKS, KNOWN, DETAILS, FAILURES, SENTENCES, WANTED],
    ids=["refusals", "remarks", "known", "details", "failures", "checks", "wanted"],
)
def test_no_sentence_is_missing(catalogue, sentences):
    missing = [sentence for sentence in sentences.values() if sentence not in catalogue or not catalogue[sentence].string]
    assert not missing


def test_nothing_is_left_open_or_doubtful(catalogue):
    doubtful = [message.id for message in catalogue if message.id and (message.fuzzy or not all(_texts(message.string)))]
    assert not doubtful


def test_the_places_are_the_same(catalogue):
    wrong = [
        english
        for message in catalogue
        if message.id
        for english, dutch in zip(_texts(message.id), _texts(message.string), strict=True)
        if _places(english) != _places(dutch)
    ]
    assert not wrong


def _texts(text):
    return text if isinstance(text, tuple | list) else (text,)


def _places(text: str) -> set[str]:
    return set(re.findall(r"\{\w+\}|%\(\w+\)s", text))
