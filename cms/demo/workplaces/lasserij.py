"""A welding shop: an open floor with a cobot, three booths behind curtains, a tool wall, steel and gas."""

from __future__ import annotations

from cms.demo.modelling import pictures
from cms.demo.modelling.scene import Picture, Placed, Scene
from cms.demo.modelling.shapes import box, letters, quad, rod, tube

from . import building, robot, welding, workshop
from .building import Room
from .sights import lasserij as sights

ROOM = Room(-7, 7, -5, 5, 4.3)
BOOTHS = (-5.3, -2.5, 0.3)  # middles along x; each 2.6 m wide and 2.5 m deep, against the north wall

COBOT_AT, COBOT_POSE, COBOT_SCALE = (2.3, 0.35, 0.87), (-16.0, 48.0, 4.0, -20.0), 0.52


def build() -> Scene:
    scene = Scene(exposure=1.2)
    _shell(scene)
    _ceiling(scene)
    for k, x in enumerate(BOOTHS):
        _booth(scene, x, k)
    _cobot(scene)
    _north_east(scene)
    _west(scene)
    _east(scene)
    _south(scene)
    sights.tell(scene)
    return scene


def _shell(scene: Scene) -> None:
    ROOM.floor(scene, pictures.concrete("#a9aaa6"), 4.0)
    scene.pictures["view"] = pictures.outside()
    ROOM.wall(scene, "n", "#dcdfdd", (1.2, "#5f7f92"))
    ROOM.wall(scene, "e", "#dcdfdd", (1.2, "#5f7f92"), ((-1.7, 1.7, 0, 3.2),))
    ROOM.wall(scene, "w", "#dcdfdd", (1.2, "#5f7f92"))
    ROOM.wall(scene, "s", "#dcdfdd", (1.2, "#5f7f92"), ((-5.8, -3.0, 1.3, 3.2), (-2.2, 0.6, 1.3, 3.2), (1.4, 4.2, 1.3, 3.2)))
    ROOM.ceiling(scene, "#e6e8e6")
    yellow = "#f2c318"  # walkway lines, a hair above the floor
    for a, b in (((-6.4, 1.75), (3.3, 1.75)), ((-6.4, -3.55), (6.4, -3.55))):
        scene.add(quad((a[0], a[1] - 0.05, 0.004), (b[0], b[1] - 0.05, 0.004), (a[0], a[1] + 0.05, 0.004), 0.1), yellow)
    scene.add(quad((-6.45, -3.6, 0.004), (-6.35, -3.6, 0.004), (-6.45, 1.8, 0.004), 0.1), yellow)
    scene.add(quad((6.3, -3.6, 0.004), (6.4, -3.6, 0.004), (6.3, -1.9, 0.004), 0.1), yellow)


def _ceiling(scene: Scene) -> None:
    for x in (-4.6, 0.0, 4.6):
        for y in (-3.0, 1.2):
            building.strip_light(scene, x, y, 3.7, 2.4, power=26)
            for dx in (-1.0, 1.0):
                scene.add(rod((x + dx, y, 3.77), (x + dx, y, 4.3), 0.008), "#777d80")
    for y in (-4.0, -2.0, 0.2, 3.8):
        scene.add(box(14, 0.14, 0.26, step=0.25).moved(0, y, 4.03), "#aeb6ba", finish="satin")
    building.duct(scene, (-7, 2.3, 3.55), (7, 2.3, 3.55), 0.2)
    for x in BOOTHS:
        building.duct(scene, (x + 0.5, 2.3, 3.55), (x + 0.5, 4.75, 3.55), 0.11)
        building.duct(scene, (x + 0.5, 4.75, 3.6), (x + 0.5, 4.75, 2.25), 0.09)
    workshop.crane(Placed(scene, (1.5, -0.2, 3.72)), 9, 1.25)


def _booth(scene: Scene, x: float, number: int) -> None:
    grey = "#7d8a92"
    for side in (-1.3, 1.3):
        scene.add(box(0.05, 2.5, 2.1, 0.01, 0.07).moved(x + side, 3.75, 0.1), grey, finish="satin")
        scene.add(box(0.07, 0.07, 2.35).moved(x + side, 2.5), "#4b565d", finish="satin")
    scene.add(box(2.6, 0.06, 0.08).moved(x, 2.5, 2.27), "#4b565d", finish="satin")
    curtain = Placed(scene, (x - 0.72 if number == 1 else x - 0.35 * (number - 1) * 0.2, 2.5, 0))
    if number == 1:  # the booth that one can visit: its curtain pushed aside
        welding.strip_curtain(curtain, 1.05, 2.2, folds=8)
    else:
        welding.strip_curtain(curtain, 2.4, 2.2, "#b5541b" if number == 0 else "#2f7d4f", folds=11)
    scene.board(
        f"booth{number}", pictures.sign([f"{number + 1}"], 256, 256, "#f2c318", "#20262b"), 0.3, (x - 1.2, 2.45, 1.95), 180
    )
    scene.add(box(0.33, 0.02, 0.33).moved(x - 1.2, 2.47, 1.785), "#4b565d")
    table = Placed(scene, (x - 0.1, 4.2, 0))
    welding.welding_table(table, 1.3, 0.85)
    welding.workpiece(Placed(scene, (x - 0.1, 4.2, 0.87), 0))
    welding.fume_arm(Placed(scene, (x + 0.5, 4.97, 1.9)), 0.95)
    welding.welding_set(Placed(scene, (x + 0.92, 4.1, 0), -12), ("#2c6fb0", "#d8551e", "#c8231e")[number])
    workshop.stool(Placed(scene, (x - 0.35, 3.45, 0)))
    welding.helmet(Placed(scene, (x - 0.6, 4.3, 0.92), 25))
    scene.add(box(1.6, 0.04, 0.06, 0.01).moved(x, 4.1, 2.3), "#e9ecec")
    scene.add(box(1.5, 0.1, 0.03, 0.005).moved(x, 4.1, 2.28), "#ffffff", finish="glow")
    scene.lamp((x, 4.1, 2.26), (0.75, 0, 0), (0, -0.05, 0), 12, "#fffaf0", (5 if number == 1 else 2, 1))
    right = Placed(scene, (x + 1.27, 3.6, 0), -90)
    if number == 1:
        right.board("seams", _seams(), 0.8, (-0.1, -0.012, 1.55), 180)
        right.board("mask", pictures.pictogram("mask", "#1667b0"), 0.3, (0.6, -0.012, 1.75), 180)
    right.add(box(0.6, 0.16, 0.02).moved(0.65, -0.09, 1.12), "#c9ced1", finish="satin")
    for k, colour in enumerate(("#2f78b7", "#d23b2b", "#e0b01e")):
        can = building.lathe([(0, 0), (0.033, 0), (0.033, 0.16), (0.02, 0.19), (0.012, 0.2), (0.012, 0.22), (0, 0.22)], n=18)
        right.add(can.moved(0.45 + 0.12 * k, -0.08, 1.14), colour, finish="gloss")
    hooks = Placed(scene, (x - 1.27, 3.9, 0), 90)
    for k, colour in enumerate(("#b08a52", "#8a5a2c")):  # leather gloves and apron on the partition
        hooks.add(box(0.14, 0.04, 0.3, 0.02).moved(-0.45 + 0.2 * k, -0.03, 1.3), colour)
        hooks.add(rod((-0.45 + 0.2 * k, 0, 1.62), (-0.45 + 0.2 * k, -0.06, 1.63), 0.008), "#c4c9cc")
    hooks.add(box(0.5, 0.03, 0.85, 0.02).moved(0.25, -0.03, 0.85), "#7a5230")
    hooks.add(tube([(0.05, -0.03, 1.68), (0.25, -0.04, 1.78), (0.45, -0.03, 1.68)], 0.012), "#5f3f24")


def _seams() -> Picture:
    """A wall chart with three kinds of weld, drawn as sections."""
    chart = pictures.sign(["Drie soorten naden", " ", " ", " "], 800, 560, "#fbfbf6", "#1c2b36", "#24506e").copy()
    draw_on = pictures.Image.fromarray(chart)
    draw = pictures.ImageDraw.Draw(draw_on)
    steel, bead = "#8d98a0", "#d8551e"
    draw.polygon([(60, 330), (150, 330), (130, 390), (60, 390)], fill=steel)
    draw.polygon([(170, 330), (260, 330), (260, 390), (190, 390)], fill=steel)
    draw.polygon([(146, 322), (174, 322), (190, 390), (130, 390)], fill=bead)
    draw.rectangle((310, 360, 500, 390), fill=steel)
    draw.rectangle((390, 240, 420, 360), fill=steel)
    draw.polygon([(420, 360), (452, 360), (420, 328)], fill=bead)
    draw.rectangle((550, 362, 690, 390), fill=steel)
    draw.rectangle((620, 332, 750, 360), fill=steel)
    draw.polygon([(620, 362), (592, 362), (620, 334)], fill=bead)
    for x, word in ((160, "stompe naad"), (405, "hoeknaad"), (650, "overlapnaad")):
        w = pictures.font(34).getlength(word)
        draw.text((x - w / 2, 420), word, font=pictures.font(34), fill="#1c2b36")
    return pictures.np.asarray(draw_on)


def _cobot(scene: Scene) -> None:
    """The welding cobot on its table in the middle of the floor."""
    at = (3.0, 0.2, 0)
    welding.welding_table(Placed(scene, at), 2.2, 1.2)
    welding.workpiece(Placed(scene, (3.35, 0.0, 0.87), 12))
    robot.stand(scene, COBOT_AT, COBOT_POSE, scale=COBOT_SCALE, colour="#f0f1f0", group="cobot")
    for x, y in ((2.9, -0.35), (3.8, 0.3), (3.8, -0.3)):
        scene.add(
            [rod((x, y, 0.87), (x, y, 1.02), 0.014), box(0.12, 0.03, 0.03).moved(x - 0.04, y, 1.0)], "#c9a02a", finish="satin"
        )
    stand = Placed(scene, (2.75, -1.35, 0), -75)
    stand.add([box(0.5, 0.4, 0.03), rod((0, 0, 0.03), (0, 0, 1.15), 0.03)], workshop.DARK, finish="satin")
    stand.add(box(0.52, 0.05, 0.36, 0.02).moved(0, -0.02, 1.1), workshop.DARK, finish="satin")
    stand.board(
        "cobot-screen",
        pictures.screen("Lasprogramma 12", ["Naad 3 van 8", "Stroom 140 A", "Draad 1,0 mm"], "#f0a32b"),
        0.46,
        (0, -0.052, 1.28),
        180,
        glow=True,
    )
    welding.welding_set(Placed(scene, (4.75, 0.5, 0), 80), "#2c6fb0")


def _north_east(scene: Scene) -> None:
    wall = ROOM.on_wall(scene, "n", 4.4)
    workshop.bench(Placed(scene, (4.4, 4.6, 0)), 2.6)
    workshop.tool_wall(Placed(scene, wall.point(0, 0, 1.15)), 2.6, 1.2)
    building.clock(ROOM.on_wall(scene, "n", 6.35), 2.6)
    scene.add(letters("LASSERIJ", 0.4, 0.06), "#d8551e", (-2.5, 2.46, 2.35))
    scene.add(letters("WERKPLAATS", 0.26, 0.04), "#24506e", (4.4, 4.94, 2.75))
    bin_at = Placed(scene, (6.2, 4.5, 0))
    building.bin_(bin_at, "#3c6e8f", 0.7)
    grinder = Placed(scene, (6.35, 3.5, 0), -90)  # a pedestal grinder
    grinder.add([box(0.4, 0.4, 0.04), box(0.2, 0.2, 0.85, 0.02)], "#2d7a5b", finish="satin")
    grinder.add(building.cylinder(0.11, 0.3).turned(90, "y").moved(-0.15, 0, 1.0), "#2d7a5b", finish="satin")
    for x in (-0.25, 0.2):
        grinder.add(building.cylinder(0.14, 0.05).turned(90, "y").moved(x, 0, 1.0), "#6d6f72")
        grinder.add(box(0.07, 0.26, 0.16, 0.02).moved(x + 0.025, 0.03, 1.02), "#2d7a5b", finish="satin")


def _west(scene: Scene) -> None:
    workshop.steel_rack(ROOM.on_wall(scene, "w", -1.0), 3.6)
    cage = ROOM.on_wall(scene, "w", 1.75)
    for k, (body, top) in enumerate(
        (("#4d5a60", "#4f8f4a"), ("#4d5a60", "#4f8f4a"), ("#7a3b35", "#8c2a22"), ("#39628c", "#e8e8e4"))
    ):
        welding.gas_bottle(Placed(scene, cage.point(-0.45 + 0.3 * k, -0.22, 0)), body, top, 1.55)
    cage.add(
        [
            rod((-0.75, -0.36, 0.9), (0.75, -0.36, 0.9), 0.012),
            rod((-0.75, -0.36, 0.9), (-0.75, 0, 0.9), 0.012),
            rod((0.75, -0.36, 0.9), (0.75, 0, 0.9), 0.012),
        ],
        "#c4c9cc",
        finish="metal",
    )
    cage.board(
        "gas",
        pictures.sign(["GASFLESSEN", "geen open vuur", "roken verboden"], 512, 320, "#f2c318", "#20262b", "#20262b"),
        0.8,
        (0, -0.012, 2.1),
        180,
    )
    board = ROOM.on_wall(scene, "w", -4.0)
    board.add(box(1.5, 0.03, 1.1).moved(0, -0.015, 1.35), "#eef0f0", finish="satin")
    for k, kind in enumerate(("mask", "goggles", "ears")):
        board.board(kind, pictures.pictogram(kind, "#1667b0"), 0.4, (-0.46 + 0.46 * k, -0.034, 2.15), 180)
    board.board(
        "rules",
        pictures.sign(
            ["Veilig lassen", "1  Helm dicht, handschoenen aan", "2  Afzuiging boven de naad", "3  Gordijn dicht voor je begint"],
            900,
            420,
            "#ffffff",
            "#1c2b36",
            "#1667b0",
            left=True,
        ),
        1.36,
        (0, -0.034, 1.65),
        180,
    )
    building.extinguisher(ROOM.on_wall(scene, "w", 3.0 - 0.15))


def _east(scene: Scene) -> None:
    workshop.roller_door(Placed(scene, (7.05, 0, 0), -90))
    scene.pictures["hazard"] = pictures.stripes()
    edge = quad((-1.7, -0.06, 0.003), (1.7, -0.06, 0.003), (-1.7, 0.14, 0.003), 0.12).tiled(2.5, 1)
    scene.add(edge, at=(6.85, 0, 0), turn=-90, picture="hazard")
    workshop.pallet(Placed(scene, (5.9, -4.1, 0), 6), "#c7a36e")
    workshop.pallet(Placed(scene, (6.2, 2.45, 0), 90))
    warning = ROOM.on_wall(scene, "e", -2.6)
    warning.board("warn", pictures.pictogram("warning", "#f2c318"), 0.55, (0, -0.012, 2.2), 180)
    warning.board(
        "warn2", pictures.sign(["LASLICHT", "kijk niet in de vlam"], 448, 160, "#f2c318", "#20262b"), 0.7, (0, -0.012, 1.75), 180
    )


def _south(scene: Scene) -> None:
    for x in (-4.4, -0.8, 2.8):
        building.window(ROOM.on_wall(scene, "s", x), 2.8, 1.3, 3.2, "view", 3, 13)
    for k in range(6):
        locker = ROOM.on_wall(scene, "s", -5.6 + 0.45 * k)
        locker.add(box(0.43, 0.42, 1.1).moved(0, -0.22, 0.06), ("#4f7f9d", "#5b8cab")[k % 2], finish="satin")
        locker.add([box(0.2, 0.01, 0.012, 0.002).moved(0, -0.435, 0.95 - 0.04 * j) for j in range(3)], "#2b3f4c")
        locker.add(rod((0.15, -0.45, 0.6), (0.15, -0.45, 0.72), 0.008), "#c4c9cc", finish="metal")
    building.door(ROOM.on_wall(scene, "s", 5.4), "#2c7a58")
    building.exit_sign(ROOM.on_wall(scene, "s", 5.4))
    building.plant(Placed(scene, (4.35, -4.6, 0)), 1.1)
    bench = Placed(scene, (-0.9, -4.45, 0), 180)
    workshop.bench(bench, 2.4, "#2d7a5b")
    for k, x in enumerate((-0.6, -0.25, 0.2)):
        welding.helmet(Placed(scene, bench.point(x, 0.05, 0.92), 180 + (10, -14, 5)[k]), ("#24292e", "#8c231e", "#1d4f7d")[k])
