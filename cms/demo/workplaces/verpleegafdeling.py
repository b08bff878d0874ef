"""A hospital ward: a room with two beds, and the corridor with the nurses' desk outside its open door."""

from __future__ import annotations

from cms.demo.modelling import pictures
from cms.demo.modelling.scene import Placed, Scene
from cms.demo.modelling.shapes import box, letters, quad, rod

from . import building, care, furniture
from .building import Room
from .sights import verpleegafdeling as sights

WARD = Room(-4.0, 4.0, 0.0, 6.0, 3.0)
CORRIDOR = Room(-8.0, 8.0, -4.8, -0.15, 3.0)
DOOR = (1.1, 2.7, 0.0, 2.3)  # from, to along x, below, above


def build() -> Scene:
    scene = Scene(exposure=1.25)
    _shell(scene)
    _beds(scene)
    _ward_things(scene)
    _desk(scene)
    _corridor_things(scene)
    sights.tell(scene)
    return scene


def _shell(scene: Scene) -> None:
    scene.pictures["view"] = pictures.outside(11)
    WARD.floor(scene, pictures.linoleum("#a9c2bb"), 2.0, "lino")
    CORRIDOR.floor(scene, pictures.linoleum("#c2c9c4", 8), 2.0, "lino2", step=0.09)
    scene.add(quad((DOOR[0], -0.15, 0), (DOOR[1], -0.15, 0), (DOOR[0], 0, 0), 0.1), "#8f9895")
    cream, green = "#f1efe6", "#bcd6cb"
    WARD.wall(scene, "n", cream, None, ((-3.2, -0.4, 0.9, 2.5), (0.4, 3.2, 0.9, 2.5)))
    WARD.wall(scene, "e", "#d5e3ea", (1.0, "#9fc0cf"))
    WARD.wall(scene, "w", cream, (1.0, green))
    WARD.wall(scene, "s", cream, None, (DOOR,))
    CORRIDOR.wall(scene, "n", cream, (1.0, "#a9c7d3"), (DOOR,))
    CORRIDOR.wall(scene, "s", cream, (1.0, "#a9c7d3"))
    CORRIDOR.wall(scene, "w", cream, (1.0, "#a9c7d3"), ((-3.4, -1.6, 0.9, 2.5),))
    CORRIDOR.wall(scene, "e", cream, (1.0, "#a9c7d3"))
    for room in (WARD, CORRIDOR):
        room.ceiling(scene, "#f6f6f2", pictures.tiles("#f4f4f0", "#dcddd8", 3, 2, 512, 0.012), 1.2)
    for x in DOOR[:2]:  # the reveal of the open door, and its frame
        scene.add(box(0.05, 0.22, 2.3).moved(x, -0.075), "#8fa9b5", finish="satin")
    scene.add(box(DOOR[1] - DOOR[0] + 0.05, 0.22, 0.06).moved((DOOR[0] + DOOR[1]) / 2, -0.075, 2.28), "#8fa9b5", finish="satin")
    leaf = Placed(scene, (DOOR[0] - 0.02, 0.07, 0), 174)  # the leaf stands open, into the room
    leaf.add(box(1.45, 0.05, 2.22, 0.01).moved(0.75, 0, 0.02), care.BEECH, finish="satin")
    leaf.add(rod((1.3, -0.07, 1.05), (1.45, -0.07, 1.05), 0.012), care.STEEL, finish="metal")
    leaf.add(box(1.4, 0.056, 0.3).moved(0.75, 0, 0.03), care.STEEL, finish="metal")
    for x in (-2.2, 1.6):
        for y in (1.6, 4.3):
            building.panel_light(scene, x, y, 2.985, 1.15, 15)
    for x in (-6.4, -3.2, 0.0, 3.2, 6.4):
        building.panel_light(scene, x, -2.4, 2.985, 1.15, 24)


def _beds(scene: Scene) -> None:
    for k, (y, blanket, cloth) in enumerate(((1.5, "#8fb9c9", "#8cc3b4"), (4.35, "#e0b46c", "#8cc3b4"))):
        wall = WARD.on_wall(scene, "w", y)
        care.bed(Placed(scene, (-2.75, y, 0), 90), blanket, 0.42 if k == 0 else 0.2)
        care.head_panel(wall, 2.3)
        care.bedside_cabinet(Placed(scene, wall.point(0.85, -0.32, 0), 90))
        care.drip(Placed(scene, wall.point(-0.82, -0.75, 0), 60))
        stand = Placed(scene, wall.point(0.62, -0.02, 2.05), 90 - 12)
        care.monitor(stand, "vital", pictures.vital_signs(), 0.46, 0.3)
        rail = Placed(scene, (-4.0 + 0.05, y + 1.42, 0), 0)
        care.curtain(rail, 2.6, 2.55, cloth, 0.42 if k == 0 else 0.3, 9)
        wall.board(f"bed{k}", pictures.sign([f"BED {k + 1}"], 256, 128, "#24506e", "#ffffff"), 0.3, (0, -0.012, 2.2), 180)
    care.overbed_table(Placed(scene, (-2.1, 1.5, 0), -90))
    furniture.chair(Placed(scene, (-2.0, 3.0, 0), -60), "#c9743a")


def _ward_things(scene: Scene) -> None:
    for x in (-1.8, 1.8):
        building.window(WARD.on_wall(scene, "n", x), 2.8, 0.9, 2.5, "view", 2, 9)
        radiator = WARD.on_wall(scene, "n", x)
        radiator.add(
            [box(0.09, 0.09, 0.55, 0.02).moved(-1.1 + 0.1 * k, -0.08, 0.15) for k in range(23)], "#fafafa", finish="satin"
        )
    for side in (-3.42, -0.12, 0.12, 3.42):
        cloth = Placed(scene, (side - 0.2, 5.88, 0))
        care.curtain(cloth, 0.42, 2.62, "#6fa3b8", 1.0, 4)
    for k, x in enumerate((0.8, 2.6)):
        furniture.chair(Placed(scene, (x, 5.2, 0), (-12, 14)[k]), ("#4c8f7a", "#c9743a")[k])
    table = Placed(scene, (1.7, 5.25, 0))
    table.add(
        [box(0.5, 0.5, 0.03, 0.01).moved(z=0.48), rod((0, 0, 0), (0, 0, 0.48), 0.03), building.cylinder(0.2, 0.02)],
        care.BEECH,
        finish="satin",
    )
    building.plant(Placed(scene, table.point(0, 0, 0.51)), 0.45, 3)
    east = WARD.on_wall(scene, "e", 4.6)
    for k in range(2):
        east.add(box(0.62, 0.58, 2.1, 0.012).moved(-0.33 + 0.66 * k, -0.3), care.BEECH, finish="satin")
        east.add(rod((-0.06 + 0.12 * k, -0.61, 1.0), (-0.06 + 0.12 * k, -0.61, 1.2), 0.01), care.STEEL, finish="metal")
    furniture.basin(WARD.on_wall(scene, "e", 2.9))
    building.door(WARD.on_wall(scene, "e", 1.2), care.BEECH, 0.95, 2.15, pane=False)
    WARD.on_wall(scene, "e", 1.2).board(
        "bath", pictures.sign(["BADKAMER"], 384, 128, "#24506e", "#ffffff"), 0.36, (0, -0.075, 1.7), 180
    )
    tv = WARD.on_wall(scene, "e", 2.9)
    care.monitor(
        Placed(scene, tv.point(0, 0, 2.62), -90),
        "tv",
        pictures.screen("Welkom op de afdeling", ["Bezoek: 14 tot 20 uur", "Knop bij het bed: hulp"], "#7fc4e0"),
        0.8,
        0.2,
        -6,
    )
    furniture.wheelchair(Placed(scene, (3.0, 0.75, 0), 35))
    south = WARD.on_wall(scene, "s", -1.5)
    south.add(box(1.5, 0.03, 1.0).moved(0, -0.015, 1.25), "#dfe4e4", finish="satin")
    south.board(
        "white",
        pictures.sign(
            ["Vandaag", "Arts: 10.30 uur", "Oefenen: 11.15 uur", "Bezoek: vanaf 14 uur"],
            700,
            460,
            "#ffffff",
            "#1f5f8a",
            left=True,
        ),
        1.4,
        (0, -0.034, 1.75),
        180,
    )
    building.clock(WARD.on_wall(scene, "s", -1.5), 2.62)
    building.bin_(Placed(scene, (3.7, 2.2, 0)), "#e9ecec", 0.5)


def _desk(scene: Scene) -> None:
    """The nurses' desk against the corridor's south wall."""
    desk = Placed(scene, (-2.4, -3.75, 0))
    desk.add(box(3.4, 0.12, 1.1, 0.02).moved(0, 0.62), "#eef1ee", finish="satin")
    desk.add(box(3.42, 0.02, 0.5, 0.005).moved(0, 0.69, 0.3), "#5fa3a0", finish="satin")
    desk.add(box(3.5, 0.34, 0.05, 0.015).moved(0, 0.62, 1.1), care.BEECH, finish="satin")
    desk.add(box(3.3, 0.7, 0.04, 0.01).moved(0, 0.22, 0.72), "#e6dccb", finish="satin")
    for x in (-1.64, 1.64):
        desk.add(box(0.12, 1.3, 1.1, 0.02).moved(x, 0.03), "#eef1ee", finish="satin")
    desk.add(letters("BALIE", 0.2, 0.02).turned(180), "#24506e", (0, 0.7, 0.83))
    for k, x in enumerate((-0.9, 0.6)):
        screen = pictures.screen(
            ("Afdeling 2 West", "Rooster")[k], ["Kamer 4: 2 bedden", "Kamer 5: 1 vrij", "Bel: kamer 4"], ("#39c0a5", "#f0a32b")[k]
        )
        furniture.desk_screen(Placed(scene, desk.point(x, 0.2, 0.76), 180), f"desk{k}", screen)
        furniture.office_chair(Placed(scene, desk.point(x + 0.1, -0.4, 0), (170, 200)[k]), ("#3d6f8f", "#5fa3a0")[k])
    phone = Placed(scene, desk.point(-0.15, 0.3, 0.76))
    phone.add(box(0.18, 0.2, 0.05, 0.015), care.DARK, finish="satin")
    phone.add(box(0.05, 0.22, 0.04, 0.018).moved(-0.06, 0, 0.05), "#23282c", finish="satin")
    building.plant(Placed(scene, desk.point(1.4, 0.62, 1.15)), 0.4, 5)
    wall = CORRIDOR.on_wall(scene, "s", -2.4)
    for z in (1.5, 1.95):
        wall.add(box(2.6, 0.32, 0.03).moved(0, -0.17, z), care.BEECH, finish="satin")
        furniture.binders(Placed(scene, wall.point(-1.25, -0.18, z + 0.03), wall.angle), 22, int(z * 10))
    wall.board(
        "teamboard",
        pictures.sign(
            ["Team 2 West", "Vroege dienst: 4", "Late dienst: 3", "Stagiairs: 2"],
            640,
            400,
            "#fffdf4",
            "#24506e",
            "#5fa3a0",
            left=True,
        ),
        0.95,
        (2.2, -0.012, 1.75),
        180,
    )


def _corridor_things(scene: Scene) -> None:
    building.window(CORRIDOR.on_wall(scene, "w", -2.5), 1.8, 0.9, 2.5, "view", 2, 11)
    north, south = CORRIDOR.on_wall(scene, "n", 0), CORRIDOR.on_wall(scene, "s", 0)
    furniture.handrail(north, -5.0, 0.9)
    furniture.handrail(north, 2.9, 6.9)
    furniture.handrail(south, -7.0, -3.9)
    furniture.handrail(south, -2.6, 1.0)
    for k, x in enumerate((-6.2, 7.0)):
        place = CORRIDOR.on_wall(scene, "n", x)
        building.door(place, care.BEECH, 1.1, 2.2)
        place.board(
            f"room{k}",
            pictures.sign([f"KAMER {(3, 5)[k]}"], 320, 128, "#24506e", "#ffffff"),
            0.36,
            (0.85 if k == 0 else -0.85, -0.012, 1.6),
            180,
        )
    north.board("room4", pictures.sign(["KAMER 4", "bed 1 en 2"], 320, 190, "#24506e", "#ffffff"), 0.4, (0.62, -0.012, 1.62), 180)
    furniture.dispenser(north, 3.2)
    medicine = CORRIDOR.on_wall(scene, "s", 3.3)
    building.door(medicine, "#5fa3a0", 1.1, 2.2)
    medicine.board("meds", pictures.sign(["MEDICIJNEN"], 384, 128, "#24506e", "#ffffff"), 0.42, (-0.85, -0.012, 1.6), 180)
    furniture.trolley(Placed(scene, (4.7, -4.4, 0), 180))
    care.bed(Placed(scene, (6.3, -4.2, 0), 90), "#cfd9dd", 0.05)
    furniture.wheelchair(Placed(scene, (-6.6, -0.75, 0), -70))
    care.drip(Placed(scene, (5.3, -0.6, 0)))
    end = CORRIDOR.on_wall(scene, "e", -2.5)
    for x in (-0.62, 0.62):
        building.door(Placed(scene, end.point(x, 0, 0), end.angle), "#7fb0c2", 1.1, 2.25)
    building.exit_sign(end, 2.6)
    building.extinguisher(CORRIDOR.on_wall(scene, "n", -4.9 - 0.4))
    building.clock(CORRIDOR.on_wall(scene, "s", 0.6), 2.35, 10.2)
    building.plant(Placed(scene, (-7.4, -4.2, 0)), 1.5, 9)
    for k, (x, title, tint) in enumerate(
        ((-3.6, "Was je handen", "#3f9fd0"), (-2.6, "Bel voor hulp", "#5fa3a0"), (4.6, "Stage in de zorg?", "#d9634f"))
    ):
        lines = ([title, "nat, zeep, 20 tellen"], [title, "rode knop bij het bed"], [title, "vraag het aan de balie"])[k]
        CORRIDOR.on_wall(scene, "n", x).board(
            f"poster{k}", pictures.sign(lines, 420, 560, tint, "#ffffff", "#ffffff", 70), 0.55, (0, -0.012, 1.75), 180
        )
    chairs = CORRIDOR.on_wall(scene, "s", 1.6)
    for x in (-0.35, 0.35):
        furniture.chair(Placed(scene, chairs.point(x, -0.4, 0), 180), "#4c8f7a")
