"""A physiotherapy practice: an exercise hall and, through an open doorway, a treatment room."""

from __future__ import annotations

from cms.demo.modelling import pictures
from cms.demo.modelling.scene import Placed, Scene
from cms.demo.modelling.shapes import box, lathe, letters, quad, rod

from . import building, care, exercise, furniture
from .building import Room
from .sights import fysiotherapie as sights

HALL = Room(-5.0, 5.0, -3.6, 3.6, 3.2)
CLINIC = Room(5.15, 9.4, -2.0, 3.0, 2.8)
DOOR = (-0.75, 0.75, 0.0, 2.3)  # from, to along y, below, above


def build() -> Scene:
    scene = Scene(exposure=1.25)
    _shell(scene)
    _hall(scene)
    _clinic(scene)
    sights.tell(scene)
    return scene


def _shell(scene: Scene) -> None:
    scene.pictures["view"] = pictures.outside(31)
    HALL.floor(scene, pictures.planks("#c99f6e"), 2.4, "wood")
    CLINIC.floor(scene, pictures.linoleum("#b5c3c6", 12), 2.0, "lino")
    scene.add(quad((5.0, DOOR[0], 0), (5.15, DOOR[0], 0), (5.0, DOOR[1], 0), 0.1), "#8f9895")
    cream, mint = "#f3f0e7", "#b9d8cf"
    HALL.wall(scene, "n", cream, (0.9, mint), ((-4.2, -1.4, 1.0, 2.7), (-0.7, 2.1, 1.0, 2.7)))
    HALL.wall(scene, "s", cream, (0.9, mint))
    HALL.wall(scene, "w", "#e7efe9", (0.9, mint))
    HALL.wall(scene, "e", cream, (0.9, mint), (DOOR,))
    CLINIC.wall(scene, "w", cream, None, (DOOR,))
    CLINIC.wall(scene, "n", "#dfe9ee")
    CLINIC.wall(scene, "s", cream)
    CLINIC.wall(scene, "e", cream, None, ((-0.9, 1.5, 0.95, 2.35),))
    for room in (HALL, CLINIC):
        room.ceiling(scene, "#f7f6f1", pictures.tiles("#f5f5f1", "#dfdfda", 3, 2, 512, 0.012), 1.2)
    for y in DOOR[:2]:
        scene.add(box(0.22, 0.05, 2.3).moved(5.075, y), "#c79a66", finish="satin")
    scene.add(box(0.22, DOOR[1] - DOOR[0] + 0.05, 0.06).moved(5.075, 0, 2.28), "#c79a66", finish="satin")
    for x in (-2.8, 0.7):
        building.window(HALL.on_wall(scene, "n", x), 2.8, 1.0, 2.7, "view", 2, 9)
    building.window(CLINIC.on_wall(scene, "e", 0.3), 2.4, 0.95, 2.35, "view", 2, 9)
    for x in (-3.2, 0.0, 3.2):
        for y in (-1.6, 1.6):
            building.panel_light(scene, x, y, 3.185, 1.15, 13)
    building.panel_light(scene, 7.3, 0.5, 2.785, 1.15, 17)


def _hall(scene: Scene) -> None:
    exercise.walking_bars(Placed(scene, (-1.2, 1.9, 0)), 3.8)
    exercise.stairs(Placed(scene, (3.3, 2.7, 0)))
    for y in (-1.9, -0.9, 0.1):
        exercise.wall_bars(HALL.on_wall(scene, "w", y))
    exercise.treadmill(Placed(scene, (-3.3, -2.5, 0), 180))
    exercise.bicycle(Placed(scene, (-1.75, -2.6, 0), 170))
    exercise.bicycle(Placed(scene, (-0.75, -2.65, 0), 190), "#c9743a")
    for k, colour in enumerate(("#3f7f9d", "#4c9a6a", "#8a5fa8")):
        exercise.mat(Placed(scene, (-2.7 + 0.1 * k, -0.9, 0.04 * k), 90), colour)
    balls = HALL.on_wall(scene, "s", 3.6)
    balls.add(
        [
            rod((-1.1, -0.3, 1.35), (1.1, -0.3, 1.35), 0.02),
            rod((-1.1, -0.65, 1.35), (1.1, -0.65, 1.35), 0.02),
            *[rod((x, 0, 1.35), (x, -0.65, 1.35), 0.018) for x in (-1.0, 1.0)],
        ],
        care.STEEL,
        finish="metal",
    )
    for k, (colour, r) in enumerate((("#d9634f", 0.3), ("#2f78b7", 0.325), ("#4c9a6a", 0.3))):
        exercise.gym_ball(Placed(scene, balls.point(-0.7 + 0.7 * k, -0.48, 1.36)), r, colour)
    exercise.gym_ball(Placed(scene, (2.4, -2.6, 0)), 0.38, "#e9b44a")
    exercise.gym_ball(Placed(scene, (3.9, -2.75, 0)), 0.3, "#8a5fa8")
    exercise.dumbbell_rack(HALL.on_wall(scene, "s", 1.0))
    for k, colour in enumerate(("#4c9a6a", "#d9634f")):
        scene.add(
            lathe([(0, 0), (0.22, 0), (0.23, 0.03), (0.14, 0.09), (0, 0.11)], smooth=True),
            colour,
            (2.1 + 0.65 * k, 0.9, 0),
            finish="satin",
        )
    poster = HALL.on_wall(scene, "s", -1.4)
    poster.board(
        "move",
        pictures.sign(
            ["Bewegen is werken aan herstel", "rustig beginnen", "elke dag een beetje meer", "en samen lachen helpt"],
            900,
            420,
            "#2f6f86",
            "#ffffff",
            "#ffffff",
        ),
        2.1,
        (0, -0.012, 2.05),
        180,
    )
    building.clock(HALL.on_wall(scene, "s", 2.4), 2.5)
    building.clock(CLINIC.on_wall(scene, "w", 2.0), 2.1)
    scene.add(letters("FYSIOTHERAPIE", 0.26, 0.03), "#2f6f86", (4.955, 0, 2.62), turn=-90)
    building.door(HALL.on_wall(scene, "w", 2.5), care.BEECH, 1.0, 2.15)
    building.exit_sign(HALL.on_wall(scene, "w", 2.5))
    building.plant(Placed(scene, (-4.5, 3.2, 0)), 1.3, 2)
    building.plant(Placed(scene, (4.55, -1.4, 0)), 1.5, 8)
    bench = Placed(scene, (1.2, 3.2, 0))
    bench.add(box(2.0, 0.36, 0.05, 0.012).moved(z=0.42), care.BEECH, finish="satin")
    bench.add([box(0.06, 0.32, 0.42).moved(x) for x in (-0.85, 0.85)], care.DARK, finish="satin")
    bench.add([box(0.3, 0.25, 0.06, 0.02).moved(-0.5, 0, 0.47), box(0.28, 0.24, 0.05, 0.02).moved(-0.5, 0, 0.53)], "#f2f4f1")
    bench.add(
        lathe([(0, 0), (0.04, 0), (0.042, 0.17), (0.02, 0.2), (0.02, 0.23), (0, 0.23)], n=18).moved(0.5, 0, 0.47),
        "#2f78b7",
        finish="gloss",
    )
    bands = HALL.on_wall(scene, "e", 2.2)
    bands.add(box(1.2, 0.03, 0.08).moved(0, -0.015, 1.6), care.BEECH, finish="satin")
    for k, colour in enumerate(("#d9634f", "#e9c24a", "#4c9a6a", "#2f78b7", "#8a5fa8", "#5d666c")):
        bands.add(box(0.06, 0.012, 0.8, 0.004).moved(-0.5 + 0.2 * k, -0.06, 0.8), colour, finish="satin")
        bands.add(rod((-0.5 + 0.2 * k, 0, 1.62), (-0.5 + 0.2 * k, -0.08, 1.63), 0.01), care.STEEL, finish="metal")
    furniture.dispenser(HALL.on_wall(scene, "e", -1.0))


def _clinic(scene: Scene) -> None:
    exercise.couch(Placed(scene, (7.6, 1.7, 0), 90))
    furniture.office_chair(Placed(scene, (7.9, 0.55, 0), 150), "#3f7f9d")
    exercise.spine(Placed(scene, (8.75, 2.5, 0), -60))
    north = CLINIC.on_wall(scene, "n", 7.2)
    north.board("chart", exercise.back_chart(), 0.85, (-0.9, -0.012, 1.6), 180)
    north.add(box(1.2, 0.26, 0.03).moved(0.6, -0.14, 1.5), care.BEECH, finish="satin")
    furniture.binders(Placed(scene, north.point(0.1, -0.14, 1.53)), 6, 4)
    for k, colour in enumerate(("#f2f4f1", "#b9d8cf", "#e9b98a")):
        north.add(box(0.34, 0.22, 0.07, 0.025).moved(0.9, -0.14, 1.53 + 0.075 * k), colour)
    desk = Placed(scene, (6.6, -1.62, 0), 180)
    desk.add(box(1.6, 0.7, 0.04, 0.01).moved(z=0.72), care.BEECH, finish="satin")
    desk.add([box(0.05, 0.6, 0.72).moved(x) for x in (-0.75, 0.75)], "#eef1ee", finish="satin")
    furniture.desk_screen(
        Placed(scene, desk.point(0.1, 0.12, 0.76), 180),
        "agenda",
        pictures.screen("Behandelplan", ["Knie: week 3 van 6", "Buigen: 95 graden", "Lopen: 12 minuten"], "#39c0a5"),
    )
    furniture.chair(Placed(scene, (6.0, -0.95, 0), -40), "#c9743a")
    furniture.basin(CLINIC.on_wall(scene, "s", 8.4))
    scene.add(box(0.5, 1.4, 0.85, 0.012).moved(9.12, 0.3, 0), "#f0f2f1", finish="satin")
    building.plant(Placed(scene, (9.0, -1.55, 0)), 1.0, 6)
    care.curtain(Placed(scene, (5.6, 2.75, 0), -90), 1.9, 2.3, "#8cc3b4", 0.35, 7)
    leg = CLINIC.on_wall(scene, "s", 7.0)
    leg.board(
        "plan",
        pictures.sign(
            ["Oefenplan", "1  buig je knie 10 keer", "2  sta op één been", "3  loop 12 minuten"],
            640,
            480,
            "#fffdf4",
            "#24506e",
            "#c9743a",
            70,
            True,
        ),
        0.9,
        (0.35, -0.012, 1.75),
        180,
    )
