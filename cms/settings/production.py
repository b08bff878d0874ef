"""In production: every secret and address must be set, https only."""

from django.core.exceptions import ImproperlyConfigured

from cms.settings.base import *  # noqa: F403
from cms.settings.base import ENV, STORAGES

_missing = [name for name in ("SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL") if name.lower() not in ENV.model_fields_set]
if _missing:
    raise ImproperlyConfigured(f"Production needs the setting {_missing[0]}.")

DEBUG = False
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
