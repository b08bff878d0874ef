"""Where originals lie: a folder that no web server serves, chosen by the setting MEDIA_STORE."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage
from django.utils.functional import cached_property


class OriginalsStorage(FileSystemStorage):
    """A folder without addresses: asking for a file's URL is an error, so that no template can link to an original."""

    @cached_property
    def base_location(self) -> str:
        if settings.MEDIA_STORE.startswith("s3://"):
            raise ImproperlyConfigured("The setting MEDIA_STORE is wrong: originals can only be kept in a folder so far")
        return str(settings.MEDIA_STORE)

    def url(self, name: str | None) -> str:
        raise ValueError("An original has no address; show the packaged picture instead")


def originals() -> OriginalsStorage:
    """The storage of every original. A callable, so that the setting stays out of the migrations."""
    return OriginalsStorage(file_permissions_mode=0o640, directory_permissions_mode=0o750)
