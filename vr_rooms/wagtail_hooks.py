"""What this floor adds to the admin."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms.collections import collection_member_permission_formset_factory
from wagtail.admin.menu import MenuItem

from vr_rooms.admin import releases
from vr_rooms.admin.library import media_library
from vr_rooms.choosers import asset_chooser
from vr_rooms.models import MediaAsset


@hooks.register("register_admin_viewset")
def library() -> list[Any]:
    return [media_library, asset_chooser]


@hooks.register("insert_editor_js")
def scene_links() -> str:
    return format_html('<script type="module" src="{}"></script>', static("vr_rooms/library.js"))


@hooks.register("register_group_permission_panel")
def library_permissions() -> Any:
    return collection_member_permission_formset_factory(
        MediaAsset,
        [
            ("add_mediaasset", _("Add"), _("Add media files, and edit one's own")),
            ("change_mediaasset", _("Edit"), _("Edit any media file")),
            ("choose_mediaasset", _("Choose"), _("Choose media files in pages")),
        ],
        "vr_rooms/admin/permissions.html",
    )


@hooks.register("register_admin_urls")
def release_urls() -> list[Any]:
    return [path("releases/", include((releases.urlpatterns, "vr_releases"), namespace="vr_releases"))]


class ReleasesMenuItem(MenuItem):
    """Shown to those who may see releases."""

    def is_shown(self, request: Any) -> bool:
        return releases.may_see(request.user)


@hooks.register("register_admin_menu_item")
def releases_menu_item() -> MenuItem:
    return ReleasesMenuItem(_("Releases"), reverse("vr_releases:index"), name="releases", icon_name="upload", order=900)
