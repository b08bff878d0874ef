"""The faces in a 360° photo: an editor looks at each, says which must be blurred, and answers the question about people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from media_pipeline.errors import PipelineError
from media_pipeline.faces.disc import Disc
from vr_rooms.admin.closed import may
from vr_rooms.admin.progress import status
from vr_rooms.models import MediaAsset
from vr_rooms.models.choices import People
from vr_rooms.services import faces

ROWS = 2


def faces_url(asset: MediaAsset) -> str:
    """Address of the page about the faces in a packaged 360° photo, '' for everything else."""
    return reverse("mediaasset:faces", args=[asset.pk]) if asset.kind == "panorama" and asset.info else ""


class FaceForm(forms.Form):
    """One face that somebody pointed at."""

    yaw = forms.FloatField(label=_("To the right (°)"), min_value=-180, max_value=180)
    pitch = forms.FloatField(label=_("Upwards (°)"), min_value=-90, max_value=90)
    size = forms.FloatField(label=_("Size (°)"), min_value=0.1, max_value=120)


FaceFormSet = forms.formset_factory(FaceForm, extra=ROWS, max_num=faces.MOST, validate_max=True)


class ChoiceForm(forms.Form):
    """Which of the found faces are blurred, and the answer."""

    blur = forms.MultipleChoiceField(required=False)
    people = forms.ChoiceField(label=_("Recognisable people"), choices=People, widget=forms.RadioSelect)

    def __init__(self, *args: Any, found: list[Disc], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["blur"].choices = [(faces.written(face), "") for face in found]


class FacesView(WagtailAdminTemplateMixin, TemplateView):
    """GET: the faces and what is to happen to them. POST: the photo is packaged again, or 422 and what is wrong."""

    template_name = "vr_rooms/admin/faces.html"
    page_title = _("Faces in this photo")
    header_icon = "view"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.asset = photo_of(request, kwargs["pk"])
        self.found = faces.found(self.asset)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_page_subtitle(self) -> str:
        return self.asset.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        library = {"url": reverse("mediaasset:index"), "label": capfirst(MediaAsset._meta.verbose_name_plural)}
        asset = {"url": reverse("mediaasset:edit", args=[self.asset.pk]), "label": self.asset.title}
        return [*self.breadcrumbs_items, library, asset, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        blurred = [faces.written(face) for face in faces.chosen(self.asset)]
        offered = [faces.written(face) for face in self.found or ()]
        by_hand = [face for face in faces.chosen(self.asset) if faces.written(face) not in offered]
        form = kwargs.get("form") or self._form({"blur": blurred, "people": self.asset.people})
        ticked = form["blur"].value() or []
        return {
            **super().get_context_data(**kwargs),
            "form": form,
            "by_hand": FaceFormSet(initial=[{"yaw": face.yaw, "pitch": face.pitch, "size": face.size} for face in by_hand]),
            "looked": self.found is not None,
            "faces": [_shown(number, face, ticked) for number, face in enumerate(self.found or ())],
            "crop": faces.CROP,
            "asset": self.asset,
            "status": status(self.asset, self.request.user),
            **kwargs,
        }

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form, by_hand = ChoiceForm(request.POST, found=self.found or []), FaceFormSet(request.POST)
        if not (form.is_valid() and by_hand.is_valid()):
            messages.error(request, gettext("Nothing is saved yet: correct what is marked below."))
            return self.render_to_response(self.get_context_data(form=form, by_hand=by_hand), status=422)
        pointed = [faces.written(Disc(**row.cleaned_data)) for row in by_hand if row.cleaned_data]
        self.asset.blur = ";".join(dict.fromkeys([*form.cleaned_data["blur"], *pointed]))
        self.asset.people = form.cleaned_data["people"]
        again = self.asset.request != self.asset.handled_request
        self.asset.save()
        log(instance=self.asset, action="wagtail.edit", user=request.user)
        said = gettext("“{title}” is packaged again with your choice of faces.") if again else gettext("“{title}” is saved.")
        messages.success(request, said.format(title=self.asset.title))
        return redirect("mediaasset:edit", pk)

    def _form(self, initial: dict[str, Any]) -> ChoiceForm:
        return ChoiceForm(initial=initial, found=self.found or [])


@cache_control(private=True, max_age=600)
def crops(request: HttpRequest, pk: int) -> HttpResponse:
    """The found faces side by side, for who may change the photo: they come from the original, which nobody else gets to see."""
    asset = photo_of(request, pk)
    found = faces.found(asset)
    if not found:
        raise Http404
    try:
        return HttpResponse(faces.crops(asset, found), content_type="image/jpeg")
    except (PipelineError, FileNotFoundError) as problem:
        raise Http404 from problem


def photo_of(request: HttpRequest, pk: int) -> MediaAsset:
    """The 360° photo, for who may change it."""
    asset = get_object_or_404(MediaAsset, pk=pk)
    if not may(request.user, "change", asset):
        raise PermissionDenied
    if not faces_url(asset):
        raise Http404
    return asset


def _shown(number: int, face: Disc, ticked: list[str]) -> dict[str, Any]:
    value = faces.written(face)
    return {
        "number": number + 1,
        "left": number * faces.CROP,
        "value": value,
        "ticked": value in ticked,
        "yaw": round(face.yaw),
        "pitch": round(face.pitch),
        "size": round(face.size, 1),
        "sure": round(100 * face.confidence),
    }
