"""A production hall: a robot behind a fence stacks boxes from a conveyor, beside it a milling machine and its control."""

from __future__ import annotations

import numpy as np

from cms.demo.modelling import pictures
from cms.demo.modelling.scene import Placed, Scene
from cms.demo.modelling.shapes import box, cylinder, lathe, letters, quad, rod, tube

from . import building, robot, workshop
from .building import Room
from .sights import robotcel as sights

HALL = Room(-8, 8, -5.5, 5.5, 5.0)
CELL = (-1.6, 5.6, 0.2, 5.0)  # the fenced cell: x and y ranges
GATE = (0.9, 2.1)  # opening in the cell's south fence
ROBOT_AT, ROBOT_TURN, REST = (3.4, 2.9, 0.25), 180.0, (20.0, 14.0, 24.0, 38.0)


def build() -> Scene:
    scene = Scene(exposure=1.2)
    _shell(scene)
    _cell(scene)
    _mill(scene)
    _stores(scene)
    sights.tell(scene)
    return scene


def _shell(scene: Scene) -> None:
    scene.pictures["view"] = pictures.outside(21)
    scene.pictures["hazard"] = pictures.stripes()
    HALL.floor(scene, pictures.concrete("#9fa9ae", 7), 4.0)
    grey, blue = "#e2e5e4", "#456a86"
    HALL.wall(scene, "n", grey, (1.0, blue))
    HALL.wall(scene, "e", grey, (1.0, blue), ((-4.2, -1.0, 2.2, 4.0), (0.2, 3.4, 2.2, 4.0)))
    HALL.wall(scene, "w", grey, (1.0, blue), ((-1.7, 1.7, 0, 3.2),))
    HALL.wall(scene, "s", grey, (1.0, blue), ((-6.5, -2.5, 2.0, 4.0), (-1.5, 2.5, 2.0, 4.0)))
    HALL.ceiling(scene, "#dfe3e3")
    for y in (-2.6, 1.8):
        building.window(HALL.on_wall(scene, "e", y), 3.2, 2.2, 4.0, "view", 3, 11)
    for x in (-4.5, 0.5):
        building.window(HALL.on_wall(scene, "s", x), 4.0, 2.0, 4.0, "view", 4, 11)
    workshop.roller_door(Placed(scene, (-8.05, 0, 0), 90))
    for x in (-5.2, -1.2, 2.8, 6.2):
        scene.add(box(0.22, 11, 0.4, step=0.25).moved(x, 0, 4.6), "#5b7f9c", finish="satin")
        for y in np.arange(-5, 5, 1.0):
            scene.add(
                [rod((x, y, 4.62), (x, y + 0.5, 4.98), 0.02, 8), rod((x, y + 0.5, 4.98), (x, y + 1.0, 4.62), 0.02, 8)], "#5b7f9c"
            )
    for x in (-3.2, 0.8, 4.6):
        for y in (-3.0, 2.6):
            building.strip_light(scene, x, y, 4.35, 2.6, power=44, width=0.34)
            for dx in (-1.1, 1.1):
                scene.add(rod((x + dx, y, 4.42), (x + dx, y, 5.0), 0.008), "#777d80")
    building.duct(scene, (-8, -0.6, 4.2), (8, -0.6, 4.2), 0.26)
    scene.add(tube([(-7.9, 5.3, 4.2), (7.9, 5.3, 4.2)], 0.05, bend=1), "#2f78b7", finish="satin")
    scene.add(tube([(-7.9, 5.35, 4.0), (7.9, 5.35, 4.0)], 0.03, bend=1), "#4f8f4a", finish="satin")
    for y in (-0.95, -2.35):
        scene.add(quad((-7.5, y - 0.05, 0.004), (7.5, y - 0.05, 0.004), (-7.5, y + 0.05, 0.004), 0.12), "#f2c318")
    scene.add(letters("ROBOTCEL", 0.6, 0.06), "#e8731c", (2.0, 5.42, 3.2))
    scene.add(letters("MACHINEHAL", 0.42, 0.05), "#24506e", (-4.6, 5.43, 3.3))


def _fence(scene: Scene, start: tuple[float, float], end: tuple[float, float]) -> None:
    """A run of mesh fence, 2 m high, in panels of about 1.2 m."""
    a, b = np.array([*start, 0.0]), np.array([*end, 0.0])
    length = float(np.linalg.norm(b - a))
    panels = max(1, round(length / 1.2))
    place = Placed(scene, (float(a[0]), float(a[1]), 0), float(np.degrees(np.arctan2(b[1] - a[1], b[0] - a[0]))))
    wide = length / panels
    for k in range(panels + 1):
        place.add(box(0.06, 0.06, 2.1).moved(k * wide), "#f2c318", finish="satin")
        place.add(box(0.16, 0.16, 0.02).moved(k * wide), "#3a3f45")
    for k in range(panels):
        x0, x1 = k * wide + 0.05, (k + 1) * wide - 0.05
        for z in (0.15, 2.0):
            place.add(box(x1 - x0, 0.025, 0.03).moved((x0 + x1) / 2, 0, z), "#2b2f33")
        place.add([box(0.007, 0.007, 1.85, 0, 0.4).moved(x, 0, 0.15) for x in np.arange(x0, x1 + 0.01, 0.075)], "#2b2f33")
        place.add([box(x1 - x0, 0.007, 0.007, 0, 0.4).moved((x0 + x1) / 2, 0, z) for z in np.arange(0.4, 1.99, 0.26)], "#2b2f33")


def _cell(scene: Scene) -> None:
    x0, x1, y0, y1 = CELL
    _fence(scene, (x0, y0), (GATE[0], y0))
    _fence(scene, (GATE[1], y0), (x1, y0))
    _fence(scene, (x1, y0), (x1, y1))
    _fence(scene, (x0, y0), (x0, 1.9))
    _fence(scene, (x0, 3.5), (x0, y1))
    for x in GATE:  # light curtain posts at the gate
        scene.add(box(0.08, 0.08, 1.9).moved(x, y0 - 0.12), "#f0d62a", finish="satin")
        scene.add(
            box(0.03, 0.085, 1.6, 0).moved(x + (0.03 if x == GATE[0] else -0.03), y0 - 0.12, 0.2), "#20262b", finish="gloss"
        )
    stripe = quad((GATE[0], y0 - 0.25, 0.003), (GATE[1], y0 - 0.25, 0.003), (GATE[0], y0 + 0.05, 0.003), 0.1).tiled(1.5, 1)
    scene.add(stripe, picture="hazard")
    for x, z, colour in ((GATE[1] + 0.05, 2.12, "#3fb45f"), (GATE[1] + 0.05, 2.22, "#f0a32b"), (GATE[1] + 0.05, 2.32, "#d23b2b")):
        scene.add(cylinder(0.045, 0.095).moved(x, y0, z), colour, finish="glow" if colour == "#3fb45f" else "gloss")
    for k, x in enumerate((-0.4, 3.2)):
        scene.board(
            f"cellsign{k}",
            pictures.sign(
                (["ROBOT", "alleen met pasje"], ["STOP", "robot start vanzelf"])[k], 448, 256, "#f2c318", "#20262b", "#20262b"
            ),
            0.62,
            (x, y0 - 0.04, 1.55),
            180,
        )
        scene.add(box(0.64, 0.01, 0.38, 0.003).moved(x, y0 - 0.032, 1.36), "#c9ced1", finish="satin")
    scene.add(cylinder(0.62, 0.25, n=40, bevel=0.03).moved(*ROBOT_AT[:2]), "#4b5158", finish="satin")
    tip = robot.stand(scene, ROBOT_AT, REST, ROBOT_TURN, 1.0, "#e8731c", "gripper", "robot")
    scene.interest(
        "grijper",
        tip,
        ("Grijper", "Gripper"),
        (
            "De grijper klemt een doos met twee vingers. Voor elk product is er een andere grijper.",
            "The gripper holds a box with two fingers. There is another gripper for each product.",
        ),
    )
    _conveyor(scene)
    for k, (x, y, boxes) in enumerate(((4.75, 1.2, 3), (4.7, 4.2, 1))):
        workshop.pallet(Placed(scene, (x, y, 0), (0, 90)[k]))
        for n in range(boxes * 4):
            i, j, level = n % 2, n // 2 % 2, n // 4
            scene.add(_carton(), "#c9a06a", (x - 0.27 + 0.54 * i, y - 0.2 + 0.4 * j, 0.13 + 0.31 * level))
            scene.add(
                box(0.51, 0.05, 0.302, 0.003).moved(x - 0.27 + 0.54 * i, y - 0.2 + 0.4 * j, 0.131 + 0.31 * level), "#e4d4b0"
            )
    scene.add(box(0.9, 0.5, 2.0, 0.015).moved(5.05, 4.72 - 1.9, 0), "#dfe2e1", finish="satin")
    scene.add(box(0.12, 0.02, 0.3).moved(4.8, 4.72 - 2.17, 1.2), "#3a3f45")
    panel = Placed(scene, (2.75, -0.1, 0), 0)  # the operator's panel outside the gate
    panel.add([box(0.4, 0.34, 0.03), box(0.1, 0.08, 1.05, 0.01)], "#3a3f45", finish="satin")
    panel.add(box(0.56, 0.12, 0.42, 0.02).moved(0, -0.03, 1.02), "#d7dbdc", finish="satin")
    panel.board(
        "hmi",
        pictures.screen("Robot 2: stapelen", ["Dozen: 142", "Pallet: 12 van 24", "Tempo: 9 per min"], "#e8731c"),
        0.42,
        (0, -0.093, 1.27),
        180,
        glow=True,
    )
    panel.add(cylinder(0.035, 0.05).turned(90, "x").moved(0.21, -0.09, 1.08), "#d8231e", finish="gloss")
    panel.add(cylinder(0.05, 0.02).turned(90, "x").moved(0.21, -0.085, 1.08), "#f2c318", finish="satin")


def _carton() -> building.Shape:
    return box(0.5, 0.36, 0.3, 0.006)


def _conveyor(scene: Scene) -> None:
    """A roller conveyor from the west through the fence to the robot."""
    place = Placed(scene, (-1.2, 2.7, 0))
    for y in (-0.36, 0.36):
        place.add(box(6.0, 0.05, 0.12, 0.01, 0.2).moved(0, y, 0.68), "#3d7fb0", finish="satin")
    for x in np.arange(-2.92, 2.95, 0.13):
        place.add(rod((x, -0.34, 0.75), (x, 0.34, 0.75), 0.028, 12), "#b9c0c4", finish="metal")
    for x in np.arange(-2.8, 2.9, 1.4):
        for y in (-0.36, 0.36):
            place.add(box(0.06, 0.06, 0.68).moved(x, y), "#3a3f45", finish="satin")
        place.add(box(0.04, 0.72, 0.04).moved(x, 0, 0.3), "#3a3f45")
    place.add(cylinder(0.1, 0.3).turned(90, "y").moved(-2.0, 0, 0.5), "#2b6f5a", finish="satin")
    for k, x in enumerate((-2.5, -1.5, -0.5, 0.6, 1.6, 2.55)):
        place.add(_carton(), "#c9a06a", (x, 0, 0.785), (3, -2, 1, 4, -3, 0)[k])
        place.add(box(0.51, 0.05, 0.302, 0.003), "#e4d4b0", (x, 0, 0.786), (3, -2, 1, 4, -3, 0)[k])
    place.add(
        [
            box(0.05, 0.05, 0.5).moved(0.1, -0.42, 0.75),
            box(0.05, 0.05, 0.5).moved(0.1, 0.42, 0.75),
            box(0.05, 0.89, 0.05).moved(0.1, 0, 1.2),
        ],
        "#3a3f45",
        finish="satin",
    )
    place.add(box(0.1, 0.12, 0.1, 0.01).moved(0.1, 0, 1.1), "#f0a32b", finish="satin")


def _mill(scene: Scene) -> None:
    """A closed milling machine with window, control panel and swarf bin, against the north wall."""
    place = Placed(scene, (-4.9, 4.0, 0))
    place.add(box(3.2, 2.0, 2.3, 0.05).moved(0, 0.2), "#e9ebea", finish="satin")
    place.add(box(3.22, 0.3, 0.5, 0.03).moved(0, -0.72, 0), "#31536d", finish="satin")
    place.add(box(3.22, 2.02, 0.14, 0.02).moved(0, 0.2, 2.2), "#31536d", finish="satin")
    place.add(box(1.5, 0.06, 1.4, 0.03).moved(-0.45, -0.82, 0.7), "#cfd6d9", finish="satin")
    place.add(box(1.1, 0.02, 0.85, 0.02).moved(-0.45, -0.86, 1.05), "#1d2b33", finish="gloss")
    inside = pictures.outside(3, 256, 160) // 6 + np.array([20, 34, 40], np.uint8)
    place.board("mill-window", inside, 1.02, (-0.45, -0.872, 1.47), 180)
    place.add(
        [
            cylinder(0.09, 0.3).moved(-0.4, -0.89, 1.45),
            lathe([(0, 0), (0.03, 0.02), (0.05, 0.14), (0, 0.16)]).moved(-0.4, -0.89, 1.3),
        ],
        "#a9b0b6",
        finish="metal",
    )
    place.add(box(0.6, 0.012, 0.1, 0.004).moved(-0.4, -0.885, 1.12), "#c98f3a", finish="metal")
    place.add(rod((0.24, -0.9, 1.1), (0.24, -0.9, 1.7), 0.016), "#3a3f45", finish="satin")
    control = Placed(scene, place.point(1.25, -0.95, 0), 20)
    control.add(box(0.6, 0.2, 0.95, 0.03).moved(0, 0, 0.95), "#3a4a55", finish="satin")
    control.board(
        "cnc",
        pictures.screen("CNC-frees", ["X  124,500", "Y   38,020", "Z  -12,750"], "#39c0a5"),
        0.5,
        (0, -0.104, 1.66),
        180,
        glow=True,
    )
    for k in range(18):
        control.add(
            box(0.05, 0.02, 0.035, 0.005).moved(-0.2 + 0.075 * (k % 6), -0.105, 1.32 - 0.06 * (k // 6)),
            ("#e4e7e8", "#9fb6c2", "#e4e7e8")[k // 6],
            finish="satin",
        )
    control.add(cylinder(0.04, 0.04).turned(90, "x").moved(0.2, -0.1, 1.06), "#d8231e", finish="gloss")
    control.add(cylinder(0.05, 0.03).turned(90, "x").moved(-0.12, -0.1, 1.06), "#20262b", finish="satin")
    for k, colour in enumerate(("#3fb45f", "#f0a32b", "#d23b2b")):
        place.add(cylinder(0.045, 0.1).moved(1.35, 0.2, 2.36 + 0.105 * k), colour, finish="glow" if k == 0 else "gloss")
    building.bin_(Placed(scene, (-6.9, 3.1, 0)), "#3c6e8f", 0.7)
    cart = Placed(scene, (-2.7, 1.0, 0), -30)
    cart.add([box(0.9, 0.5, 0.03).moved(z=0.85), box(0.9, 0.5, 0.03).moved(z=0.3)], "#c9ced1", finish="satin")
    for x in (-0.42, 0.42):
        for y in (-0.22, 0.22):
            cart.add(rod((x, y, 0.06), (x, y, 0.88), 0.018), "#d23b2b", finish="satin")
    for k in range(6):
        cart.add(
            lathe(
                [(0, 0), (0.05, 0), (0.05, 0.03), (0.03, 0.05), (0.03, 0.11), (0.012, 0.12), (0.012, 0.2), (0, 0.2)], n=18
            ).moved(-0.32 + 0.13 * k, 0.08 * (-1) ** k, 0.88),
            "#b3bac0",
            finish="metal",
        )


def _stores(scene: Scene) -> None:
    rack = Placed(scene, (-3.6, -5.48, 0), 180)
    building.shelf_rack(rack, 4.6, 1.85, 3, 0.6)
    for level in range(3):
        for k in range(8):
            rack.add(
                box(0.44, 0.5, 0.3, 0.015).moved(-1.95 + 0.56 * k, -0.3, 0.15 + level * 0.825),
                ("#2f78b7", "#d9634f", "#4c9a6a", "#e9c24a")[(k + level) % 4],
                finish="satin",
            )
            rack.add(box(0.2, 0.01, 0.1, 0).moved(-1.95 + 0.56 * k, -0.556, 0.25 + level * 0.825), "#ffffff")
    workshop.bench(Placed(scene, (1.6, -5.0, 0), 180), 2.6, "#456a86")
    measuring = Placed(scene, (1.6, -5.0, 0.92), 180)
    measuring.add(box(0.6, 0.4, 0.1, 0.01).moved(0.3), "#4a4f55", finish="satin")
    measuring.add(
        [
            rod((0.3, 0.1, 0.1), (0.3, 0.1, 0.55), 0.02),
            box(0.12, 0.2, 0.05).moved(0.3, 0.02, 0.42),
            rod((0.3, -0.04, 0.24), (0.3, -0.04, 0.44), 0.012),
        ],
        "#c2c8cc",
        finish="metal",
    )
    building.door(HALL.on_wall(scene, "s", 5.2), "#2c7a58")
    building.exit_sign(HALL.on_wall(scene, "s", 5.2))
    board = HALL.on_wall(scene, "s", 3.7)
    for k, kind in enumerate(("goggles", "ears")):
        board.board(f"p{kind}", pictures.pictogram(kind, "#1667b0"), 0.45, (0, -0.012, 2.3 - 0.5 * k), 180)
    east = HALL.on_wall(scene, "e", -4.7)
    building.extinguisher(east)
    building.plant(Placed(scene, (7.5, -5.0, 0)), 1.4, 4)
    plan = HALL.on_wall(scene, "e", -2.6)
    plan.board(
        "plan",
        pictures.sign(
            ["Van tekening tot product", "1  tekenen", "2  programmeren", "3  draaien en frezen", "4  meten"],
            900,
            560,
            "#fdfdf8",
            "#24506e",
            "#e8731c",
            74,
            True,
        ),
        1.8,
        (0, -0.012, 1.5),
        180,
    )
    truck = Placed(scene, (-6.6, -3.6, 0), 35)  # a hand pallet truck
    for x in (-0.18, 0.18):
        truck.add(box(0.15, 1.15, 0.06, 0.015).moved(x, 0.2, 0.08), "#e0a21b", finish="satin")
    truck.add(box(0.5, 0.2, 0.35, 0.04).moved(0, -0.45, 0.1), "#e0a21b", finish="satin")
    truck.add(tube([(0, -0.5, 0.35), (0, -0.75, 1.0), (0, -0.82, 1.15)], 0.02), "#20262b", finish="satin")
    truck.add(
        tube([(-0.15, -0.85, 1.2), (0, -0.8, 1.12), (0.15, -0.85, 1.2), (0, -0.9, 1.28), (-0.15, -0.85, 1.2)], 0.015),
        "#20262b",
        finish="satin",
    )
    workshop.pallet(Placed(scene, (-6.6, -1.9, 0), 90), "#b99467")
    facts = HALL.on_wall(scene, "n", 1.4)
    facts.board(
        "facts",
        pictures.sign(
            ["Robot 2", "reikt 2,2 meter", "tilt 20 kilo", "9 dozen per minuut"],
            760,
            460,
            "#31536d",
            "#ffffff",
            "#e8731c",
            96,
            True,
        ),
        1.7,
        (0, -0.012, 2.0),
        180,
    )
    for x in (-6.9, 6.9):
        building.clock(HALL.on_wall(scene, "n", x), 3.0, 9.4)
    scene.add(box(0.9, 0.45, 2.0, 0.015).moved(6.9, 5.2, 0), "#d7dbdc", finish="satin")
    HALL.on_wall(scene, "n", 6.9).board("volt", pictures.pictogram("warning", "#f2c318"), 0.3, (0, -0.53, 1.55), 180)
