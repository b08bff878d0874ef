"""Every address of the platform (docs/surfaces: Addresses). Content, static files and pictures are mounted in cms/asgi.py."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("api/v3/", include("cms.api.urls")),
    path("", include("vr_rooms.urls")),
    path("", include("cms.plain_urls")),
    *i18n_patterns(path("", include("cms.website.urls")), prefix_default_language=False),
]
