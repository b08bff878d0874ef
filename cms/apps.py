"""The Django app of the editors' house."""

from pathlib import Path

from django.apps import AppConfig
from django.conf import settings


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "Kijkkamer"

    def ready(self) -> None:
        from cms import receivers  # noqa: F401
        from cms.api.mount import mount

        mount()
        # Django expects the folder of half uploaded files to be there.
        Path(settings.FILE_UPLOAD_TEMP_DIR).mkdir(parents=True, exist_ok=True)
