"""What can go wrong, each with the sentence that a person reads and the exit status that a program reads.

Every refusal is a code with a sentence that has named places. The command line fills in the English sentence; the admin
translates the sentence first (gettext finds it by the ``_`` below) and fills in the same values.
"""

from __future__ import annotations

from collections.abc import Mapping

Value = str | int | float


def _(sentence: str) -> str:
    """Mark a sentence for the translators' catalogue; the sentence itself stays English here."""
    return sentence


class PipelineError(Exception):
    """Something that has a sentence for a person. ``exit_status`` is what the command line ends with."""

    exit_status = 1


class ToolMissing(PipelineError):
    """A program or renderer that this work needs is not on this machine."""

    exit_status = 4


class Cancelled(PipelineError):
    """Somebody asked to stop; nothing but unreferenced blobs is left."""


class MissingBlob(PipelineError):
    """A document names a blob that the store does not hold."""


class Damaged(PipelineError):
    """Stored or fetched bytes are not what their name or signature says."""


# code -> sentence: what is wrong, which value, what to do. {name} is the file's name.
REFUSALS: Mapping[str, str] = {
    "empty": _("{name} is empty; upload the file again."),
    "unknown": _("{name} is not a photo, video or 3D file that we know; send a JPEG, PNG, MP4, WebM or GLB."),
    "not_due": _("{name} is {what}; that kind can't be packaged yet, so send a JPEG, PNG, MP4, WebM or GLB."),
    "step": _("{name} is a STEP construction file; export it as GLB from the program that made it."),
    "svg": _("{name} is a drawing in SVG; export it as PNG or JPEG."),
    "web_page": _("{name} is a web page, not a picture or video; download the file itself and upload that."),
    "playlist": _("{name} is a playlist or list of files, not a video; upload the video itself."),
    "damaged": _("{name} is damaged or cut off ({detail}); copy or export it again."),
    "video_sort": _("{name} is {what}, which can't be read; export it as MP4 (H.264)."),
    "sound_sort": _("{name} is {what}, which can't be read; export it as WAV, MP3 or M4A."),
    "mesh_sort": _("{name} is {what}, which can't be read; export it as GLB."),
    "picture_sort": _("{name} is {what}, which can't be read; export it as JPEG, PNG or plain TIFF."),
    "damaged_picture": _("{name} is damaged or cut off; copy or export it again."),
    "not_a_sphere": _("{name} has {width} x {height} pixels; a 360° photo is twice as wide as high; export it whole."),
    "beside_not_a_file": _("{name} is no ordinary file; captions, chapters and sounds are files."),
    "not_a_file": _("{name} is no ordinary file; choose a photo, video or 3D file."),
    "text": _("{name} is a text, not a photo, video or 3D file; choose the file itself."),
    "too_large_file": _("{name} is {size} bytes, the limit is {limit}; make a smaller export."),
    "too_many_pixels": _("{name} has {width} x {height} pixels, the limit is {limit} pixels; make a smaller export."),
    "side_too_long": _("{name} has a side of {side} pixels, the limit is {limit}; make a smaller export."),
    "too_small": _("{name} has {width} x {height} pixels; that is too small to show."),
    "cut_off": _("{name} holds only {found} of its {said} s; it is cut off or damaged: copy or export it again."),
    "too_heavy": _("{name} needs more than {limit} GiB of memory to convert; make a smaller export."),
    "too_long": _("{name} lasts {seconds} s, the limit is {limit} s; cut it into shorter films."),
    "sound_too_long": _("{name} lasts {seconds} s, the limit is {limit} s; cut it into shorter sounds."),
    "no_sound": _("{name} holds no sound that can be played; export it as WAV, MP3 or M4A."),
    "sound_codec": _("{name} holds sound in {codec}, which is not supported; export it as WAV, MP3 or M4A."),
    "film_sound_codec": _("{name} has its sound in {codec}, which is not supported; export it as MP4 (H.264) with AAC sound."),
    "pictures_damaged": _("{name} is damaged: more than half of its pictures can't be read; copy or export it again."),
    "sound_damaged": _("{name} is damaged: more than half of its sound can't be read; copy or export it again."),
    "channels": _(
        "{name} has {channels} channels and does not say which loudspeaker each is for; export it in mono, stereo or 5.1."
    ),
    "too_many_streams": _("{name} has {streams} tracks, the limit is {limit}; export it with one picture and one sound track."),
    "no_video": _("{name} has no picture track that can be played; export it as MP4 (H.264)."),
    "codec": _("{name} uses {codec}, which is not supported; export it as MP4 (H.264)."),
    "too_many_triangles": _("{name} has {triangles} triangles, the limit is {limit}; simplify the 3D file."),
    "texture_too_large": _("{name} has a texture of {side} pixels, the limit is {limit}; scale the texture down."),
    "textures_too_large": _("{name} has textures of {pixels} pixels together, the limit is {limit}; scale the textures down."),
    "texture_format": _("{name} has a texture that is neither PNG, JPEG nor WebP; export it with PNG or JPEG textures."),
    "too_many_vertices": _("{name} has {vertices} points, the limit is {limit}; simplify the 3D file."),
    "too_many_parts": _("{name} is described in {parts} pieces, the limit is {limit}; join its parts before you export it."),
    "gltf_version": _("{name} is glTF version {version}; export it as glTF 2.0 (GLB)."),
    "gltf_extension": _("{name} needs the extension {extension}, which can't be shown; export it without, uncompressed."),
    "outside_reference": _("{name} refers to another file ({reference}); export it with everything in one file (GLB)."),
    "missing_part": _(
        "{name} needs the file {reference}, which is not with it; send all its files in one zip, or export it as GLB."
    ),
    "no_scene": _("{name} holds no scene, which says what of it is shown; export it again with a scene in it."),
    "no_geometry": _("{name} holds no triangles; export it again with the geometry in it."),
    "point_cloud": _("{name} is a cloud of points without triangles; make a mesh of it in the scanner's program and send that."),
    "captions": _("{name} is no usable captions file (line {line}: {detail}); correct it and upload it again."),
    "time_out": _("{name} took longer than {limit} s to read and was given up; export it again."),
    "cubemap_missing": _(
        "{name} holds pictures of a cubemap, but not all six: {missing} is missing; add it and send the folder or zip again."
    ),
    "cubemap_names": _(
        "{name} holds six pictures whose names don't tell which side of a cubemap each is; "
        "call them front, right, back, left, up and down, or 0 to 5 in that order."
    ),
    "cubemap_twice": _("{name} holds two pictures for one side of a cubemap, {one} and {other}; take one of them out."),
    "cubemap_not_square": _(
        "{inside} in {name} has {width} x {height} pixels; the six pictures of a cubemap are square: export it again."
    ),
    "cubemap_unequal": _(
        "{inside} in {name} has sides of {side} pixels and the others of {others}; export all six in the same size."
    ),
    "cubemap_wish": _("{name} can't be packaged like that: a cubemap is a folder or zip of six pictures, for one eye."),
    "holds_nothing": _("{name} holds no files; put the files in it and send it again."),
    "holds_other": _(
        "{name} holds {found}; a folder or zip must hold the six pictures of a cubemap, or one 3D file with its textures."
    ),
    "holds_several": _("{name} holds {count} 3D files ({found}); join them into one, or send each by itself."),
    "too_many_files": _("{name} holds {files} files, the limit is {limit}; leave out what is not needed."),
    "too_large_together": _("{name} unpacks to {size} bytes, the limit is {limit}; make a smaller export."),
    "link_inside": _("{name} holds a link or device ({inside}); put the file itself in it."),
    "zip_locked": _("{name} is locked with a password; pack it again without one."),
    "zip_method": _("{name} is packed in a way that we can't read ({inside}); pack it as an ordinary zip."),
    "zip_path": _("{name} holds a file whose name leads out of it ({inside}); pack the files again."),
    "zip_name": _("{name} holds a file whose name is too long or no plain text ({inside}); rename it and pack the files again."),
    "zip_twice": _("{name} holds the same name twice ({inside}); pack the files again."),
    "zip_in_zip": _("{name} holds another zip ({inside}); pack the files themselves in one zip."),
    "chapters": _("{name} is no usable chapters file (line {line}: {detail}); correct it and upload it again."),
    "sphere_unknown": _(
        "{name} is a video in the round that says where its picture belongs in a way that we can't read ({detail}); "
        "choose 360° video and its layout, or export it as equirectangular."
    ),
    "video_cubemap": _("{name} is a 360° video stored as the six sides of a cube; export it as equirectangular."),
    "video_3d": _("{name} is a flat 3D video for two eyes; export it for one eye, or choose 360° video if it is one."),
    "layout": _("{name} can't be packaged as {wanted} with the layout {layout}; choose another kind or another layout."),
    "kind_mismatch": _("{name} is {found}, but {wanted} was asked for; choose another kind."),
}

# What a file can be that is known but not packaged (yet): the {what}, {found} and {wanted} of the sentences above.
# The admin translates these too.
KNOWN: Mapping[str, str] = {
    "heif_sequence": _("a HEIF sequence without a single picture"),
    "heif_coding": _("a HEIF picture in another coding than HEVC or AV1"),
    "jpeg_deep": _("a JPEG picture with more than 8 bits a colour"),
    "tiff_coding": _("a TIFF picture in a rare compression"),
    "tiff_layout": _("a TIFF picture laid out in a rare way"),
    "tiff_lab": _("a TIFF picture in Lab colours"),
    "exr_parts": _("an OpenEXR file with several parts or deep pixels"),
    "exr_coding": _("an OpenEXR file without plain R, G and B channels"),
    "hdr_other": _("a Radiance picture in XYZ colours"),
    "gif": _("a GIF animation"),
    "bmp": _("a BMP picture"),
    "jxl": _("a JPEG XL picture"),
    "jp2": _("a JPEG 2000 picture"),
    "psd": _("a Photoshop file"),
    "aac": _("an AAC sound file"),
    "obj": _("an OBJ 3D file"),
    "stl": _("an STL 3D file"),
    "ply": _("a PLY 3D file"),
    "gltf": _("a glTF 3D file in several parts"),
    "fbx": _("an FBX 3D file"),
    "usdz": _("a USDZ 3D file"),
    "pdf": _("a PDF document"),
    "folder": _("a folder"),
    "zip": _("a zip file"),
    "avi": _("an AVI video"),
    "ts": _("an MPEG transport stream"),
    "flv": _("a Flash video"),
    "mpeg": _("an MPEG-1 or MPEG-2 video"),
    "asf": _("a Windows Media file"),
    "video360": _("a 360° video"),
    "vr180": _("a VR180 video"),
    "video3d": _("a 3D video"),
    "picture": _("a picture"),
    "panorama": _("a 360° photo"),
    "video": _("a video"),
    "mesh": _("a 3D object"),
    "audio": _("a sound"),
}


class Refused(PipelineError):
    """The input can't be packaged. ``code`` is a key of REFUSALS, ``values`` fill its sentence."""

    exit_status = 3

    def __init__(self, code: str, **values: Value) -> None:
        self.code = code
        self.values: dict[str, Value] = values
        super().__init__(REFUSALS[code].format(**values))


# What is wrong inside a file: the {detail} of "damaged" and "captions". The admin translates these too.
DETAILS: Mapping[str, str] = {
    "unreadable": _("its contents can't be read"),
    "no_picture": _("no picture in it can be read"),
    "no_sound": _("no sound in it can be read"),
    "reader_stopped": _("the reader stopped on it"),
    "reader_memory": _("it needs too much memory to read"),
    "no_text": _("it is no text, or in a character set that we do not know; save it as UTF-8"),
    "order": _("it begins before the one above it begins"),
    "overlap": _("it begins before the one above it has ended"),
    "crowd": _("it is the third on the screen at the same time"),
    "too_many_chapters": _("so many chapters can't be shown"),
    "fisheye": _("as fisheye lenses see it"),
    "mesh": _("as a mesh, which VR180 cameras write"),
    "no_captions": _("there is no caption with times in it"),
    "no_timing": _("there is text without a line of times like 00:00:01.000 --> 00:00:04.000"),
    "timing": _("these are no times like 00:00:01.000 --> 00:00:04.000"),
    "negative": _("its time is negative"),
    "backwards": _("it ends before it begins"),
    "no_empty_line": _("there is no empty line before these times"),
    "clock": _("a minute has 60 seconds and an hour 60 minutes"),
}
