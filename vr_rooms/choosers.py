"""Choosing a media file: a dialogue that only shows what this user may choose, and the block that uses it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser as views
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets.chooser import BaseChooser
from wagtail.blocks import ChooserBlock
from wagtail.permissions import policy_registry

MODEL = "vr_rooms.MediaAsset"
"""A string, so that blocks -> choosers -> models -> blocks is no circle."""


class _Closed:
    """Only files of collections in which this user may choose; stock choosers show and accept every object there is."""

    def get_object_list(self) -> QuerySet[Any]:
        policy = policy_registry.get_by_type(self.model_class)
        assets = policy.instances_user_has_any_permission_for(self.request.user, ["choose"])
        # Of what was refused, failed or cancelled before it was ever packaged nothing can be shown.
        assets = assets.exclude(packaged__isnull=True, state__in=("refused", "failed", "cancelled"))
        kinds = [kind for kind in self.request.GET.get("kinds", "").split(",") if kind]
        # A file that is still waiting has no kind yet; it may be chosen, and publishing waits until it is ready.
        return assets.filter(kind__in=[*kinds, ""]) if kinds else assets


class _Create:
    """Uploads go through the same form as the library's, with the user, so that only own collections are offered."""

    def get_creation_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_creation_form_kwargs()
        kwargs["user"] = kwargs["for_user"] = self.request.user
        if "data" in kwargs:
            kwargs["instance"] = self.model_class(uploaded_by_user=self.request.user)
        return kwargs


class _Columns:
    @property
    def columns(self) -> list[Column]:
        return [
            *super().columns,
            Column("kind", label=_("Kind"), accessor="get_kind_display"),
            Column("state", label=_("State"), accessor="get_state_display"),
        ]


class ChooseView(_Columns, _Closed, _Create, views.ChooseView):
    """The dialogue."""


class ChooseResultsView(_Columns, _Closed, _Create, views.ChooseResultsView):
    """The dialogue's list, after searching or leafing."""


class ChosenView(_Closed, views.ChosenView):
    """What is sent back when one file is chosen."""

    def get_object(self, pk: str) -> Any:
        try:
            return self.get_object_list().get(pk=pk)
        except (self.model_class.DoesNotExist, ValueError):
            raise PermissionDenied from None


class ChosenMultipleView(_Closed, views.ChosenMultipleView):
    """What is sent back when several are chosen."""

    def get_objects(self, pks: list[str]) -> QuerySet[Any]:
        return self.get_object_list().filter(pk__in=pks)


class CreateView(_Create, views.CreateView):
    """Uploading a file in the dialogue."""


class AssetChooserViewSet(ChooserViewSet):
    """The dialogue's views and widget."""

    model = MODEL
    icon = "media"
    choose_one_text = _("Choose a media file")
    choose_another_text = _("Choose another media file")
    edit_item_text = _("Edit this media file")
    create_action_label = _("Upload")
    create_action_clicked_label = _("Uploading…")
    search_tab_label = _("Search")  # Wagtail's own is translated once, into the site's language
    creation_form_class = "vr_rooms.admin.forms.AssetCreateForm"
    preserve_url_parameters = ["multiple", "kinds"]
    per_page = 12
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView
    create_view_class = CreateView


asset_chooser = AssetChooserViewSet("asset_chooser")


class AssetChooser(asset_chooser.widget_class):  # type: ignore[misc, name-defined]
    """The widget, limited to some kinds of file."""

    def __init__(self, kinds: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.kinds = tuple(kinds)
        super().__init__(**kwargs)

    def get_chooser_modal_url(self) -> str:
        url = super().get_chooser_modal_url()
        return f"{url}?{urlencode({'kinds': ','.join(self.kinds)})}" if self.kinds else url


class AssetChooserBlock(ChooserBlock):
    """A media file in a StreamField, limited to some kinds."""

    def __init__(self, kinds: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.kinds = tuple(kinds)
        super().__init__(**kwargs)

    @cached_property
    def target_model(self) -> Any:
        from wagtail.coreutils import resolve_model_string

        return resolve_model_string(MODEL)

    @cached_property
    def widget(self) -> BaseChooser:
        return AssetChooser(kinds=self.kinds)

    class Meta:
        icon = "media"
