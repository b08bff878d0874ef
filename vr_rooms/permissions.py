"""Who may do what with media files: by collection, and with one's own."""

from __future__ import annotations

from typing import Any

from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from vr_rooms.models import MediaAsset

MAKE_RELEASES = "vr_rooms.make_release"


def register() -> None:
    """Register the policy of the media library; called once, when the app is ready."""
    register_permission_policy(MediaAsset, CollectionOwnershipPermissionPolicy(MediaAsset, owner_field_name="uploaded_by_user"))


def policy() -> Any:
    """The policy of the media library."""
    return policy_registry.get_by_type(MediaAsset)
