"""Rooms from draft to headset: media library, room pages, wire formats, releases, delivery, the player, the sync client."""
