"""What all answers over HTTP share: problem+json for every error, English whatever the site's language, ETag and CORS."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Any

from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve
from django.utils import translation
from django.views.decorators.http import conditional_page
from wagtail.api.v3.errors import problem_response

from cms.api.reader import Reader

View = Callable[..., HttpResponse]
log = logging.getLogger(__name__)


def public(view: View) -> View:
    """For what anyone may read from anywhere: kept by caches but asked about each time, 304 when nothing changed."""

    @conditional_page
    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == 200 and not response.has_header("Content-Language"):
            response["Content-Language"] = Reader.of(request.GET.get("locale")).language
        response["Cache-Control"] = "public, no-cache"
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag"
        return response

    return answer


def private(view: View) -> View:
    """For drafts: never kept, never sent on as a referrer. Other front ends may read it: the token in the address is the key."""

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return answer


def in_problem_terms(view: View) -> View:
    """Answers in English, and says what went wrong as problem+json where the framework would send a page or bare text."""

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with translation.override("en"):
            if request.method == "HEAD":
                request.method = "GET"  # the server leaves the body out; the framework would know no HEAD at all
            try:
                response = view(request, *args, **kwargs)
            except Http404:
                response = problem_response(status=404, detail=f"There is nothing at {request.path}.")
            except Exception:
                got_request_exception.send(sender=None, request=request)
                log.exception("%s %s failed", request.method, request.path)
                return problem_response(status=500, detail="This is an error on our side; it has been written down.")
        if response.status_code == 405:
            allowed = response["Allow"]
            response = problem_response(status=405, detail=f"{request.method} is not possible here; possible: {allowed}.")
            response["Allow"] = allowed
        return response

    return answer


def unknown(request: HttpRequest, path: str = "") -> HttpResponse:
    """Everything below /api/v3/ that is no address; a forgotten slash at the end leads on."""
    if request.method in ("GET", "HEAD") and path and not path.endswith("/"):
        try:
            match = resolve(request.path_info + "/")
        except Resolver404:
            match = None
        if match and match.func is not unknown:
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(request.path + "/" + (f"?{query}" if query else ""))
    return problem_response(status=404, detail=f"There is nothing at {request.path}.")
