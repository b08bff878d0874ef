"""The typed routes, to be mounted on Wagtail's API object."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status
from wagtail.api.v3.errors import problem_response

from cms.api import activities, previews, rooms, sectors, videos
from cms.api.activities import ActivityFilters
from cms.api.http import private, public
from cms.api.reader import Reader
from cms.api.rooms import RoomFilters
from cms.api.schemas import (
    ActivityItem,
    ActivityList,
    Home,
    Preview,
    Problem,
    RoomDetail,
    RoomList,
    SectorDetail,
    SectorList,
    VideoDetail,
    VideoList,
)
from cms.api.sectors import SectorFilters
from cms.api.videos import VideoFilters
from vr_rooms.services.previews import BadToken

router = Router(tags=["content"], auth=None)
router.add_decorator(public, mode="view")
drafts = Router(tags=["drafts"], auth=None)
drafts.add_decorator(private, mode="view")

PROBLEMS = {404: Problem, 422: Problem}


def reader(request: HttpRequest, locale: str | None) -> Reader:
    """Absolute addresses, as this request reached us."""
    return Reader.of(locale, request.build_absolute_uri("/"))


@router.get("/home/", response={200: Home, **PROBLEMS}, operation_id="home", summary="The home page")
def home(request: HttpRequest, locale: str | None = None) -> Home:
    return sectors.home(reader(request, locale))


@router.get("/sectors/", response={200: SectorList, 422: Problem}, operation_id="sectors", summary="All sectors")
def list_sectors(request: HttpRequest, filters: SectorFilters = Query(...)) -> SectorList:  # noqa: B008
    return sectors.list_sectors(reader(request, filters.locale), filters)


@router.get("/sectors/{slug}/", response={200: SectorDetail, **PROBLEMS}, operation_id="sector", summary="One sector")
def sector(request: HttpRequest, slug: str, locale: str | None = None) -> SectorDetail:
    return sectors.sector(reader(request, locale), slug)


@router.get("/rooms/", response={200: RoomList, 422: Problem}, operation_id="rooms", summary="360° rooms")
def list_rooms(request: HttpRequest, filters: RoomFilters = Query(...)) -> RoomList:  # noqa: B008
    return rooms.list_rooms(reader(request, filters.locale), filters)


@router.get("/rooms/{room_id}/", response={200: RoomDetail, **PROBLEMS}, operation_id="room", summary="One 360° room")
def room(request: HttpRequest, room_id: UUID, locale: str | None = None) -> RoomDetail:
    return rooms.room(reader(request, locale), room_id)


@router.get("/videos/", response={200: VideoList, 422: Problem}, operation_id="videos", summary="Promo videos")
def list_videos(request: HttpRequest, filters: VideoFilters = Query(...)) -> VideoList:  # noqa: B008
    return videos.list_videos(reader(request, filters.locale), filters)


@router.get("/videos/{video_id}/", response={200: VideoDetail, **PROBLEMS}, operation_id="video", summary="One promo video")
def video(request: HttpRequest, video_id: UUID, locale: str | None = None) -> VideoDetail:
    return videos.video(reader(request, locale), video_id)


@router.get("/activities/", response={200: ActivityList, 422: Problem}, operation_id="activities", summary="Activities")
def list_activities(request: HttpRequest, filters: ActivityFilters = Query(...)) -> ActivityList:  # noqa: B008
    return activities.list_activities(reader(request, filters.locale), filters)


@router.get(
    "/activities/{activity_id}/", response={200: ActivityItem, **PROBLEMS}, operation_id="activity", summary="One activity"
)
def activity(request: HttpRequest, activity_id: UUID, locale: str | None = None) -> ActivityItem:
    return activities.activity(reader(request, locale), activity_id)


@drafts.get(
    "/preview/",
    response={200: Preview, 403: Problem, 422: Problem},
    operation_id="preview",
    summary="The draft that a preview token stands for",
)
def preview(request: HttpRequest, token: str) -> Status | HttpResponse | previews.AnyPreview:
    try:
        return previews.preview(token, request.build_absolute_uri("/"))
    except BadToken as error:
        return problem_response(status=403, detail=f"This preview can't be shown: {error}. Open it again from the editor.")
