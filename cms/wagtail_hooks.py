"""What this floor adds to Wagtail's admin: partners and activities, and a word when a colour was made readable."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, UpdatedAtColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.models import Activity, Organisation, SectorPage


class ActivityViewSet(SnippetViewSet):
    """Guest lessons, internships, workshops, visits and events."""

    model = Activity
    icon = "calendar-alt"
    menu_label = _("Activities")
    list_display = [
        "title",
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        Column("organisation", label=_("Organisation"), accessor="organisation"),
        "region",
        UpdatedAtColumn(),
        LiveStatusTagColumn(),
    ]
    list_filter = ["kind", "organisation", "region"]


class OrganisationViewSet(SnippetViewSet):
    """Who offers them."""

    model = Organisation
    icon = "group"
    menu_label = _("Organisations")
    list_display = ["name", Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"), "place", "region"]
    list_filter = ["kind", "region"]


class PartnersGroup(SnippetViewSetGroup):
    """Both in one menu."""

    menu_label = _("Partners")
    menu_icon = "group"
    menu_order = 250
    items = (ActivityViewSet, OrganisationViewSet)


register_snippet(PartnersGroup)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def say_that_a_colour_was_changed(request: HttpRequest, page: Any) -> None:
    """An editor who chose a colour that can't be read is told which one is used instead, and why."""
    # The form's page is not this one after publishing: what was chosen is only left in the request.
    chosen = request.POST.get("colour", "").lower()
    if isinstance(page, SectorPage) and chosen and chosen != page.colour:
        sentence = gettext("The colour %(chosen)s is too light to read on paper; %(used)s is used instead.")
        messages.warning(request, sentence % {"chosen": chosen, "used": page.colour})
