"""Promo videos as the API answers them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from ninja import Field, Schema

from cms import live, pictures
from cms.api.reader import ONE_LINE, Reader, embed_path, own_name
from cms.api.references import references
from cms.api.schemas import CaptionTrack, Picture, VideoDetail, VideoItem, VideoList, VideoSource
from cms.api.words import Words
from cms.models import PromoVideoPage


class VideoFilters(Schema):
    """What to list."""

    locale: str | None = Field(None, max_length=12, description="Language of the texts; Dutch where a translation is missing")
    sector: str | None = Field(None, max_length=100, pattern=ONE_LINE, description="A sector's slug")
    search: str = Field("", max_length=100, pattern=ONE_LINE, description="Looks in the transcript too")
    limit: int = Field(20, ge=1, le=100)
    offset: int = Field(0, ge=0, le=1_000_000)


def list_videos(reader: Reader, filters: VideoFilters) -> VideoList:
    """One page of promo videos; one that stands in two sectors is listed once."""
    placements = live.video_placements()
    if filters.sector is not None:
        placements = placements.filter(parent_path__in=live.sectors().filter(slug=filters.sector).values("path"))
    fields = ("title", "summary", "transcript")
    found = live.once(live.matching(placements, filters.search, fields, reader.language))
    pages = list(live.with_pictures(found)[filters.offset : filters.offset + filters.limit])
    return VideoList(items=video_items(reader, pages), count=found.count())


def video(reader: Reader, video_id: UUID) -> VideoDetail:
    """One promo video. Raises Http404."""
    page = live.with_pictures(live.once(live.video_placements().filter(key=video_id))).first()
    if page is None:
        raise Http404(f"There is no video {video_id}")
    return video_of(reader, page, Words(page, live.translated(PromoVideoPage, [page.key], reader.language).get(page.key)))


def video_of(reader: Reader, page: PromoVideoPage, words: Words) -> VideoDetail:
    """A promo video in full; its media file must have been packaged."""
    return VideoDetail(
        **video_items(reader, [page], {page.key: words})[0].model_dump(),
        transcript=words.text("transcript"),
        speech_covers_picture=words.source.speech_covers_picture,
        sources=[
            VideoSource(language=sound["language"], role=sound["role"], url=reader.content(sound["master"]["path"]))
            for sound in page.asset.record()["hls"]
        ],
        captions=_tracks(reader, words.source),
    )


def video_items(reader: Reader, pages: list[PromoVideoPage], words: dict[UUID, Words] | None = None) -> list[VideoItem]:
    """Promo videos for a list, in a constant number of queries."""
    keys = [page.key for page in pages]
    if words is None:
        translations = live.translated(PromoVideoPage, keys, reader.language)
        words = {page.key: Words(page, translations.get(page.key)) for page in pages}
    standing = live.sectors_by_key(live.video_placements(), keys)
    sectors = references(reader, [one for several in standing.values() for one in several])
    return [
        _item(reader, page, words[page.key], [sectors[one.translation_key] for one in standing.get(page.key, [])])
        for page in pages
    ]


def _item(reader: Reader, page: PromoVideoPage, words: Words, sectors: list[Any]) -> VideoItem:
    record = page.asset.packaged
    return VideoItem(
        id=page.key,
        slug=page.slug,
        title=words.text("title"),
        summary=words.text("summary"),
        language=words.language,
        sectors=sectors,
        poster=_poster(reader, page),
        duration_ms=record["duration_ms"],
        width=record["width"],
        height=record["height"],
        has_audio=record["has_audio"],
        caption_languages=sorted({track.language for track in _tracks(reader, page)}),
        uploaded_at=page.asset.created_at,
        url=reader.page("video", id=page.key),
        embed_url=reader.address(embed_path(page.key)),
    )


def _poster(reader: Reader, page: PromoVideoPage) -> Picture:
    rendition = pictures.ready(page.poster, pictures.POSTER)
    if rendition is None:
        return Picture(url=reader.content(page.asset.packaged["poster"]["path"]))
    return Picture(url=reader.address(rendition.url), width=rendition.width, height=rendition.height)


def _tracks(reader: Reader, page: PromoVideoPage) -> list[CaptionTrack]:
    """Only captions that a person has checked."""
    return [
        CaptionTrack(
            language=text.language, role=text.role, label=own_name(text.language), url=reader.content(text.packaged["path"])
        )
        for text in sorted(page.asset.captions.all(), key=lambda text: (text.language != live.SOURCE, text.language, text.role))
        if text.reviewed and text.packaged
    ]
