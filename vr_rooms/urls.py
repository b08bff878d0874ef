"""Addresses of the player's pages."""

from __future__ import annotations

from django.urls import path

from vr_rooms.player import views

app_name = "vr_rooms"
urlpatterns = [
    path("play/", views.index, name="index"),
    path("play/kept/", views.kept, name="kept"),
    path("play/worker.js", views.worker, name="worker"),
    path("play/preview/", views.preview, name="preview"),
    path("play/<uuid:room_id>/", views.room, name="room"),
]
