"""Sectors as the lists of other things mention them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from cms import live
from cms.api.reader import Reader
from cms.api.schemas import SectorRef
from cms.api.words import Words
from cms.models import SectorPage


def references(reader: Reader, pages: Iterable[SectorPage]) -> dict[UUID, SectorRef]:
    """Sector id -> reference, for the lists of other things. One query, none in Dutch."""
    distinct = {page.translation_key: page for page in pages}
    translations = live.translated(SectorPage, distinct, reader.language)
    return {
        key: SectorRef(
            id=key,
            slug=page.slug,
            title=Words(page, translations.get(key)).text("title"),
            colour=page.colour,
            icon=page.icon,
            url=reader.page("sector", slug=page.slug),
        )
        for key, page in distinct.items()
    }
