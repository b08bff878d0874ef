"""Addresses of the reference website: Dutch words in Dutch addresses, English words below /en/."""

from __future__ import annotations

from django.urls import path
from django.utils.functional import lazy
from django.utils.translation import get_language

from cms.website import views

app_name = "website"

# A table rather than gettext: an address must not change because a catalogue was not compiled.
WORDS = {
    "sectors": {"nl": "sectoren"},
    "rooms": {"nl": "kamers"},
    "videos": {"nl": "videos"},
    "activities": {"nl": "activiteiten"},
}


def _route(word: str, rest: str) -> str:
    return f"{WORDS[word].get((get_language() or 'nl')[:2], word)}/{rest}"


_in_language = lazy(_route, str)

urlpatterns = [
    path("", views.home, name="home"),
    path("preview/", views.preview, name="preview"),
    path(_in_language("sectors", "<str:slug>/"), views.sector, name="sector"),
    path(_in_language("rooms", "<uuid:id>/"), views.room, name="room"),
    path(_in_language("videos", "<uuid:id>/"), views.video, name="video"),
    path(_in_language("activities", ""), views.activities, name="activities"),
    path(_in_language("activities", "<uuid:id>/"), views.activity, name="activity"),
]
