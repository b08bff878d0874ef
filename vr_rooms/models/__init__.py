"""What rooms are made of in the database."""

from vr_rooms.models.assets import AssetCaptions, AssetTag, MediaAsset
from vr_rooms.models.releases import Release, ReleaseTrouble, RoomRecord
from vr_rooms.models.rooms import RoomPage
from vr_rooms.models.viewpoints import Viewpoint

__all__ = ["AssetCaptions", "AssetTag", "MediaAsset", "Release", "ReleaseTrouble", "RoomPage", "RoomRecord", "Viewpoint"]
