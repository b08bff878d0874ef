"""Rich text as the plain text of a manifest: paragraphs apart by a blank line, list items with a bullet. Pure."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_PARAGRAPHS = ("p", "ul", "ol", "h2", "h3", "h4", "div")
_IS_RICH = re.compile(r"<(p|ul|ol|h[2-4]|div|br)\b", re.IGNORECASE)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.numbers: list[int | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _PARAGRAPHS:
            self.pieces.append("\n\n")
        if tag in ("ul", "ol"):
            self.numbers.append(0 if tag == "ol" else None)
        elif tag == "li":
            number = self.numbers[-1] if self.numbers else None
            if number is not None:
                self.numbers[-1] = number + 1
            self.pieces.append("\n• " if number is None else f"\n{number + 1}. ")
        elif tag == "br":
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol") and self.numbers:
            self.numbers.pop()
        if tag in _PARAGRAPHS:
            self.pieces.append("\n\n")

    def handle_data(self, data: str) -> None:
        self.pieces.append(re.sub(r"\s+", " ", data))


def plain(text: str) -> str:
    """The text without markup; text without paragraphs or lists is plain already and given back as it is."""
    if not _IS_RICH.search(text):
        return text
    reader = _Reader()
    reader.feed(text)
    reader.close()
    lines = re.sub(r"[ \t]*\n[ \t]*", "\n", "".join(reader.pieces))
    return re.sub(r"\n{3,}", "\n\n", lines).replace("\n\n• ", "\n• ").replace("\n\n1. ", "\n1. ").strip()
