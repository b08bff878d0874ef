"""A picture as JPEG keeps it: one plane of brightness, two of colour at half size; made smaller and encoded without a
round trip through RGB, which costs both time and quality."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
import simplejpeg

Plane = npt.NDArray[np.uint8]

# Work is spread over faces and strips here; OpenCV's own threads on top of ours only get in each other's way.
cv2.setNumThreads(1)


@dataclass(frozen=True)
class Planes:
    """Full-range BT.601 YCbCr 4:2:0 (what JFIF says): ``y`` is (height, width), ``cb`` and ``cr`` half of it, rounded up."""

    y: Plane
    cb: Plane
    cr: Plane

    @property
    def width(self) -> int:
        return int(self.y.shape[1])

    @property
    def height(self) -> int:
        return int(self.y.shape[0])

    def all(self) -> tuple[Plane, Plane, Plane]:
        return self.y, self.cb, self.cr

    def reduced(self, width: int, height: int) -> Planes:
        """The whole picture at a smaller size, each new pixel the mean of the area it covers."""
        half = (width + 1) // 2, (height + 1) // 2
        return Planes(shrunk(self.y, width, height), shrunk(self.cb, *half), shrunk(self.cr, *half))

    def cut(self, left: int, top: int, right: int, bottom: int) -> Planes:
        """A part; ``left`` and ``top`` are even."""
        return Planes(
            self.y[top:bottom, left:right],
            self.cb[top // 2 : (bottom + 1) // 2, left // 2 : (right + 1) // 2],
            self.cr[top // 2 : (bottom + 1) // 2, left // 2 : (right + 1) // 2],
        )

    def rgb(self) -> npt.NDArray[np.uint8]:
        """(height, width, 3) pixels, for looking and measuring."""
        big = [cv2.resize(p, (self.width, self.height), interpolation=cv2.INTER_LINEAR) for p in (self.cr, self.cb)]
        return np.asarray(cv2.cvtColor(np.dstack([self.y, *big]), cv2.COLOR_YCrCb2RGB), dtype=np.uint8)


def shrunk(plane: Plane, width: int, height: int) -> Plane:
    """A plane at a smaller size, each new pixel the mean of the area it covers."""
    if plane.shape == (height, width):
        return plane
    return np.asarray(cv2.resize(plane, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def laid_out(data: Plane, width: int, height: int) -> Planes:
    """The planes that lie in these bytes one after the other, row by row; ValueError where those are not of this size."""
    half_height, half_width = (height + 1) // 2, (width + 1) // 2
    y, cb, cr = np.split(data, (width * height, width * height + half_width * half_height))
    return Planes(y.reshape(height, width), cb.reshape(half_height, half_width), cr.reshape(half_height, half_width))


def of_rgb(rgb: npt.NDArray[np.uint8]) -> Planes:
    """Planes of (height, width, 3) sRGB pixels; an odd last row or column of colour counts once."""
    height, width = rgb.shape[:2]
    ycc = cv2.cvtColor(rgb, cv2.COLOR_RGB2YCrCb)
    odd = cv2.copyMakeBorder(ycc[:, :, 1:], 0, height % 2, 0, width % 2, cv2.BORDER_REPLICATE)
    colour = cv2.resize(odd, ((width + 1) // 2, (height + 1) // 2), interpolation=cv2.INTER_AREA)
    return Planes(
        np.ascontiguousarray(ycc[:, :, 0]), np.ascontiguousarray(colour[:, :, 1]), np.ascontiguousarray(colour[:, :, 0])
    )


def encode(planes: Planes, quality: int) -> bytes:
    """JPEG bytes (JFIF, 4:2:0, no metadata)."""
    if planes.width % 2 or planes.height % 2:
        # libjpeg-turbo fills up planes of odd size with what happens to lie behind them: the last row or column gets stained
        return bytes(simplejpeg.encode_jpeg(planes.rgb(), quality, "RGB", "420", fastdct=False))
    y, cb, cr = (np.ascontiguousarray(plane) for plane in planes.all())
    return bytes(simplejpeg.encode_jpeg_yuv_planes(y, cb, cr, quality, fastdct=False))
