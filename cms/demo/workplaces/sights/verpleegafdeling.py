"""What there is to see in workplaces.verpleegafdeling; metres in that model's coordinates."""

from __future__ import annotations

from cms.demo.modelling.scene import Scene, Viewpoint, Words


def tell(scene: Scene) -> None:
    """Name what is to be seen, and set the viewpoints."""
    room, corridor = (1.45, 2.7, 1.6), (1.45, -1.7, 1.6)
    say = scene.interest
    say(
        "bed",
        (-2.9, 1.5, 0.8),
        ("Ziekenhuisbed", "Hospital bed"),
        (
            "Met een knop gaat het bed omhoog of de rugleuning schuin. Zo til je nooit te zwaar.",
            "A button lifts the bed or tilts its back, so that you never lift too much.",
        ),
    )
    say(
        "infuus",
        (-3.25, 0.68, 1.7),
        ("Infuus", "Drip"),
        (
            "Uit de zak loopt vocht of een medicijn langzaam in een ader. De pomp telt de druppels.",
            "Fluid or medicine runs slowly from the bag into a vein. The pump counts the drops.",
        ),
    )
    say(
        "monitor",
        (-3.68, 2.12, 2.05),
        ("Monitor", "Monitor"),
        (
            "De monitor laat hartslag, zuurstof en ademhaling zien. Bij een afwijking klinkt een alarm.",
            "The monitor shows heartbeat, oxygen and breathing. If something is wrong, an alarm sounds.",
        ),
    )
    say(
        "nachtkastje",
        (-3.68, 5.2, 0.95),
        ("Nachtkastje", "Bedside cabinet"),
        (
            "Hier liggen de eigen spullen van de patiënt: een glas water, bloemen, een boek.",
            "The patient's own things lie here: a glass of water, flowers, a book.",
        ),
    )
    say(
        "gordijn",
        (-3.4, 2.92, 1.5),
        ("Gordijn", "Curtain"),
        (
            "Tijdens wassen of onderzoek gaat het gordijn dicht. Dat geeft rust en privacy.",
            "During washing or an examination the curtain is closed. That gives calm and privacy.",
        ),
    )
    say(
        "wastafel",
        (3.75, 2.9, 1.1),
        ("Wastafel", "Wash basin"),
        ("Voor en na elke patiënt was je je handen.", "You wash your hands before and after every patient."),
    )
    say(
        "rolstoel",
        (3.0, 0.75, 0.6),
        ("Rolstoel", "Wheelchair"),
        (
            "Met de rolstoel breng je iemand naar een onderzoek of naar buiten.",
            "With the wheelchair you take somebody to an examination or outside.",
        ),
    )
    say(
        "dagbord",
        (-1.5, 0.05, 1.75),
        ("Dagbord", "Day board"),
        (
            "Op het bord staat wat er vandaag gebeurt: de arts, oefenen, bezoek.",
            "The board says what happens today: the doctor, exercise, visitors.",
        ),
    )
    say(
        "balie",
        (-1.9, -3.1, 1.0),
        ("Balie", "Nurses' desk"),
        (
            "Hier overlegt het team en neemt het de telefoon op. Alles wat je doet, schrijf je op in het dossier.",
            "Here the team talks things over and answers the phone. All that you do, you write in the file.",
        ),
    )
    say(
        "medicijnkar",
        (4.7, -4.3, 0.85),
        ("Medicijnkar", "Medicine trolley"),
        (
            "Elke la hoort bij een patiënt. Twee mensen controleren de medicijnen.",
            "Each drawer belongs to a patient. Two people check the medicines.",
        ),
    )
    say(
        "reservebed",
        (6.2, -4.2, 0.7),
        ("Schoon bed", "Clean bed"),
        ("Een schoon bed staat klaar voor een nieuwe patiënt.", "A clean bed is ready for a new patient."),
    )
    say(
        "leuning",
        (-1.0, -0.25, 0.95),
        ("Leuning", "Handrail"),
        ("Wie weer leert lopen, houdt zich vast aan de leuning.", "Those who learn to walk again hold on to the rail."),
    )
    say(
        "kamerbord",
        (0.62, -0.16, 1.62),
        ("Kamer 4", "Room 4"),
        (
            "Naast elke deur staat het kamernummer. Klop altijd eerst aan.",
            "The room number is beside each door. Always knock first.",
        ),
    )
    say(
        "handgel",
        (3.2, -0.2, 1.3),
        ("Handgel", "Hand gel"),
        (
            "Bij elke deur hangt handgel. Zo neem je geen ziektes mee.",
            "There is hand gel at every door, so that you don't carry germs along.",
        ),
    )
    say(
        "stageposter",
        (4.6, -0.16, 1.75),
        ("Stage in de zorg?", "A placement in care?"),
        ("Een poster over stage lopen op de afdeling.", "A poster about a placement on the ward."),
    )
    scene.viewpoints["kamer"] = Viewpoint(
        room,
        270,
        Words("De patiëntenkamer", "The patients' room"),
        Words(
            "Een lichte kamer met twee bedden. Voor je staan de bedden met hun hoofdeinde tegen de muur, met "
            "infuus, monitor en een groen gordijn. "
            "Rechts grote ramen met bomen, links een open deur naar de gang, achter je een wastafel en een kast.",
            "A bright room with two beds. In front of you the beds stand with their heads to the wall, with a drip, "
            "a monitor and a green curtain. "
            "To the right large windows with trees, to the left an open door to the corridor, behind you a wash "
            "basin and a wardrobe.",
        ),
        ("bed", "infuus", "monitor", "nachtkastje", "gordijn", "wastafel", "rolstoel", "dagbord"),
    )
    scene.viewpoints["gang"] = Viewpoint(
        corridor,
        270,
        Words("De gang met de balie", "The corridor with the desk"),
        Words(
            "Een brede gang met lichte muren en houten leuningen. Voor je links de balie met twee schermen, rechts "
            "de open deur naar kamer 4. Achter je "
            "een medicijnkar, een schoon bed en dubbele deuren.",
            "A wide corridor with light walls and wooden rails. Ahead to the left the desk with two screens, to the "
            "right the open door to room 4. "
            "Behind you a medicine trolley, a clean bed and double doors.",
        ),
        ("balie", "medicijnkar", "reservebed", "leuning", "kamerbord", "handgel", "stageposter"),
    )
