"""The media library: one file of an editor, how far its packaging is, and what came out of it."""

from __future__ import annotations

import uuid
from pathlib import PurePosixPath
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.models import TaggedItemBase
from wagtail.models import CollectionMember
from wagtail.search import index

from media_pipeline.digests import sha256
from vr_rooms.assets import joined
from vr_rooms.errors import remark, sentence
from vr_rooms.models.choices import AssetKind, People, State, Wanted
from vr_rooms.models.files import FileWatch, digest_of, extension
from vr_rooms.storage import originals


def original_path(asset: MediaAsset, name: str) -> str:
    """A folder for each asset; the uploaded name never becomes a path, but is kept for people."""
    asset.original_name = PurePosixPath(name).name[:255]
    return f"originals/{asset.uuid}/{uuid.uuid4().hex[:12]}{extension(name)}"


def captions_path(captions: AssetCaptions, name: str) -> str:
    """Captions lie apart from the originals, whose folder is tidied after packaging."""
    captions.original_name = PurePosixPath(name).name[:255]
    return f"captions/{captions.asset.uuid}/{uuid.uuid4().hex[:12]}{extension(name)}"


STATE_FIELDS = ("state", "stage", "done", "total", "left_s", "cancel_wanted", "message_code", "message_values", "attempts")
RESULT_FIELDS = ("kind", "info", "packaged", "handled_request", "packaged_request")
"""What packaging writes; nobody else does."""


class MediaAsset(CollectionMember, index.Indexed, FileWatch, ClusterableModel):
    """A photo, video, sound, 3D object or document. Replacing the file keeps the id, so that rooms keep using it."""

    watched = "original"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=255)
    kind = models.CharField(_("kind"), max_length=10, choices=AssetKind, blank=True, editable=False)

    original = models.FileField(_("file"), upload_to=original_path, storage=originals, max_length=200)
    original_name = models.CharField(max_length=255, editable=False)
    original_digest = models.CharField(max_length=64, editable=False, db_index=True)
    original_size = models.BigIntegerField(default=0, editable=False)

    wanted_kind = models.CharField(_("package as"), max_length=10, choices=Wanted, blank=True)
    wanted_projection = models.CharField(
        _("projection"),
        max_length=15,
        blank=True,
        choices=[("equirectangular", _("360° (equirectangular)")), ("cubemap", _("cube faces"))],
    )
    wanted_stereo = models.CharField(
        _("3D layout"),
        max_length=11,
        blank=True,
        choices=[
            ("mono", _("not 3D")),
            ("top-bottom", _("left eye above right eye")),
            ("left-right", _("left eye beside right eye")),
        ],
    )
    language = models.CharField(_("language of the sound"), max_length=12, choices=settings.LANGUAGES, default="nl")
    poster_at = models.FloatField(
        _("poster at (seconds)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("Which moment of a film is its picture before it plays. Empty: at a tenth. The film is not converted again."),
    )
    people = models.CharField(_("recognisable people"), max_length=10, choices=People, blank=True)
    blur = models.TextField(blank=True, editable=False)  # the faces to blur, "yaw,pitch,size;…" in degrees

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.UPLOADED, editable=False, db_index=True)
    stage = models.CharField(max_length=40, blank=True, editable=False)
    done = models.PositiveBigIntegerField(default=0, editable=False)
    total = models.PositiveBigIntegerField(default=0, editable=False)
    left_s = models.PositiveIntegerField(null=True, blank=True, editable=False)  # of this stage, where that can be said
    cancel_wanted = models.BooleanField(default=False, editable=False)  # a worker looks here about once a second
    message_code = models.CharField(max_length=40, blank=True, editable=False)
    message_values = models.JSONField(default=dict, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)  # begun and not ended, since the last new request

    info = models.JSONField(null=True, blank=True, editable=False)  # MediaInfo
    packaged = models.JSONField(null=True, blank=True, editable=False)  # an asset of docs/formats.md
    handled_request = models.CharField(max_length=120, blank=True, editable=False)
    packaged_request = models.CharField(max_length=120, blank=True, editable=False)

    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, editable=False, on_delete=models.SET_NULL, verbose_name=_("uploaded by")
    )
    uploaded_by_user.wagtail_reference_index_ignore = True
    created_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    tags = ClusterTaggableManager(through="vr_rooms.AssetTag", blank=True, verbose_name=_("tags"))

    search_fields: ClassVar = [
        *CollectionMember.search_fields,
        index.SearchField("title", boost=10),
        index.AutocompleteField("title"),
        index.SearchField("original_name"),
        index.AutocompleteField("original_name"),
        index.FilterField("kind"),
        index.FilterField("state"),
        index.FilterField("uploaded_by_user"),
    ]

    class Meta:
        verbose_name = _("media file")
        verbose_name_plural = _("media files")
        ordering = ["-created_at", "-id"]
        permissions = [("choose_mediaasset", "Can choose media file")]

    def __str__(self) -> str:
        return self.title

    def save(self, **kwargs: Any) -> None:
        """A new file or another answer makes the asset wait for packaging; the old packaged record stays in use until then."""
        if kwargs.get("update_fields") is None:
            if file := self.new_file():
                self.original_size, self.original_digest = file.size, digest_of(file)
                if self.blur:  # faces lie elsewhere in another photo
                    self.blur, self.people = "", ""
            waits = self.request != self.handled_request
            if waits:
                self._wait()
            if self.pk and not self._state.adding:
                # A form must not write back what it loaded before a worker was ready: the worker's fields are left alone.
                keep = set(RESULT_FIELDS) | (set() if waits else set(STATE_FIELDS))
                names = {field.name for field in self._meta.concrete_fields if not field.primary_key} - keep
                kwargs["update_fields"] = [*sorted(names), "captions", "tagged_items"]
        super().save(**kwargs)
        self.file_seen()

    @property
    def request(self) -> str:
        """What has to be packaged: these bytes, read in this way, with these faces blurred or this moment as poster. Another
        file or another answer is another request."""
        if self.blur:
            return f"{self.reading}:{sha256(self.blur.encode())[:16]}"
        return self.reading if self.poster_at is None else f"{self.reading}:{self.poster_at:.3f}"

    @property
    def reading(self) -> str:
        """These bytes, read in this way: what decides which faces are found."""
        return ":".join((self.original_digest, self.wanted_kind, self.wanted_projection, self.wanted_stereo))

    @property
    def packaged_digest(self) -> str:
        """Digest of the original that the packaged record stands for; '' where there is none."""
        return self.packaged_request.partition(":")[0]

    @property
    def message(self) -> str:
        """Why the file was refused or failed and what to do, in the active language; '' where nothing is wrong."""
        return sentence(self.message_code, self.message_values, self.original_name)

    def record(self) -> dict[str, Any] | None:
        """The asset of docs/formats.md as it is now, captions included; None before the first packaging.

        One query for videos and sounds, none where ``captions`` is prefetched.
        """
        if self.packaged is None:
            return None
        texts = [
            {"language": one.language, "role": one.role, "reviewed": one.reviewed, "vtt": one.packaged}
            for one in (self.captions.all() if self.packaged["kind"] in ("video", "audio") else [])
            if one.packaged
        ]
        return joined(self.packaged, self.language, texts)

    @property
    def per_cent(self) -> int:
        """How much of the present stage is done, 0-100."""
        return min(100, 100 * self.done // self.total) if self.total else 0

    @property
    def poster_path(self) -> str:
        """Path of the picture that stands for this file below the content root; '' where there is none."""
        record = self.packaged or {}
        poster = record.get("poster") or (record.get("tiers") or [{}])[0].get("image") or {}
        return str(poster.get("path", ""))

    @property
    def poster_url(self) -> str:
        """Public address of that picture, '' where there is none."""
        return settings.CONTENT_URL + self.poster_path if self.poster_path else ""

    def _wait(self) -> None:
        """As if it had just been uploaded."""
        self.state, self.stage, self.done, self.total, self.left_s = State.UPLOADED, "", 0, 0, None
        self.cancel_wanted, self.attempts, self.message_code, self.message_values = False, 0, "", {}

    def again(self) -> None:
        """Ask for packaging once more, for instance after a failure on our side, and save that."""
        self.handled_request = ""
        self._wait()
        self.save(update_fields=["handled_request", *STATE_FIELDS])


class AssetTag(TaggedItemBase):
    """A tag on a media file."""

    content_object = ParentalKey(MediaAsset, on_delete=models.CASCADE, related_name="tagged_items")


class AssetCaptions(FileWatch):
    """A captions or subtitles file of a video or sound. Kept beside the packaged record, so that a corrected caption
    never encodes a video again."""

    watched = "file"

    asset = ParentalKey(MediaAsset, on_delete=models.CASCADE, related_name="captions")
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES, default="nl")
    role = models.CharField(
        _("role"),
        max_length=10,
        choices=[("captions", _("captions: speech and sounds")), ("subtitles", _("subtitles: a translation"))],
        default="captions",
    )
    file = models.FileField(_("file (WebVTT or SRT)"), upload_to=captions_path, storage=originals, max_length=200)
    original_name = models.CharField(max_length=255, editable=False)
    digest = models.CharField(max_length=64, editable=False)
    reviewed = models.BooleanField(_("a person has checked these captions"), default=False)

    handled_digest = models.CharField(max_length=64, blank=True, editable=False)
    packaged = models.JSONField(null=True, blank=True, editable=False)  # a reference to the WebVTT blob
    warnings = models.JSONField(default=list, blank=True, editable=False)  # what makes them hard to read, as sentences
    message_code = models.CharField(max_length=40, blank=True, editable=False)
    message_values = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        verbose_name = _("captions")
        verbose_name_plural = _("captions")
        constraints = [
            models.UniqueConstraint(
                fields=["asset", "language", "role"],
                name="one_captions_file_per_language_and_role",
                violation_error_message=_("There is already a file with this language and role."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} ({self.language})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if file := self.new_file():
            before, self.digest = self.digest, digest_of(file)
            # Who has checked other words has not checked these. The form sends the tick along that stood there.
            if self.digest != before and type(self).objects.filter(pk=self.pk, reviewed=True).exists():
                self.reviewed = False
        super().save(*args, **kwargs)
        self.file_seen()

    @property
    def message(self) -> str:
        """Why the file can't be used, in the active language; '' where nothing is wrong."""
        return sentence(self.message_code, self.message_values, self.original_name)

    @property
    def remarks(self) -> list[str]:
        """What makes the file hard to read, in the active language."""
        return [remark(warning) for warning in self.warnings]
