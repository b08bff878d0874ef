"""Rich text becomes the plain text of a manifest."""

import pytest

from vr_rooms.services.plain import plain


@pytest.mark.parametrize(
    ("rich", "expected"),
    [
        ("", ""),
        ("1 < 2 & 3 > 2", "1 < 2 & 3 > 2"),
        ("regel\n\nregel", "regel\n\nregel"),
        ("<p>Een <b>helm</b> &amp; een bril.</p><p>En vonken.</p>", "Een helm & een bril.\n\nEn vonken."),
        ("<p>Neem mee:</p><ul><li>helm</li><li>bril</li></ul><p>Klaar.</p>", "Neem mee:\n• helm\n• bril\n\nKlaar."),
        ("<ol><li>kijk</li><li>vraag</li></ol>", "1. kijk\n2. vraag"),
        ("<p>een<br/>twee</p>", "een\ntwee"),
        ("<p></p>", ""),
    ],
)
def test_plain(rich, expected):
    assert plain(rich) == expected
