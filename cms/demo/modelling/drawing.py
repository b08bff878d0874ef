"""Drawing with VTK, off-screen: one window, parts with lit vertex colours, a camera that goes where it is told."""

from __future__ import annotations

import numpy as np
import pyvista
from numpy.typing import ArrayLike, NDArray
from vtkmodules.util.numpy_support import vtk_to_numpy
from vtkmodules.vtkCommonCore import vtkFloatArray, vtkUnsignedCharArray

from .scene import Finish, Picture
from .shapes import Shape

pyvista.OFF_SCREEN = True


def polydata(shape: Shape, colours: NDArray[np.uint8]) -> pyvista.PolyData:
    faces = np.hstack([np.full((len(shape.faces), 1), 3), shape.faces])
    mesh = pyvista.PolyData(shape.points.astype(np.float32), faces=faces.ravel())
    mesh.point_data["rgb"] = colours
    mesh.point_data.active_normals = shape.normals.astype(np.float32)
    mesh.active_texture_coordinates = shape.uv.astype(np.float32)
    return mesh


def texture(picture: Picture) -> pyvista.Texture:
    """sRGB picture as a texture; mip levels keep floor tiles calm towards the horizon."""
    made = pyvista.Texture(np.ascontiguousarray(picture))
    made.SetInterpolate(True)
    made.SetMipmap(True)
    made.SetMaximumAnisotropicFiltering(8)
    made.SetRepeat(True)
    return made


class Canvas:
    """An off-screen window of (width, height) pixels."""

    def __init__(self, size: tuple[int, int], samples: int = 4, background: str = "#9fb4c4") -> None:
        self.plotter = pyvista.Plotter(off_screen=True, window_size=list(size), lighting="none")
        self.plotter.set_background(background)
        self.plotter.ren_win.SetMultiSamples(samples)
        cullers = self.plotter.renderer.GetCullers()
        while cullers.GetNumberOfItems():  # VTK's coverage culler drops small and sideways parts
            cullers.RemoveItem(cullers.GetLastItem())
        self.size = size

    def add(
        self, mesh: pyvista.PolyData, finish: Finish, picture: Picture | None = None, mirrored: bool = False
    ) -> pyvista.Actor:
        shiny = finish.specular > 0
        actor = self.plotter.add_mesh(
            mesh,
            scalars="rgb",
            rgb=True,
            texture=None if picture is None else texture(picture),
            lighting=shiny,
            ambient=1.0,
            diffuse=0.0,
            specular=finish.specular,
            specular_power=finish.power,
            opacity=finish.opacity,
            smooth_shading=False,
            show_scalar_bar=False,
            copy_mesh=False,
            reset_camera=False,
            render=False,
        )
        actor.prop.interpolation = "Phong"
        if mirrored:
            actor.SetScale(1, 1, -1)
        return actor

    def light(self, at: ArrayLike, strength: float) -> None:
        self.plotter.add_light(pyvista.Light(position=tuple(np.asarray(at, float)), intensity=strength, light_type="scene light"))

    def aim(
        self, at: ArrayLike, direction: ArrayLike, up: ArrayLike, angle: float, clip: tuple[float, float] = (0.03, 60.0)
    ) -> None:
        """Camera at `at`; angle = vertical field of view in degrees."""
        camera = self.plotter.camera
        camera.position = tuple(np.asarray(at, float))
        camera.focal_point = tuple(np.add(at, direction))
        camera.up = tuple(np.asarray(up, float))
        camera.view_angle = angle
        camera.clipping_range = clip

    def shot(self) -> NDArray[np.uint8]:
        """The picture (height, width, 3), top row first."""
        return self._pixels()[::-1]

    def shot_with_depth(self) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        """Picture and depth buffer, both with the BOTTOM row first."""
        picture = self._pixels()
        z = vtkFloatArray()
        self.plotter.ren_win.GetZbufferData(0, 0, self.size[0] - 1, self.size[1] - 1, z)
        return picture, vtk_to_numpy(z).reshape(self.size[1], self.size[0])

    def _pixels(self) -> NDArray[np.uint8]:
        window = self.plotter.ren_win
        window.Render()
        data = vtkUnsignedCharArray()
        window.GetPixelData(0, 0, self.size[0] - 1, self.size[1] - 1, 0, data, 0)
        return vtk_to_numpy(data).reshape(self.size[1], self.size[0], 3).copy()

    def close(self) -> None:
        self.plotter.close()
