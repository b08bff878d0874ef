"""Forms of media files."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.collections import BaseCollectionMemberForm
from wagtail.permissions import policy_registry

from vr_rooms.models import MediaAsset


class AssetForm(BaseCollectionMemberForm, WagtailAdminModelForm):
    """Base of a media file's forms: offers only collections in which this user may add files."""

    @cached_property
    def permission_policy(self) -> Any:
        return policy_registry.get_by_type(MediaAsset)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("user", kwargs.get("for_user"))
        super().__init__(*args, **kwargs)
        if self.instance.pk and "original" in self.fields:
            self.fields["original"].required = False  # there is one; no star must ask for another


class AssetCreateForm(AssetForm):
    """A new file: the rest is asked on its own page, once it is known what it is."""

    class Meta:
        model = MediaAsset
        fields = ["title", "original", "collection"]
