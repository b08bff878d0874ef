"""Texts in the reader's language, field by field, with Dutch where a translation says nothing."""

from __future__ import annotations

from typing import Any

from wagtail.rich_text import expand_db_html


class Words:
    """The texts of a source page (or snippet) and of its translation, if there is one."""

    def __init__(self, source: Any, translation: Any | None = None) -> None:
        self.source, self.translation = source, translation

    @property
    def language(self) -> str:
        """In which language the title is."""
        return str((self.translation or self.source).locale.language_code)

    def text(self, field: str) -> Any:
        """A field's value: the translation's unless that is empty."""
        return (getattr(self.translation, field, None) if self.translation else None) or getattr(self.source, field)

    def html(self, field: str) -> str:
        """A rich text field as HTML with its links resolved."""
        return str(expand_db_html(self.text(field) or ""))


def blocks(page: Any, field: str) -> list[dict[str, Any]]:
    """A StreamField's blocks as they are stored, without loading what they point to."""
    return [dict(child) for child in getattr(page, field).raw_data]


def blocks_by_id(page: Any | None, field: str) -> dict[str, dict[str, Any]]:
    """Block id -> value, of a translation; the source's geometry is used with these words."""
    return {child["id"]: child["value"] for child in blocks(page, field)} if page else {}
