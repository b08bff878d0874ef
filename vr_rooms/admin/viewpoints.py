"""3D scene -> 360° scenes: an editor says where to stand, panoramas are drawn there, and a draft room joins them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log
from wagtail.models import Page

from media_pipeline.rendering.viewpoints import FARTHEST_M
from vr_rooms.admin.closed import visible
from vr_rooms.admin.progress import status
from vr_rooms.models import MediaAsset, RoomPage, Viewpoint
from vr_rooms.models.choices import State
from vr_rooms.permissions import policy
from vr_rooms.services import drawing, tours

MOST = 12
"""Viewpoints in one go."""
ROWS = 4
EYES_M = 1.6
"""Where the eyes of somebody who stands are, above the scene's lowest point."""


def may_draw(user: Any, mesh: MediaAsset) -> bool:
    """Whether a user may make panoramas of this file: use it, and add files where it lies."""
    adding = policy().collections_user_has_permission_for(user, "add")
    return mesh.kind == "mesh" and adding.filter(pk=mesh.collection_id).exists() and visible(user).filter(pk=mesh.pk).exists()


class ViewForm(forms.Form):
    """One viewpoint."""

    title = forms.CharField(label=_("Title"), max_length=120)
    x = forms.FloatField(label=_("x (m)"), min_value=-FARTHEST_M, max_value=FARTHEST_M)
    y = forms.FloatField(label=_("y, height of the eyes (m)"), min_value=-FARTHEST_M, max_value=FARTHEST_M)
    z = forms.FloatField(label=_("z (m)"), min_value=-FARTHEST_M, max_value=FARTHEST_M)


class LayoutForm(forms.Form):
    """For one eye or for two."""

    stereo = forms.BooleanField(
        label=_("3D: a picture for each eye"), required=False, help_text=_("Takes about twice as long, and twice the room.")
    )


class RoomForm(forms.Form):
    """Which panoramas become a room, and where it stands."""

    title = forms.CharField(label=_("Title of the room"), max_length=255)
    parent = forms.ModelChoiceField(label=_("Sector"), queryset=Page.objects.none())
    views = forms.ModelMultipleChoiceField(
        label=_("Scenes"), queryset=Viewpoint.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, views: QuerySet[Viewpoint], parents: QuerySet[Page], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["views"].queryset = views
        self.fields["views"].label_from_instance = lambda view: view.asset.title
        self.fields["parent"].queryset = parents


ViewFormSet = forms.formset_factory(ViewForm, extra=ROWS, min_num=1, max_num=MOST, validate_min=True, validate_max=True)


class ViewpointsView(WagtailAdminTemplateMixin, TemplateView):
    """GET: the form, what was drawn before, and the offer of a room. POST: new panoramas, or 422 and what is wrong."""

    template_name = "vr_rooms/admin/viewpoints.html"
    page_title = _("360° scenes of a 3D scene")
    header_icon = "view"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.mesh = mesh_of(request, kwargs["pk"])
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_page_subtitle(self) -> str:
        return self.mesh.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        library = {"url": reverse("mediaasset:index"), "label": capfirst(MediaAsset._meta.verbose_name_plural)}
        mesh = {"url": reverse("mediaasset:edit", args=[self.mesh.pk]), "label": self.mesh.title}
        return [*self.breadcrumbs_items, library, mesh, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        drawn = views_of(self.request.user, self.mesh)
        parents = possible_parents(self.request.user)
        ready = drawn.filter(asset__state=State.READY)
        given = {
            "formset": ViewFormSet(initial=[middle(self.mesh)]),
            "layout": LayoutForm(),
            "room": RoomForm(
                views=ready, parents=parents, initial={"title": self.mesh.title, "views": ready, "parent": parents.first()}
            ),
        }
        return {
            **super().get_context_data(**kwargs),
            **given,
            "mesh": self.mesh,
            "bounds": (self.mesh.packaged or {}).get("bounds"),
            "drawn": [(view, status(view.asset, self.request.user)) for view in drawn],
            "offer_room": ready.exists() and parents.exists(),
            **kwargs,
        }

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        formset, layout = ViewFormSet(request.POST, initial=[middle(self.mesh)]), LayoutForm(request.POST)
        # The first row comes filled in; who leaves it as it is means it.
        formset.forms[0].empty_permitted = False
        if not (formset.is_valid() and layout.is_valid()):
            messages.error(request, gettext("Nothing is saved yet: correct what is marked below."))
            return self.render_to_response(self.get_context_data(formset=formset, layout=layout), status=422)
        views = [drawing.View(**form.cleaned_data) for form in formset if form.cleaned_data]
        made = drawing.order(self.mesh, views, stereo=layout.cleaned_data["stereo"], user=request.user)
        for asset in made:
            log(instance=asset, action="wagtail.create", user=request.user)
        said = ngettext("{count} panorama is being drawn.", "{count} panoramas are being drawn.", len(made))
        messages.success(request, said.format(count=len(made)))
        return redirect("mediaasset:viewpoints", pk)


@require_POST
def make_room(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft room of panoramas drawn before; goes on to its form."""
    mesh = mesh_of(request, pk)
    ready = views_of(request.user, mesh).filter(asset__state=State.READY)
    form = RoomForm(request.POST, views=ready, parents=possible_parents(request.user))
    if not form.is_valid():
        messages.error(request, gettext("Choose at least one scene, a sector and a title."))
        return redirect("mediaasset:viewpoints", pk)
    given = form.cleaned_data
    room = tours.draft_room(given["parent"], given["title"], list(given["views"]), request.user)
    log(instance=room, action="wagtail.create", user=request.user)
    messages.success(request, gettext("“{title}” is a draft now. Say what can be seen in each scene.").format(title=room.title))
    return redirect("wagtailadmin_pages:edit", room.pk)


def mesh_of(request: HttpRequest, pk: int) -> MediaAsset:
    """The 3D file, for who may draw from it."""
    mesh = get_object_or_404(MediaAsset, pk=pk)
    if not may_draw(request.user, mesh):
        raise PermissionDenied
    return mesh


def views_of(user: Any, mesh: MediaAsset) -> QuerySet[Viewpoint]:
    """What was drawn in this file, as far as the user may see it."""
    return Viewpoint.objects.filter(mesh=mesh, asset__in=visible(user)).select_related("asset")


def possible_parents(user: Any) -> QuerySet[Page]:
    """Pages below which this user may make a room."""
    kinds = RoomPage.allowed_parent_page_models()
    pages = [page for kind in kinds for page in kind.objects.filter(alias_of=None)]
    able = [page.pk for page in pages if page.permissions_for_user(user).can_add_subpage()]
    return Page.objects.filter(pk__in=able).order_by("path")


def middle(mesh: MediaAsset) -> dict[str, Any]:
    """The middle of a scene, at the height of somebody's eyes: the first row of the form."""
    bounds = (mesh.packaged or {}).get("bounds")
    if not bounds:
        return {"title": mesh.title, "x": 0.0, "y": EYES_M, "z": 0.0}
    (low_x, low_y, low_z), (high_x, high_y, high_z) = bounds["min"], bounds["max"]
    eyes = low_y + (EYES_M if high_y - low_y > EYES_M else (high_y - low_y) / 2)
    return {
        "title": mesh.title[:120],
        "x": round((low_x + high_x) / 2, 2),
        "y": round(eyes, 2),
        "z": round((low_z + high_z) / 2, 2),
    }
