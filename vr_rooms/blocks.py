"""Scenes and hotspots as StreamField blocks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.snippets.blocks import SnippetChooserBlock

from vr_rooms.choosers import AssetChooserBlock
from vr_rooms.root_block import RootBlock
from vr_rooms.words import LEVELS, RICH_TEXT


class YawBlock(blocks.FloatBlock):
    """Degrees to the right of the picture's centre column."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{"min_value": -180, "max_value": 180, "default": 0.0, "label": _("Direction (yaw, degrees)"), **kwargs}
        )


class PitchBlock(blocks.FloatBlock):
    """Degrees above the horizon."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": -90, "max_value": 90, "default": 0.0, "label": _("Height (pitch, degrees)"), **kwargs})


class SceneLinkWidget(forms.TextInput):
    """The id of a scene of the same form. A script turns it into a list of scenes by title; without it the id can be typed."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"data-scene-link": "", "autocomplete": "off", **(attrs or {})})


class SceneLinkBlock(blocks.FieldBlock):
    """The id of a scene block. No CharBlock: those count as text and would be offered for translation."""

    def __init__(self, required: bool = True, help_text: Any = None, validators: Any = (), **kwargs: Any) -> None:
        self._options = {"required": required, "help_text": help_text, "validators": validators}
        super().__init__(**kwargs)

    @cached_property
    def field(self) -> forms.Field:
        return forms.CharField(max_length=36, widget=SceneLinkWidget, **self._options)

    class Meta:
        icon = "view"


def _arrive() -> blocks.ChoiceBlock:
    return blocks.ChoiceBlock(
        choices=[("default", _("where that scene begins")), ("same", _("in the direction one was looking"))],
        default="default",
        label=_("Look on arrival"),
    )


class HotspotBlock(blocks.StructBlock):
    """What every hotspot has: a direction, and a label that a screen reader says."""

    label = blocks.CharBlock(max_length=120, label=_("Label"), help_text=_("What it is, in a few words; read aloud too."))
    yaw = YawBlock()
    pitch = PitchBlock()


class InfoBlock(HotspotBlock):
    body = blocks.RichTextBlock(features=list(RICH_TEXT), label=_("Text"))
    image = AssetChooserBlock(kinds=("image",), required=False, label=_("Picture"))
    image_alt = blocks.CharBlock(required=False, max_length=250, label=_("What the picture shows"))

    class Meta:
        icon = "info-circle"
        label = _("Information")


class SceneHotspotBlock(HotspotBlock):
    scene = SceneLinkBlock(label=_("Scene"))
    arrive = _arrive()

    class Meta:
        icon = "arrow-right"
        label = _("To another scene")


class RoomHotspotBlock(HotspotBlock):
    room = blocks.PageChooserBlock(page_type="vr_rooms.RoomPage", label=_("Room"))
    arrive = _arrive()

    class Meta:
        icon = "doc-full"
        label = _("To another room")


class ImageHotspotBlock(HotspotBlock):
    asset = AssetChooserBlock(kinds=("image",), label=_("Picture"))
    alt = blocks.CharBlock(max_length=250, label=_("What the picture shows"))

    class Meta:
        icon = "image"
        label = _("Picture")


class VideoHotspotBlock(HotspotBlock):
    asset = AssetChooserBlock(kinds=("video",), label=_("Video"))

    class Meta:
        icon = "media"
        label = _("Video")


class MeshHotspotBlock(HotspotBlock):
    asset = AssetChooserBlock(kinds=("mesh",), label=_("3D object"))
    scale = blocks.FloatBlock(min_value=0.001, max_value=1000, default=1.0, label=_("Size (1 = as it was made)"))
    spin = blocks.BooleanBlock(required=False, label=_("Turns around slowly"))

    class Meta:
        icon = "cog"
        label = _("3D object")


class LinkHotspotBlock(HotspotBlock):
    url = blocks.URLBlock(
        label=_("Address"),
        help_text=_("Opens after the visit, outside the headset."),
        validators=[RegexValidator(r"^https?://", _("Write an address that begins with https://."))],
    )

    class Meta:
        icon = "link-external"
        label = _("Website")


class ActivityHotspotBlock(HotspotBlock):
    activity = SnippetChooserBlock("cms.Activity", required=False, label=_("Activity"))
    occupation = blocks.CharBlock(required=False, max_length=120, label=_("or all activities for this occupation"))
    region = blocks.CharBlock(required=False, max_length=120, label=_("in this region"))
    levels = blocks.MultipleChoiceBlock(
        choices=LEVELS, required=False, widget=forms.CheckboxSelectMultiple, label=_("for these levels")
    )

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        query = any(value[name] for name in ("occupation", "region", "levels"))
        if value["activity"] and query:
            raise StructBlockValidationError({"activity": ValidationError(gettext("Choose an activity or a search, not both."))})
        if not value["activity"] and not query and not self.is_deferred_validation:
            raise StructBlockValidationError({"activity": ValidationError(gettext("Choose an activity, or say which to show."))})
        return value

    class Meta:
        icon = "calendar-alt"
        label = _("Activity")


class HotspotsBlock(blocks.StreamBlock):
    """The hotspots of one scene; their order is the tab order."""

    info = InfoBlock()
    scene = SceneHotspotBlock()
    room = RoomHotspotBlock()
    image = ImageHotspotBlock()
    video = VideoHotspotBlock()
    mesh = MeshHotspotBlock()
    link = LinkHotspotBlock()
    activity = ActivityHotspotBlock()

    class Meta:
        required = False


class SceneBlock(blocks.StructBlock):
    """One viewpoint."""

    title = blocks.CharBlock(max_length=120, label=_("Title"))
    alt = blocks.TextBlock(rows=3, label=_("Description for who can't see it"), help_text=_("What a blind pupil is told."))
    asset = AssetChooserBlock(kinds=("panorama", "video"), label=_("360° photo or video"))
    yaw = YawBlock(label=_("First look: direction (yaw, degrees)"))
    pitch = PitchBlock(label=_("First look: height (pitch, degrees)"))
    fov = blocks.FloatBlock(min_value=30, max_value=120, default=90.0, label=_("First look: field of view (degrees)"))
    north = blocks.FloatBlock(min_value=-180, max_value=180, required=False, label=_("Direction of north (degrees)"))
    hotspots = HotspotsBlock(required=False, label=_("Hotspots"))

    class Meta:
        icon = "view"
        label = _("Scene")


class ScenesBlock(RootBlock):
    """All scenes of a room, with the check that links between them lead somewhere."""

    scene = SceneBlock()

    def clean_whole(self, value: Any) -> Any:
        if self.is_deferred_validation:
            return value  # a draft may be half done
        known = {child.id for child in value}
        dead: dict[int, StructBlockValidationError] = {}
        for place, child in enumerate(value):
            wrong = {
                number: StructBlockValidationError(
                    {"scene": ValidationError(gettext("That scene is not in this room (any more); choose another."))}
                )
                for number, spot in enumerate(child.value["hotspots"])
                if spot.block_type == "scene" and spot.value["scene"] not in known
            }
            if wrong:
                dead[place] = StructBlockValidationError({"hotspots": StreamBlockValidationError(block_errors=wrong)})
        if dead:
            raise StreamBlockValidationError(block_errors=dead)
        return value
