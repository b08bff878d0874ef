"""What there is to see in workplaces.robotcel; metres in that model's coordinates."""

from __future__ import annotations

from cms.demo.modelling.scene import Scene, Viewpoint, Words


def tell(scene: Scene) -> None:
    """Name what is to be seen, and set the viewpoints."""
    hall, cell = (1.1, -1.75, 1.62), (1.65, 1.55, 1.62)
    say = scene.interest
    say(
        "robot",
        (3.2, 2.9, 1.3),
        ("Robotarm", "Robot arm"),
        (
            "De robot pakt dozen van de band en stapelt ze op een pallet. Een monteur leert hem de bewegingen.",
            "The robot takes boxes from the belt and stacks them on a pallet. A technician teaches it the moves.",
        ),
    )
    say(
        "bediening",
        (2.75, -0.19, 1.27),
        ("Bedieningspaneel", "Operator's panel"),
        (
            "Op het scherm zie je hoeveel dozen er klaar zijn. Met de rode knop stopt alles meteen.",
            "The screen shows how many boxes are done. The red button stops everything at once.",
        ),
    )
    say(
        "lichtscherm",
        (0.9, 0.08, 1.4),
        ("Lichtscherm", "Light curtain"),
        (
            "Stap je door de poort, dan breek je een lichtstraal en stopt de robot.",
            "If you step through the gate you break a beam of light, and the robot stops.",
        ),
    )
    say(
        "frees",
        (-5.35, 3.1, 1.5),
        ("CNC-frees", "CNC milling machine"),
        (
            "De frees snijdt vormen uit metaal, tot op een honderdste millimeter.",
            "The machine cuts shapes from metal, to a hundredth of a millimetre.",
        ),
    )
    say(
        "magazijn",
        (-3.6, -5.1, 1.1),
        ("Magazijn", "Stores"),
        ("Elke kleur bak heeft zijn eigen onderdelen.", "Each colour of box holds its own parts."),
    )
    say(
        "meettafel",
        (1.3, -5.0, 1.3),
        ("Meettafel", "Measuring table"),
        (
            "Hier meet je of een onderdeel precies de goede maat heeft.",
            "Here you measure whether a part has exactly the right size.",
        ),
    )
    say(
        "stappen",
        (7.97, -2.6, 1.5),
        ("Van tekening tot product", "From drawing to product"),
        (
            "Vier stappen: tekenen, programmeren, draaien en frezen, meten.",
            "Four steps: draw, programme, turn and mill, measure.",
        ),
    )
    say(
        "gehoor",
        (3.7, -5.45, 1.8),
        ("Bril en oorkappen", "Goggles and ear defenders"),
        ("In deze hal draag je een bril en gehoorbescherming.", "In this hall you wear goggles and ear protection."),
    )
    say(
        "band",
        (-0.6, 2.7, 1.0),
        ("Rollenbaan", "Roller conveyor"),
        (
            "Over de rollen komen de dozen aan. Een sensor ziet of er een doos ligt.",
            "The boxes arrive over the rollers. A sensor sees whether a box is there.",
        ),
    )
    say(
        "pallet",
        (4.75, 1.2, 0.7),
        ("Volle pallet", "Full pallet"),
        ("Drie lagen dozen, netjes gestapeld.", "Three layers of boxes, neatly stacked."),
    )
    say(
        "besturing",
        (5.05, 2.56, 1.4),
        ("Besturingskast", "Control cabinet"),
        ("In de kast zit de computer die de robot aanstuurt.", "The computer that steers the robot is in this cabinet."),
    )
    say("sensor", (-1.1, 2.7, 1.25), ("Sensor", "Sensor"), ("De sensor telt de dozen.", "The sensor counts the boxes."))
    say(
        "hek",
        (-1.6, 1.0, 1.2),
        ("Veiligheidshek", "Safety fence"),
        ("Het hek houdt mensen weg van de bewegende arm.", "The fence keeps people away from the moving arm."),
    )
    scene.viewpoints["hal"] = Viewpoint(
        hall,
        10,
        Words("Voor de robotcel", "In front of the robot cell"),
        Words(
            "Een hoge hal. Voor je een geel hek met een open poort; daarachter een oranje robotarm bij een "
            "rollenbaan met dozen. Links een grote "
            "freesmachine, achter je een rek met gekleurde bakken en hoge ramen.",
            "A high hall. In front of you a yellow fence with an open gate; behind it an orange robot arm at a "
            "roller conveyor with boxes. To the left "
            "a large milling machine, behind you a rack with coloured boxes and high windows.",
        ),
        ("robot", "bediening", "lichtscherm", "frees", "magazijn", "meettafel", "stappen", "gehoor"),
    )
    scene.viewpoints["cel"] = Viewpoint(
        cell,
        45,
        Words("In de robotcel", "Inside the robot cell"),
        Words(
            "Je staat binnen het hek, vlak voor de stilstaande robot. De oranje arm buigt over de rollenbaan. "
            "Rechts een pallet met drie lagen dozen, "
            "achter je de open poort naar de hal.",
            "You stand inside the fence, right in front of the robot at rest. The orange arm bends over the "
            "conveyor. To the right a pallet with three "
            "layers of boxes, behind you the open gate to the hall.",
        ),
        ("robot", "grijper", "band", "pallet", "besturing", "sensor", "hek"),
    )
