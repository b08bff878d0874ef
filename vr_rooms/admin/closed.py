"""Views of media files that only show and change what this user may: Wagtail's stock views ask for a permission on the model,
so that an editor of one sector could edit and delete the files of another."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from vr_rooms.models import MediaAsset
from vr_rooms.permissions import policy


def visible(user: Any) -> QuerySet[MediaAsset]:
    """The files that a user may change or choose."""
    found: QuerySet[MediaAsset] = policy().instances_user_has_any_permission_for(user, ["change", "delete", "choose"])
    return found


def may(user: Any, action: str, asset: MediaAsset) -> bool:
    """Whether a user may change or delete this very file."""
    return bool(policy().user_has_permission_for_instance(user, action, asset))


class ClosedList:
    """A list of what this user may change or choose."""

    def get_base_queryset(self) -> QuerySet[MediaAsset]:
        return visible(self.request.user).select_related("collection", "uploaded_by_user")  # type: ignore[attr-defined]


class ClosedObject:
    """A view of one file; ``wanted`` is what the user must be allowed to do with it."""

    wanted = "change"

    def get_object(self, *args: Any, **kwargs: Any) -> MediaAsset:
        asset: MediaAsset = super().get_object(*args, **kwargs)  # type: ignore[misc]
        if not may(self.request.user, self.wanted, asset):  # type: ignore[attr-defined]
            raise PermissionDenied
        return asset
