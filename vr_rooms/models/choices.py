"""The words that a media file's fields choose from."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """How far a file is."""

    UPLOADED = "uploaded", _("waiting")
    PACKAGING = "packaging", _("being packaged")
    READY = "ready", _("ready")
    REFUSED = "refused", _("refused")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


class AssetKind(models.TextChoices):
    """What a file turned out to be."""

    PANORAMA = "panorama", _("360° photo")
    VIDEO = "video", _("video")
    MESH = "mesh", _("3D object")
    IMAGE = "image", _("picture")
    AUDIO = "audio", _("sound")
    DOCUMENT = "document", _("document")


class Wanted(models.TextChoices):
    """What an editor may say a file is, where the pipeline can't know."""

    PANORAMA = "panorama", _("360° photo")
    IMAGE = "image", _("picture")
    VIDEO = "video", _("flat video")
    VIDEO360 = "video360", _("360° video")


class People(models.TextChoices):
    """Whether people can be recognised; a 360° photo is only published with an answer."""

    NONE = "none", _("nobody is recognisable")
    CONSENTED = "consented", _("everyone recognisable has agreed")
    BLURRED = "blurred", _("faces have been made unrecognisable")
