"""Django's makemessages, which also takes the pipeline's sentences into this app's catalogue.

The pipeline knows no Django and has no catalogue of its own. Run from the project's folder: ``manage.py makemessages -l nl``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.commands import makemessages

PIPELINE = "media_pipeline"
APPS = ("cms", "vr_rooms")


class Command(makemessages.Command):
    def find_files(self, root: str) -> list[Any]:
        found = []
        for file in super().find_files(root):
            folder = Path(file.dirpath).resolve().relative_to(Path(settings.BASE_DIR).resolve())
            if folder.parts[:1] == (PIPELINE,) and file.file == "errors.py":
                file.locale_dir = str(Path(settings.BASE_DIR) / "vr_rooms" / "locale")
                found.append(file)
            elif folder.parts[:1] and folder.parts[0] in APPS:
                found.append(file)
        return found
