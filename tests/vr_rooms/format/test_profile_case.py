"""The player counts a room by the same numbers: frontend/test/profile.test.js reads the file that this one keeps in step."""

from __future__ import annotations

from tests.vr_rooms.format.profile_case import FILE, case


def test_the_case_of_the_players_tests_is_what_is_counted_here() -> None:
    assert FILE.read_bytes() == case(), "python -m tests.vr_rooms.format.profile_case writes it"
