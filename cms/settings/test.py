"""For the tests: nothing of var/ is touched, tasks run at once, passwords are hashed fast."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from cms.settings.base import *  # noqa: F403
from cms.settings.base import DATABASES, ENV

_SCRATCH = Path(tempfile.mkdtemp(prefix="kijkkamer-test-"))


@atexit.register
def _tidy(owner: int = os.getpid()) -> None:
    if os.getpid() == owner:  # a fork that ends leaves its parent's files alone
        shutil.rmtree(_SCRATCH, ignore_errors=True)


SECRET_KEY = "only-for-tests"  # noqa: S105
DEBUG = False
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
CONTENT_STORE = str(_SCRATCH / "content")
MEDIA_STORE = str(_SCRATCH / "media")
MEDIA_ROOT = _SCRATCH / "media"
FILE_UPLOAD_TEMP_DIR = _SCRATCH / "incoming"
TUF_KEYS = str(_SCRATCH / "keys")
STATIC_ROOT = _SCRATCH / "static"
if not ENV.database_url:
    DATABASES["default"]["NAME"] = str(_SCRATCH / "db.sqlite3")
    DATABASES["default"]["TEST"] = {"NAME": str(_SCRATCH / "test.sqlite3")}
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": ["default", "media"]}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(os.getpid())}}
