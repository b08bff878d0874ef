"""The filter graph for a film's pictures: even in time, upright, BT.709, in every size; for its poster and storyboard. Pure."""

from __future__ import annotations

import math

from media_pipeline.videos.damage import PICTURES
from media_pipeline.videos.ladder import poster_size
from media_pipeline.videos.plan import Plan
from media_pipeline.videos.source import VideoSource

REFERENCE_WHITE = 203  # cd/m² of paper white in HDR (ITU-R BT.2408); what SDR shows as its brightest, before the shoulder
POSTER_VIEW, BOARD_VIEW = 90.0, 100.0
"""How wide a look into a round film is, in degrees."""
LARGEST_SPHERE = 8192
CELL = 160
"""Pixels of a storyboard cell's longer side."""

_MATRICES = {1: "bt709", 4: "fcc", 5: "bt601", 6: "bt601", 7: "smpte240m", 9: "bt2020", 10: "bt2020"}
_HDR_TRANSFERS = {16: "smpte2084", 18: "arib-std-b67"}
_HD_SHORT_SIDE = 720  # what says nothing is BT.709 from here on, BT.601 below, as every player guesses it


def picture_graph(plan: Plan) -> list[str]:
    """Filter chains from the film's picture track to [v0], [v1] … (the steps), [poster] and [board].

    Even frames in time first, then colours and the largest size, then the smaller sizes out of that.
    """
    names = [f"p{index}" for index in range(len(plan.steps))]
    split = "".join(f"[{name}]" for name in (*names, "still", "cells"))
    board = plan.board
    cells = f"not(mod(n-{board.first}\\,{board.step}))*gte(n\\,{board.first})"
    # Chosen by number, and frame 0 before them: ffmpeg reports no progress until every output has begun.
    # The stills are RGB: JPEG readers take BT.601 for granted, and these pictures are BT.709.
    graph = [
        f"{_even(plan, plan.frames)},split={len(names) + 2}{split}",
        f"[still]{_poster(plan)}",
        f"[cells]select=not(n)+{cells},{still(plan, *cell_of(plan), BOARD_VIEW)}[board]",
        "[p0]null[v0]",
    ]
    for index, step in enumerate(plan.steps[1:], start=1):
        graph.append(f"[p{index}]scale={step.width}:{step.height}:flags=bicubic,setsar=1[v{index}]")
    return graph


def poster_graph(plan: Plan) -> str:
    """The same frames up to the poster, and nothing but that to [poster]."""
    return f"{_even(plan, plan.poster_frame + 1)},{_poster(plan)}"


def _poster(plan: Plan) -> str:
    return f"select=not(n)+eq(n\\,{plan.poster_frame}),{still(plan, *poster_of(plan), POSTER_VIEW)}[poster]"


def _even(plan: Plan, frames: int) -> str:
    """The first so many frames of the picture track, even in time and in the largest size."""
    source, top = plan.source, plan.steps[0]
    held = max(0.0, source.duration_s - source.video_s) + 2 / float(source.rate)  # sound that lasts longer than the picture
    chain = [
        PICTURES,
        "sidedata=mode=delete:type=STEREO3D",  # else x264 says it too, inside the pictures, and readers stop on hearing it twice
        *(["bwdif=mode=send_frame:deint=interlaced"] if source.interlaced else []),
        f"fps={source.frame_rate}:start_time=0",
        f"tpad=stop_mode=clone:stop_duration={held:.3f}",
        f"trim=end_frame={frames}",
        *_colours(source, top.width, top.height),
        "format=yuv420p,setsar=1,setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709",
    ]
    return f"[0:{source.video}]{','.join(chain)}"


def poster_of(plan: Plan) -> tuple[int, int]:
    """Width and height of the poster: of a round film a view straight ahead in 3:2, never sharper than the film."""
    top, widest = plan.steps[0], plan.recipe.poster_width
    if plan.sphere is None:
        return poster_size(top.width, top.height, widest)
    sharp = 2 * math.tan(math.radians(_view(plan, POSTER_VIEW) / 2)) * _sphere_size(plan)[0] / (2 * math.pi)
    width = min(widest, max(2, 2 * round(sharp / 2)))
    return width, max(2, 2 * round(width / 3))


def cell_of(plan: Plan) -> tuple[int, int]:
    """Width and height of one picture in the storyboard."""
    return (CELL, CELL * 9 // 16) if plan.sphere is not None else poster_size(plan.steps[0].width, plan.steps[0].height, CELL)


def still(plan: Plan, width: int, height: int, view: float) -> str:
    """Filters from a frame of the largest size to a still picture of this size."""
    chain = [f"scale={width}:{height}:in_color_matrix=bt709:in_range=tv,format=rgb24"]
    if plan.sphere is not None:
        chain = [*_one_eye(plan), *_whole_sphere(plan), _look(plan, 2 * width, 2 * height, view), *chain]
    return ",".join(chain)


def eye_size(plan: Plan) -> tuple[int, int]:
    """Width and height of one eye's part of the largest frame."""
    top = plan.steps[0]
    across, down = {"left-right": (2, 1), "top-bottom": (1, 2)}.get(plan.stereo, (1, 1))
    return top.width // across, top.height // down


def _one_eye(plan: Plan) -> list[str]:
    """The left eye: on the left, or at the top; small where it covers so little that its whole sphere would be huge."""
    width, height = eye_size(plan)
    crop = [] if plan.stereo == "mono" else [f"crop={width}:{height}:0:0"]
    small = _covered_size(plan)
    return crop if small == (width, height) else [*crop, f"scale={small[0]}:{small[1]}"]


def _whole_sphere(plan: Plan) -> list[str]:
    """Black around a picture that covers only a part: v360 knows only whole spheres."""
    whole, size = _sphere_size(plan), _covered_size(plan)
    if plan.sphere is None or whole == size:
        return []
    x = round(whole[0] * (plan.sphere.yaw[0] + 180) / 360) // 2 * 2
    y = round(whole[1] * (90 - plan.sphere.pitch[1]) / 180) // 2 * 2
    return [f"pad={whole[0]}:{whole[1]}:{min(x, whole[0] - size[0])}:{min(y, whole[1] - size[1])}"]


def _sphere_size(plan: Plan) -> tuple[int, int]:
    """Size of the whole sphere at the sharpness of what a still is looked up in."""
    width, height = _covered_size(plan)
    across, down = _parts(plan)
    whole = max(width, round(width / across)), max(height, round(height / down))
    return whole[0] + whole[0] % 2, whole[1] + whole[1] % 2


def _covered_size(plan: Plan) -> tuple[int, int]:
    """Size of one eye's picture, brought down so far that its whole sphere has at most LARGEST_SPHERE pixels a side."""
    width, height = eye_size(plan)
    across, down = _parts(plan)
    scale = min(1.0, LARGEST_SPHERE * across / width, LARGEST_SPHERE * down / height)
    return (width, height) if scale == 1 else (max(2, 2 * round(width * scale / 2)), max(2, 2 * round(height * scale / 2)))


def _parts(plan: Plan) -> tuple[float, float]:
    """Which part of the sphere's width and height is covered, 0 to 1."""
    if plan.sphere is None:
        return 1.0, 1.0
    (left, right), (bottom, top) = plan.sphere.yaw, plan.sphere.pitch
    return (right - left) / 360, (top - bottom) / 180


def _view(plan: Plan, wanted: float) -> float:
    """As wide as wanted, but never past the edges of what is covered."""
    covered = plan.sphere.yaw[1] - plan.sphere.yaw[0] if plan.sphere is not None else 360.0
    return min(wanted, 0.9 * covered)


def _look(plan: Plan, width: int, height: int, view: float) -> str:
    """Straight ahead, or into the middle of what is covered where that lies elsewhere."""
    sphere = plan.sphere
    yaw = pitch = 0.0
    if sphere is not None and not sphere.yaw[0] < 0 < sphere.yaw[1]:
        yaw = sum(sphere.yaw) / 2
    if sphere is not None and not sphere.pitch[0] < 0 < sphere.pitch[1]:
        pitch = sum(sphere.pitch) / 2
    across = _view(plan, view)
    down = math.degrees(2 * math.atan(math.tan(math.radians(across / 2)) * height / width))
    size = f"w={width}:h={height}:h_fov={across:.3f}:v_fov={down:.3f}"
    return f"v360=input=equirect:output=flat:{size}:yaw={yaw:.3f}:pitch={pitch:.3f}:interp=cubic"


def _colours(source: VideoSource, width: int, height: int) -> list[str]:
    """To BT.709 in this size: HDR is brought down to SDR, wide colours are narrowed, other matrices converted."""
    if not source.is_wide_gamut:
        hd = min(source.width, source.height) >= _HD_SHORT_SIDE
        matrix = "auto" if source.matrix == 0 else _MATRICES.get(source.matrix, "bt709" if hd else "bt601")
        full = "pc" if source.full_range else "tv"
        colours = f"in_color_matrix={matrix}:in_range={full}:out_color_matrix=bt709:out_range=tv"
        return [f"scale={width}:{height}:flags=bicubic:{colours}"]
    # Named one by one: zscale refuses to guess what a file does not say.
    full = "full" if source.full_range else "limited"
    read = f"zscale={width}:{height}:filter=bicubic:min=2020_ncl:pin=2020:rin={full}"
    if not source.is_hdr:
        return [f"{read}:tin=2020_10:m=709:p=709:t=709:r=limited"]
    return [
        f"{read}:tin={_HDR_TRANSFERS[source.transfer]}:t=linear:npl={REFERENCE_WHITE}",
        "format=gbrpf32le",
        "zscale=p=709",
        "tonemap=mobius:desat=0",
        "zscale=m=709:t=709:r=limited",
    ]
