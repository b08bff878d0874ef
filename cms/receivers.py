"""What happens after something went live, changed or vanished: pictures are sized down, and a release is asked for.

The one place on this floor that enqueues by itself.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move, published, unpublished

from cms import pictures
from cms.models import Activity, HomePage, Organisation, PromoVideoPage, SectorPage
from cms.tasks import release_soon
from vr_rooms.models import RoomPage
from vr_rooms.signals import asset_packaged

PAGES = (HomePage, SectorPage, RoomPage, PromoVideoPage)


def _ask() -> None:
    # After commit, or a quick worker would release the old state. A queue that fails must not undo an editor's publishing.
    transaction.on_commit(release_soon, robust=True)


@receiver([page_published, page_unpublished, page_slug_changed])
def page_changed(sender: Any, **kwargs: Any) -> None:
    """A page went live or was taken back."""
    if sender in PAGES:
        _ask()


@receiver(post_page_move)
def page_moved(sender: Any, instance: Any, **kwargs: Any) -> None:
    """A room moved to another sector."""
    if isinstance(instance.specific, PAGES):
        _ask()


@receiver([post_save, post_delete])
def alias_made_or_removed(sender: Any, instance: Any, created: bool = True, raw: bool = False, **kwargs: Any) -> None:
    """Making an alias sends none of Wagtail's signals."""
    if sender in (RoomPage, PromoVideoPage) and not raw and created and instance.alias_of_id:
        _ask()


@receiver([post_save, post_delete], sender=PageViewRestriction)
def privacy_changed(sender: Any, **kwargs: Any) -> None:
    """A page was closed to the public, or opened."""
    _ask()


@receiver([published, unpublished], sender=Activity)
@receiver(post_delete, sender=Activity)
def activity_changed(sender: Any, **kwargs: Any) -> None:
    """An activity was published, taken back or removed."""
    _ask()


@receiver(post_save, sender=Organisation)
def organisation_changed(sender: Any, instance: Organisation, raw: bool = False, **kwargs: Any) -> None:
    """Its name, place or logo may stand in a sector document."""
    if not raw:
        pictures.make(instance.logo, pictures.LOGO)
        _ask()


@receiver(page_published, sender=PromoVideoPage)
def size_down_poster(sender: Any, instance: PromoVideoPage, **kwargs: Any) -> None:
    """Now, so that lists find the picture ready."""
    pictures.make(instance.poster, pictures.POSTER)


@receiver(asset_packaged)
def asset_changed(sender: Any, **kwargs: Any) -> None:
    """A replaced file or a corrected caption of something that is live."""
    _ask()
