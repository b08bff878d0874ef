"""Addresses below /api/v3/: the API object's, each in problem terms, and one for everything unknown."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from wagtail.api.v3.auth import AllowAnonymous, BearerTokenAuth
from wagtail.api.v3.urls import api

from cms.api.http import in_problem_terms, public, unknown


def _close_stock_routes() -> None:
    """Wagtail lets anyone list and read live pages with all their fields (names of reviewers, raw scenes, ids of media files),
    redirects, and pictures and documents with the addresses of their originals. Editors' tools keep these routes, with a token;
    the public has the typed ones. Done here because Wagtail's apps add their routes one by one while they get ready."""
    for _prefix, router, *_rest in api._router_registrations:
        for view in router.path_operations.values():
            for operation in view.operations:
                if any(isinstance(way, AllowAnonymous) for way in operation.auth_callbacks):
                    operation.auth_param = operation.auth_callbacks = [BearerTokenAuth()]


_close_stock_routes()
_patterns, _app, _namespace = api.urls


def _wrapped(pattern: URLPattern) -> URLPattern:
    view = pattern.callback
    if pattern.name == "openapi-json":  # the framework makes this one itself, so it has no headers of ours yet

        @public
        def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            answer: HttpResponse = pattern.callback(request, *args, **kwargs)
            answer["Content-Language"] = "en"
            return answer

    return URLPattern(pattern.pattern, in_problem_terms(view), pattern.default_args, pattern.name)


urlpatterns = [
    path("", ([_wrapped(pattern) for pattern in _patterns], _app, _namespace)),
    re_path(r"^(?P<path>.*)$", unknown),
]
