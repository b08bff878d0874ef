"""Django's makemessages for this project: from any folder, both catalogues, and the pipeline's sentences in the rooms' one.

The pipeline knows no Django and has no catalogue of its own. ``make messages`` runs it as ``manage.py makemessages --locale nl``.
"""

from __future__ import annotations

from contextlib import chdir
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.commands import makemessages

CATALOGUE_OF = {"cms": "cms", "vr_rooms": "vr_rooms", "media_pipeline": "vr_rooms"}
"""Package with sentences -> package whose catalogue they go into, a folder of LOCALE_PATHS."""


class Command(makemessages.Command):
    def handle(self, *arguments: Any, **options: Any) -> None:
        with chdir(settings.BASE_DIR):  # from one package alone, what the others say would be dropped as obsolete
            super().handle(*arguments, **options)

    def find_files(self, root: str) -> list[Any]:
        """The three packages' files only: not the tests', the installed ones or what the build made."""
        catalogues = {Path(path).parent.name: str(path) for path in settings.LOCALE_PATHS}
        found = []
        for package, catalogue in CATALOGUE_OF.items():
            for file in super().find_files(str(Path(root, package))):
                file.locale_dir = catalogues[catalogue]
                found.append(file)
        self.locale_paths = list(catalogues.values())  # the walk met the same folders, and each is written once
        return sorted(found)
