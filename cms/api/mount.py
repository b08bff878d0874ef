"""Puts the typed routes on Wagtail's API object."""

from __future__ import annotations

from importlib import import_module

from django.utils import translation


def mount() -> None:
    """Called once, when all apps are ready: Wagtail's routes look at every page model when they are imported."""
    # Titles of fields are made from verbose names, once and for all, in the language that is active now.
    with translation.override("en"):
        from wagtail.api.v3.api import api
        from wagtail.documents.api.v3 import registry as documents
        from wagtail.images.api.v3 import registry as images

        from cms.api.routes import drafts, router

        # Wagtail's apps would do this when their turn comes, in Dutch.
        documents.register_content_types()
        images.register_content_types()
        import_module("wagtail.documents.api.v3.router")
        import_module("wagtail.images.api.v3.router")
        api.title, api.version = "Kijkkamer", "3.0.0"
        api.description = "What is live in the programme: sectors, 360° rooms, promo videos and activities."
        api.add_router("/", router)
        api.add_router("/", drafts)
