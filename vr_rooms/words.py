"""The words that forms offer for the fixed words of docs/formats.md."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

RICH_TEXT = ("bold", "italic", "ul", "ol")
"""What texts may hold. No links: manifests carry plain text, and a headset has no browser."""

LEVELS = (
    ("po", _("primary school (po)")),
    ("pro", _("practical training (pro)")),
    ("vmbo", "vmbo"),
    ("havo", "havo"),
    ("vwo", "vwo"),
    ("mbo", "mbo"),
)
COMFORTS = (
    ("comfortable", _("comfortable: standing still")),
    ("moderate", _("moderate: some movement")),
    ("intense", _("intense: much movement or height")),
)
