"""Settings that hold everywhere; what differs comes from the environment (cms/env.py)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import dj_database_url
from django.utils.translation import gettext_lazy as _

from cms import env
from media_pipeline.digests import MEDIA_TYPES

ENV = env.load()
BASE_DIR, VAR_DIR = env.BASE_DIR, env.VAR_DIR

SECRET_KEY = ENV.secret_key
DEBUG = ENV.debug
ALLOWED_HOSTS = list(ENV.allowed_hosts)
CSRF_TRUSTED_ORIGINS = list(ENV.csrf_trusted_origins)
BASE_URL = ENV.base_url

INSTALLED_APPS = [
    "cms",
    "vr_rooms",
    "wagtail_headless_preview",
    "wagtail.contrib.simple_translation",
    "wagtail.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.api.v3",
    "wagtail",
    "modelcluster",
    "taggit",
    "ninja",
    "django_tasks",
    "django_tasks_db",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "cms.urls"
ASGI_APPLICATION = "cms.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- database: SQLite is set so that readers never wait for the one writer, and a writer waits rather than fails ---


def _database() -> dict[str, Any]:
    if ENV.database_url and not ENV.database_url.startswith("sqlite"):
        return dict(dj_database_url.parse(ENV.database_url, conn_max_age=60, conn_health_checks=True))
    name = dj_database_url.parse(ENV.database_url)["NAME"] if ENV.database_url else VAR_DIR / "db.sqlite3"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": ENV.cache_url}
        if ENV.cache_url
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}

# --- background work: packaging (long) never keeps releases and search (short) waiting ---

TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend" if ENV.tasks == "db" else "django_tasks.backends.immediate.ImmediateBackend",
        "QUEUES": ["default", "media"],
    }
}

# --- files: originals are never public; the content root is ---

CONTENT_STORE = ENV.content_store
CONTENT_URL = ENV.content_url
MEDIA_STORE = ENV.media_store
TUF_KEYS = ENV.tuf_keys
PREVIEW_CLIENTS = ENV.preview_clients
PLAYER_ORIGINS = ENV.player_origins
EMBED_ALLOWED = ENV.embed_allowed
RELEASE_ON_PUBLISH = ENV.release_on_publish
if ENV.ffmpeg:
    os.environ["FFMPEG"] = ENV.ffmpeg  # the pipeline knows no Django and no .env

MEDIA_ROOT = ENV.media_store
MEDIA_URL = "/media/"  # only the sized-down pictures below images/ are served (cms/asgi.py)
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o640
# On the disk of the originals, so that a film of gigabytes is renamed into place and not copied.
FILE_UPLOAD_TEMP_DIR = Path(MEDIA_ROOT) / "incoming"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a room of 20 scenes with 20 hotspots is a large form

# --- languages: Dutch first ---

LANGUAGE_CODE = "nl"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
USE_I18N = WAGTAIL_I18N_ENABLED = True
LOCALE_PATHS = [BASE_DIR / "cms" / "locale", BASE_DIR / "vr_rooms" / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

# --- Wagtail ---

WAGTAIL_SITE_NAME = "Kijkkamer"
WAGTAILADMIN_BASE_URL = ENV.base_url
WAGTAIL_ENABLE_UPDATE_CHECK = False  # no third-party host
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # no third-party host
WAGTAILEMBEDS_FINDERS: list[dict[str, Any]] = []  # promo videos are our own; nothing is embedded from elsewhere
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_HEADLESS_PREVIEW = {
    "CLIENT_URLS": {"default": (ENV.preview_clients or (ENV.base_url,))[0] + "/preview/"},
    "REDIRECT_ON_PREVIEW": True,
}
WAGTAILDOCS_EXTENSIONS = ["pdf"]

# --- security ---

X_FRAME_OPTIONS = "SAMEORIGIN"  # the admin's preview panel frames drafts
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/admin/login/"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"only_trouble_of_tasks": {"()": "cms.logs.OnlyTroubleOfTasks"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["only_trouble_of_tasks"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Wagtail's own lines repeat its log in the admin; pyvips and tuf tell of every step.
    "loggers": {name: {"level": "WARNING"} for name in ("wagtail", "pyvips", "botocore", "tuf")},
}

CONTENT_MEDIA_TYPES = {f".{ext}": media_type for ext, media_type in MEDIA_TYPES.items()}
