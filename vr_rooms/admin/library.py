"""The media library in the admin: list, one file, and what may be done with it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import filesizeformat
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.filters import CollectionFilter, WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history, usage
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import Collection

from vr_rooms.admin.closed import ClosedList, ClosedObject, may
from vr_rooms.admin.columns import PreviewColumn, StateColumn
from vr_rooms.admin.faces import FacesView, crops, faces_url
from vr_rooms.admin.forms import AssetForm
from vr_rooms.admin.progress import progress, status
from vr_rooms.admin.upload import UploadView
from vr_rooms.admin.viewpoints import ViewpointsView, make_room, may_draw
from vr_rooms.errors import remark
from vr_rooms.models import MediaAsset, Viewpoint
from vr_rooms.permissions import policy
from vr_rooms.services import ingest


class AssetFilters(WagtailFilterSet):
    """Filters of the list; only collections in which this user has something to do are offered."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = policy().collections_user_has_any_permission_for(self.request.user, ["add", "change", "choose"])
        self.filters["collection"].queryset = own

    collection = CollectionFilter(field_name="collection_id", queryset=Collection.objects.all(), label=_("Collection"))

    class Meta:
        model = MediaAsset
        fields = ["kind", "state"]


class IndexView(ClosedList, generic.IndexView):
    """The list."""

    page_title = _("Media library")
    any_permission_required = ["add", "change", "delete", "choose"]
    template_name = "vr_rooms/admin/library.html"

    def get_edit_url(self, instance: MediaAsset) -> str | None:
        return super().get_edit_url(instance) if may(self.request.user, "change", instance) else None

    def get_delete_url(self, instance: MediaAsset) -> str | None:
        return super().get_delete_url(instance) if may(self.request.user, "delete", instance) else None


class EditView(ClosedObject, generic.EditView):
    """One file."""

    template_name = "vr_rooms/admin/asset.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "status": status(self.object, self.request.user),
            "facts": found_out(self.object),
            "viewpoints_url": self._viewpoints_url(),
            "faces_url": faces_url(self.object),
        }

    def save_instance(self) -> MediaAsset:
        saved: MediaAsset = super().save_instance()
        for row in self.form.formsets["captions"].forms:
            if row.cleaned_data.get("reviewed") and not row.instance.reviewed:
                said = gettext(
                    "{name} is another file than the one that was checked; tick it again when somebody has checked this."
                )
                messages.warning(self.request, said.format(name=row.instance.original_name))
        return saved

    def _viewpoints_url(self) -> str:
        return reverse("mediaasset:viewpoints", args=[self.object.pk]) if may_draw(self.request.user, self.object) else ""


class DeleteView(ClosedObject, generic.DeleteView):
    """Removing a file; the page says where it is used."""

    wanted = "delete"


class HistoryView(ClosedObject, history.HistoryView):
    """Who did what."""


class UsageView(ClosedObject, usage.UsageView):
    """Where a file is used."""


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Package once more."""
    asset = _to_change(request, pk)
    asset.again()
    return _pressed(request, asset, gettext("“{title}” is packaged again."))


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop packaging, or take it out of the queue."""
    asset = _to_change(request, pk)
    if ingest.cancel(pk):
        return _pressed(request, asset, gettext("Packaging “{title}” is being cancelled."))
    return _pressed(request, asset, gettext("“{title}” was ready before it could be cancelled."))


def _to_change(request: HttpRequest, pk: int) -> MediaAsset:
    asset = get_object_or_404(MediaAsset, pk=pk)
    if not may(request.user, "change", asset):
        raise PermissionDenied
    return asset


def _pressed(request: HttpRequest, asset: MediaAsset, sentence: str) -> HttpResponse:
    """The file's status for library.js, its page with a sentence for a browser without scripts."""
    asset.refresh_from_db()
    if request.accepts("text/html"):
        messages.success(request, sentence.format(title=asset.title))
        return redirect("mediaasset:edit", asset.pk)
    return JsonResponse(status(asset, request.user))


def found_out(asset: MediaAsset) -> list[tuple[str, str]]:
    """What probing found out, as (name, value) for people."""
    info, record = asset.info or {}, asset.packaged or {}
    rows = [
        (gettext("File"), f"{asset.original_name}, {filesizeformat(asset.original_size)}"),
        (gettext("Kind"), str(asset.get_kind_display()) if asset.kind else ""),
        (gettext("Format"), str(info.get("format", "")).upper()),
        (gettext("Size"), "{width} × {height}".format(**info) if info.get("width") else ""),
        (gettext("Length"), _seconds(info.get("duration_ms"))),
        (gettext("Codec"), info.get("video_codec") or ""),
        (gettext("Triangles"), str(info["triangles"]) if info.get("triangles") else ""),
        (gettext("Projection"), str(PROJECTIONS.get(record.get("projection"), ""))),
        (gettext("Certainty"), f"{round(100 * info['confidence'])} %" if info.get("confidence", 1.0) < 1.0 else ""),
        *((gettext("Note"), remark(warning)) for warning in (*_when_drawn(asset), *info.get("warnings", ()))),
    ]
    return [(name, value) for name, value in rows if value]


PROJECTIONS = {**dict(MediaAsset._meta.get_field("wanted_projection").flatchoices), "flat": _("not 360°")}
"""How a picture or film lies, as a person calls it."""


def _when_drawn(asset: MediaAsset) -> list[str]:
    """What was worth a look when a panorama was drawn from its 3D scene."""
    view = Viewpoint.objects.filter(asset=asset).first()
    return view.warnings if view else []


def _seconds(duration_ms: int | None) -> str:
    if not duration_ms:
        return ""
    seconds = round(duration_ms / 1000)
    return f"{seconds // 60}:{seconds % 60:02}"


_FILE = forms.FileInput  # the stock widget links to the file, and an original has no address
_PANELS = [
    FieldPanel("title"),
    FieldPanel(
        "people", help_text=_("In a 360° photo everyone around the camera can be seen. Without an answer it can't be published.")
    ),
    MultiFieldPanel(
        [FieldPanel("original", widget=_FILE, heading=_("Replace the file"))],
        heading=_("File"),
        help_text=_("Rooms keep using the file as it was until the new one is ready."),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("wanted_kind"), FieldPanel("wanted_projection"), FieldPanel("wanted_stereo")]),
            FieldPanel("language"),
        ],
        heading=_("If it was not recognised"),
        help_text=_("Leave empty unless the file was taken for something else."),
    ),
    FieldPanel("poster_at"),
    InlinePanel(
        "captions",
        [
            FieldRowPanel([FieldPanel("language"), FieldPanel("role")]),
            FieldPanel("file", widget=_FILE),
            FieldPanel("reviewed"),
        ],
        heading=_("Captions"),
        label=_("Captions"),
    ),
    FieldPanel("tags"),
    FieldPanel("collection"),
]


_ASIDE = "asset-aside"
"""A column for which a telephone has no room."""


class MediaLibrary(ModelViewSet):
    """The library's views, closed by collection."""

    model = MediaAsset
    icon = "media"
    menu_label = _("Media")
    menu_order = 250
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = [
        "title",
        PreviewColumn("preview", label=_("Picture"), width="10%"),
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind", classname=_ASIDE),
        StateColumn("state", label=_("State"), sort_key="state"),
        Column("collection", label=_("Collection"), accessor="collection.name", classname=_ASIDE),
        DateColumn("created_at", label=_("Uploaded"), sort_key="created_at", width="10%", classname=_ASIDE),
    ]
    list_per_page = 24
    ordering = ["-created_at", "-pk"]
    filterset_class = AssetFilters
    # Straight from the rows: an index that a worker keeps goes stale silently when no worker runs.
    search_backend_name = None
    search_fields = ["title", "original_name"]
    edit_handler = ObjectList(_PANELS, base_form_class=AssetForm)
    index_view_class = IndexView
    edit_view_class = EditView
    delete_view_class = DeleteView
    history_view_class = HistoryView
    usage_view_class = UsageView

    @property
    def add_view(self) -> Any:
        return UploadView.as_view(index_url_name=self.get_url_name("index"), edit_url_name=self.get_url_name("edit"))

    def get_urlpatterns(self) -> list[Any]:
        more = [
            path("progress/", progress, name="progress"),
            path("again/<int:pk>/", again, name="again"),
            path("cancel/<int:pk>/", cancel, name="cancel"),
            path("faces/<int:pk>/", FacesView.as_view(), name="faces"),
            path("faces/<int:pk>/crops.jpg", crops, name="face_crops"),
            path("viewpoints/<int:pk>/", ViewpointsView.as_view(), name="viewpoints"),
            path("viewpoints/<int:pk>/room/", make_room, name="make_room"),
        ]
        # Behind Wagtail's own: the menu leads to the first of them.
        return [*super().get_urlpatterns(), *more]


media_library = MediaLibrary("mediaasset", url_prefix="media-library")
