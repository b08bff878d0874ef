"""What a sector's text is made of."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from vr_rooms.root_block import RootBlock


class SectorBody(RootBlock):
    """A sector's text."""

    text = blocks.RichTextBlock(features=["h3", "bold", "italic", "ol", "ul", "link"], label=_("text"), icon="pilcrow")
