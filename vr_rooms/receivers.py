"""What happens after something was saved: the one place on this floor that enqueues by itself."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail_headless_preview.signals import preview_update

from vr_rooms.models import AssetCaptions, MediaAsset
from vr_rooms.services import previews, roles
from vr_rooms.tasks import package_asset


@receiver(post_save, sender=MediaAsset)
def package_after_commit(sender: Any, instance: MediaAsset, raw: bool = False, **kwargs: Any) -> None:
    """After commit: a worker that is quicker than the transaction would find no asset."""
    if not raw and instance.request != instance.handled_request:
        transaction.on_commit(lambda: package_asset.enqueue(instance.pk))


@receiver(post_save, sender=AssetCaptions)
def package_captions_after_commit(sender: Any, instance: AssetCaptions, raw: bool = False, **kwargs: Any) -> None:
    """New captions are packaged by the same task; the video is left as it is."""
    if not raw and instance.digest != instance.handled_digest:
        transaction.on_commit(lambda: package_asset.enqueue(instance.asset_id))


@receiver(post_delete, sender=MediaAsset)
def remove_originals(sender: Any, instance: MediaAsset, **kwargs: Any) -> None:
    """An asset's originals go with it, after commit; its blobs stay until no kept release names them."""
    if instance.original:
        folder = Path(instance.original.path).parent
        transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True))


@receiver(post_delete, sender=AssetCaptions)
def remove_captions_file(sender: Any, instance: AssetCaptions, **kwargs: Any) -> None:
    """A removed captions file is removed from the disk too."""
    path = Path(instance.file.path) if instance.file else None
    if path is not None:
        transaction.on_commit(lambda: path.unlink(missing_ok=True))


@receiver(preview_update)
def tidy_previews(sender: Any, token: str, **kwargs: Any) -> None:
    """A preview row is added each second of typing."""
    previews.tidy(token)


@receiver(post_save)
def roles_of_a_new_sector(sender: Any, instance: Any, created: bool = False, raw: bool = False, **kwargs: Any) -> None:
    """A new sector, or its translation, gets its groups; later saves ask nothing. By name: sectors belong to the floor above."""
    if created and not raw and sender._meta.label == roles.SECTOR and instance.alias_of_id is None:
        roles.sync_sector(instance)


def roles_after_migrating(sender: Any, using: str = "default", **kwargs: Any) -> None:
    """Groups for what is there already, once all apps have their tables and permissions. Connected to the last app's signal."""
    # ``migrate one_app`` may leave the others without tables
    if using == "default" and {"cms_sectorpage", "wagtailcore_collection"} <= set(connection.introspection.table_names()):
        roles.sync()
