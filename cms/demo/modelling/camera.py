"""A lit scene seen: as an equirectangular panorama from a viewpoint, or as a flat picture."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pyvista
from numpy.typing import ArrayLike, NDArray

from .drawing import Canvas, polydata
from .lighting import bake
from .projection import equirectangular
from .scene import FINISHES, Scene, Viewpoint
from .shapes import Floats, join

BORDER = 8  # pixels that a cube face is drawn beyond its edge, so that the interpolation finds real neighbours
FACES = {
    "f": ((0, 1, 0), (0, 0, 1)),
    "r": ((1, 0, 0), (0, 0, 1)),
    "b": ((0, -1, 0), (0, 0, 1)),
    "l": ((-1, 0, 0), (0, 0, 1)),
    "u": ((0, 0, 1), (0, -1, 0)),
    "d": ((0, 0, -1), (0, 1, 0)),
}


class Studio:
    """A scene with its light baked, ready to be drawn on canvases of any size."""

    def __init__(self, scene: Scene, bounces: int = 3) -> None:
        self.scene = scene
        colours = bake(scene, bounces)
        kinds: dict[tuple[str, str | None, str | None], list[int]] = {}
        for i, part in enumerate(scene.parts):
            kinds.setdefault((part.finish, part.picture, part.group), []).append(i)
        self.meshes = [
            (kind, polydata(join(scene.parts[i].shape for i in members), np.concatenate([colours[i] for i in members])))
            for kind, members in kinds.items()
        ]

    def canvas(self, size: tuple[int, int], samples: int = 4) -> Setup:
        return Setup(self, size, samples)


class Setup:
    """One window showing a studio's scene; floors mirror what stands on them, more so towards the horizon."""

    def __init__(self, studio: Studio, size: tuple[int, int], samples: int) -> None:
        self.canvas = Canvas(size, samples)
        self.floors: list[tuple[pyvista.PolyData, Floats]] = []
        self.groups: dict[str, list[pyvista.Actor]] = {}
        pictures = studio.scene.pictures
        mirrors = any(FINISHES[kind[0]].mirrors for kind, _ in studio.meshes)
        for (finish, picture, group), mesh in sorted(studio.meshes, key=lambda m: FINISHES[m[0][0]].opacity, reverse=True):
            look = FINISHES[finish]
            image = None if picture is None else pictures[picture]
            if look.mirrors:
                mesh = mesh.copy()
                self.floors.append((mesh, np.asarray(mesh.points, float)))
                mesh.point_data["rgb"] = np.hstack([mesh.point_data["rgb"], np.full((mesh.n_points, 1), 255, np.uint8)])
                actor = self.canvas.add(mesh, look, image)
                actor.ForceTranslucentOn()
                continue
            actors = [self.canvas.add(mesh, look, image)]
            if mirrors and look.opacity == 1:
                actors.append(self.canvas.add(mesh, replace(look, specular=0), image, mirrored=True))
            if group:
                self.groups.setdefault(group, []).extend(actors)
        for lamp in studio.scene.lamps[:6]:
            self.canvas.light(lamp.middle, 0.5)

    def move(self, group: str, matrix: Floats) -> None:
        """Carry a group of parts (and its mirror image) by a 4x4 matrix."""
        upside = np.diag((1.0, 1.0, -1.0, 1.0))
        for actor in self.groups[group]:
            mirrored = actor.GetScale()[2] < 0
            actor.user_matrix = upside @ matrix @ upside if mirrored else matrix

    def look(self, at: ArrayLike, direction: ArrayLike, up: ArrayLike, angle: float) -> NDArray[np.uint8]:
        for mesh, points in self.floors:
            ray = points - np.asarray(at, float)
            grazing = 1 - np.abs(ray[:, 2]) / np.linalg.norm(ray, axis=1)
            mirror = 0.05 + 0.42 * grazing**3  # Schlick's shape, with a worn floor's exponent
            mesh.point_data["rgb"][:, 3] = (255 * (1 - mirror)).astype(np.uint8)
            mesh.point_data["rgb"].VTKObject.Modified()
        self.canvas.aim(at, direction, up, angle)
        return self.canvas.shot()

    def close(self) -> None:
        self.canvas.close()


def panorama(studio: Studio, viewpoint: Viewpoint, width: int = 4096) -> NDArray[np.uint8]:
    """Equirectangular (width / 2, width, 3): six faces drawn about twice as fine, projected twice as fine, averaged down."""
    side = int(width / np.pi * 2) // 2 * 2
    size = side + 2 * BORDER
    angle = 2 * np.degrees(np.arctan(size / side))
    setup = studio.canvas((size, size))
    c, s = np.cos(np.radians(-viewpoint.heading)), np.sin(np.radians(-viewpoint.heading))
    turn = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])
    faces = {name: setup.look(viewpoint.at, turn @ d, turn @ up, angle) for name, (d, up) in FACES.items()}
    setup.close()
    fine = equirectangular(faces, 2 * width, side, BORDER)
    return cv2.resize(fine, (width, width // 2), interpolation=cv2.INTER_AREA)
