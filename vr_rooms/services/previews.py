"""Draft previews under a signed token: our own door to wagtail_headless_preview, which never looks at a token's age.

The headless preview endpoint of the API and the player's preview page both come in here.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.core.signing import BadSignature, SignatureExpired
from wagtail_headless_preview.models import HeadlessPreviewMixin, PagePreview

from vr_rooms.errors import VrRoomsError

MAX_AGE = datetime.timedelta(hours=1)
KEEP = 20
"""How many drafts of one page are kept: the panel shows the newest, older tabs may still hold an earlier one."""


class BadToken(VrRoomsError):
    """The token is forged, broken, expired, or its draft is gone. The message is for developers; show your own sentence."""


def draft(token: str) -> Any:
    """The page that the token stands for, as it was typed (possibly never saved).

    Raises BadToken. The signature is checked before the database is asked.
    """
    try:
        HeadlessPreviewMixin.get_preview_signer().unsign(token, max_age=MAX_AGE)
    except SignatureExpired:
        raise BadToken("expired") from None
    except BadSignature:
        raise BadToken("not signed by this site") from None
    row = PagePreview.objects.filter(token=token).first()
    if row is None:
        raise BadToken("its draft is gone")
    return row.as_page()


def tidy(token: str) -> int:
    """Remove all but the newest drafts of the token's page; returns how many went."""
    identifier = token.rsplit(":", 2)[0]
    drafts = PagePreview.objects.filter(token__startswith=identifier + ":").order_by("-pk")
    keep = list(drafts.values_list("pk", flat=True)[:KEEP])
    return int(PagePreview.objects.filter(token__startswith=identifier + ":").exclude(pk__in=keep).delete()[0])
