"""What there is to see in workplaces.lasserij; metres in that model's coordinates."""

from __future__ import annotations

from cms.demo.modelling.scene import Scene, Viewpoint, Words


def tell(scene: Scene) -> None:
    """Name what is to be seen, and set the viewpoints."""
    floor, booth = (-0.6, -1.4, 1.62), (-2.35, 3.1, 1.6)
    scene.interest(
        "cobot",
        (2.5, 0.3, 1.3),
        ("Lasrobot", "Welding robot"),
        (
            "Een cobot last steeds dezelfde naad aan een hekwerk. De lasser maakt het programma en keurt het werk.",
            "A cobot welds the same seam of a gate again and again. The welder writes the programme and checks the work.",
        ),
    )
    scene.interest(
        "gereedschapswand",
        (4.4, 4.95, 1.85),
        ("Gereedschapswand", "Tool wall"),
        (
            "Sleutels, hamers, klemmen en slijpschijven hangen op vaste plekken. Zo zie je meteen wat er mist.",
            "Spanners, hammers, clamps and grinding discs have fixed places. You see at once what is missing.",
        ),
    )
    scene.interest(
        "profielrek",
        (-6.65, -1.0, 1.4),
        ("Rek met staal", "Steel rack"),
        (
            "Hier liggen buizen en kokers. Je zaagt ze eerst op maat en last ze daarna aan elkaar.",
            "Tubes and square sections lie here. First you cut them to length, then you weld them together.",
        ),
    )
    scene.interest(
        "gasflessen",
        (-6.8, 1.75, 1.1),
        ("Gasflessen", "Gas bottles"),
        (
            "Het gas houdt lucht weg van de hete naad. De flessen staan vast aan de muur, zodat ze niet omvallen.",
            "The gas keeps air away from the hot seam. The bottles are tied to the wall so that they can't fall.",
        ),
    )
    scene.interest(
        "veiligheidsborden",
        (-6.97, -4.0, 1.85),
        ("Veilig lassen", "Safe welding"),
        (
            "Drie blauwe borden: draag een laskap, een bril en gehoorbescherming.",
            "Three blue signs: wear a welding helmet, goggles and ear protection.",
        ),
    )
    scene.interest(
        "hijskraan",
        (1.9, -0.2, 2.6),
        ("Takel", "Hoist"),
        (
            "Met de takel til je zware stukken veilig van de pallet naar de tafel.",
            "With the hoist you lift heavy pieces safely from the pallet to the table.",
        ),
    )
    scene.interest(
        "roldeur",
        (7.0, 0.0, 1.7),
        ("Roldeur", "Roller door"),
        (
            "Door de roldeur komt het staal binnen en gaat het werk naar de klant.",
            "Steel comes in through the roller door, and finished work leaves for the customer.",
        ),
    )
    scene.interest(
        "lashelmen",
        (-0.8, -4.5, 1.1),
        ("Laskappen", "Welding helmets"),
        (
            "De ruit van een laskap wordt vanzelf donker zodra de vlam brandt.",
            "The window of a welding helmet turns dark by itself as soon as the arc burns.",
        ),
    )
    scene.interest(
        "lastoestel",
        (-1.6, 3.95, 0.62),
        ("Lastoestel", "Welding set"),
        (
            "Op het lastoestel stel je de stroom en de draadsnelheid in. Achterop staat de gasfles.",
            "On the welding set you choose the current and the wire speed. The gas bottle stands at the back.",
        ),
    )
    scene.interest(
        "werkstuk",
        (-2.6, 4.2, 0.95),
        ("Werkstuk", "Workpiece"),
        (
            "Een frame van vierkante buis. Twee naden zijn klaar; de rest is aan jou.",
            "A frame of square tube. Two seams are done; the rest is up to you.",
        ),
    )
    scene.interest(
        "afzuigarm",
        (-1.98, 4.15, 1.35),
        ("Afzuigarm", "Fume arm"),
        (
            "De afzuigarm zuigt de lasrook weg, vlak boven de naad. Zo adem je schone lucht.",
            "The arm draws the welding fumes away right above the seam, so that you breathe clean air.",
        ),
    )
    scene.interest(
        "laskap",
        (-3.1, 4.25, 1.1),
        ("Laskap", "Welding helmet"),
        ("Zonder laskap verbrand je je ogen aan het felle licht.", "Without a welding helmet the bright light burns your eyes."),
    )
    scene.interest(
        "schort",
        (-3.72, 4.1, 1.3),
        ("Leren schort", "Leather apron"),
        ("Schort en handschoenen van leer houden vonken tegen.", "A leather apron and gloves stop the sparks."),
    )
    scene.interest(
        "naden",
        (-1.25, 3.5, 1.6),
        ("Drie soorten naden", "Three kinds of seams"),
        (
            "Op de kaart staan drie naden: de stompe naad, de hoeknaad en de overlapnaad.",
            "The chart shows three seams: the butt weld, the fillet weld and the lap weld.",
        ),
    )
    scene.interest(
        "lasgordijn",
        (-3.2, 2.5, 1.3),
        ("Lasgordijn", "Welding curtain"),
        (
            "Het gordijn houdt het felle licht binnen, zodat anderen er geen last van hebben.",
            "The curtain keeps the bright light in, so that it doesn't bother others.",
        ),
    )
    scene.viewpoints["vloer"] = Viewpoint(
        floor,
        20,
        Words("De werkvloer", "The workshop floor"),
        Words(
            "Een lichte werkplaats met een betonnen vloer. Links vooraan drie lascabines met oranje en groene "
            "gordijnen, rechts een tafel met een "
            "lasrobot, daarachter een wand vol gereedschap. Achter je ramen met uitzicht op bomen.",
            "A bright workshop with a concrete floor. Ahead to the left three welding booths with orange and green "
            "curtains, to the right a table "
            "with a welding robot, and behind it a wall full of tools. Behind you windows with a view of trees.",
        ),
        ("cobot", "gereedschapswand", "profielrek", "gasflessen", "veiligheidsborden", "hijskraan", "roldeur", "lashelmen"),
    )
    scene.viewpoints["cabine"] = Viewpoint(
        booth,
        0,
        Words("In de lascabine", "Inside the welding booth"),
        Words(
            "Een kleine lascabine met grijze wanden. Voor je een stalen tafel met een frame van buis, een laskap en "
            "een afzuigarm. Rechts een oranje "
            "lastoestel, links een leren schort. Achter je kijk je langs een oranje gordijn de werkplaats in.",
            "A small welding booth with grey walls. In front of you a steel table with a frame of tube, a welding "
            "helmet and a fume arm. To the right "
            "an orange welding set, to the left a leather apron. Behind you, past an orange curtain, you look into the workshop.",
        ),
        ("lastoestel", "werkstuk", "afzuigarm", "laskap", "schort", "lasgordijn", "naden"),
    )
