"""Reads colours from screenshots."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image
from playwright.sync_api import Page


def screenshot(page: Page) -> np.ndarray:
    """(height, width, 3) of what the page shows."""
    return np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("RGB"))


def colour(picture: np.ndarray, x: float, y: float, around: int = 2) -> np.ndarray:
    """Mean RGB of a small square about a point."""
    column, row = round(x), round(y)
    return picture[row - around : row + around + 1, column - around : column + around + 1].reshape(-1, 3).mean(axis=0)
