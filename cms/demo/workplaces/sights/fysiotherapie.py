"""What there is to see in workplaces.fysiotherapie; metres in that model's coordinates."""

from __future__ import annotations

from cms.demo.modelling.scene import Scene, Viewpoint, Words


def tell(scene: Scene) -> None:
    """Name what is to be seen, and set the viewpoints."""
    hall, clinic = (0.6, -0.25, 1.6), (6.6, 0.15, 1.55)
    say = scene.interest
    say(
        "loopbrug",
        (-1.2, 1.9, 0.85),
        ("Loopbrug", "Parallel bars"),
        (
            "Tussen de leuningen leer je veilig opnieuw lopen, stap voor stap.",
            "Between the rails you safely learn to walk again, step by step.",
        ),
    )
    say(
        "trap",
        (3.3, 2.7, 0.6),
        ("Oefentrap", "Practice stairs"),
        (
            "Drie treden op, drie treden af. Thuis lukt de trap dan ook.",
            "Three steps up, three steps down. Then the stairs at home work too.",
        ),
    )
    say(
        "wandrek",
        (-4.85, -0.9, 1.5),
        ("Wandrek", "Wall bars"),
        ("Aan het wandrek rek en strek je je rug en armen.", "At the wall bars you stretch your back and arms."),
    )
    say(
        "fietsen",
        (-1.25, -2.6, 0.9),
        ("Hometrainers", "Exercise bicycles"),
        (
            "De fysiotherapeut stelt in hoe zwaar je trapt en kijkt naar je hartslag.",
            "The physiotherapist sets how hard you pedal and watches your heart rate.",
        ),
    )
    say(
        "loopband",
        (-3.3, -2.5, 0.9),
        ("Loopband", "Treadmill"),
        (
            "Op de loopband zie je precies hoe iemand zijn voeten neerzet.",
            "On the treadmill you see exactly how somebody puts down their feet.",
        ),
    )
    say(
        "gewichten",
        (1.0, -3.3, 0.7),
        ("Gewichten", "Weights"),
        ("Elke kleur is een ander gewicht. Je begint licht.", "Each colour is another weight. You start light."),
    )
    say(
        "ballen",
        (3.6, -3.1, 1.65),
        ("Oefenballen", "Exercise balls"),
        ("Op een bal train je je evenwicht.", "On a ball you train your balance."),
    )
    say(
        "banden",
        (4.95, 2.2, 1.2),
        ("Weerstandsbanden", "Resistance bands"),
        (
            "Met een band maak je je spieren sterker. Rood is licht, grijs is zwaar.",
            "With a band you make your muscles stronger. Red is light, grey is heavy.",
        ),
    )
    say(
        "behandeltafel",
        (7.5, 1.7, 0.85),
        ("Behandeltafel", "Treatment couch"),
        (
            "De tafel gaat omhoog en omlaag, zodat de fysiotherapeut goed kan staan.",
            "The couch goes up and down, so that the physiotherapist can stand well.",
        ),
    )
    say(
        "wervelkolom",
        (8.75, 2.5, 1.3),
        ("Model van de rug", "Model of the back"),
        (
            "Aan het model laat de fysiotherapeut zien waar het pijn doet.",
            "With the model the physiotherapist shows where it hurts.",
        ),
    )
    say(
        "kaart",
        (6.3, 2.98, 1.6),
        ("Kaart van de wervels", "Chart of the vertebrae"),
        (
            "Zeven nekwervels, twaalf borstwervels, vijf lendenwervels.",
            "Seven in the neck, twelve in the chest, five in the lower back.",
        ),
    )
    say(
        "behandelplan",
        (6.5, -1.72, 1.05),
        ("Behandelplan", "Treatment plan"),
        (
            "In het plan staat hoe ver de knie nu buigt en wat het doel is.",
            "The plan says how far the knee bends now and what the aim is.",
        ),
    )
    say(
        "oefenplan",
        (6.65, -1.98, 1.75),
        ("Oefenplan", "Exercise plan"),
        ("Drie oefeningen voor thuis.", "Three exercises for at home."),
    )
    say(
        "wasbak",
        (8.4, -1.75, 0.95),
        ("Wastafel", "Wash basin"),
        ("Eerst handen wassen, dan behandelen.", "First wash your hands, then treat."),
    )
    scene.viewpoints["oefenzaal"] = Viewpoint(
        hall,
        320,
        Words("De oefenzaal", "The exercise hall"),
        Words(
            "Een zonnige zaal met een houten vloer. Voor je een loopbrug met twee leuningen onder grote ramen, "
            "links wandrekken, een loopband en twee "
            "hometrainers, achter je gewichten en gekleurde ballen. Rechts een open deur naar de behandelkamer.",
            "A sunny hall with a wooden floor. In front of you parallel bars below large windows, to the left wall "
            "bars, a treadmill and two exercise "
            "bicycles, behind you weights and coloured balls. To the right an open doorway to the treatment room.",
        ),
        ("loopbrug", "trap", "wandrek", "fietsen", "loopband", "gewichten", "ballen", "banden"),
    )
    scene.viewpoints["behandelkamer"] = Viewpoint(
        clinic,
        40,
        Words("De behandelkamer", "The treatment room"),
        Words(
            "Een kleine, rustige kamer. Voor je een blauwe behandeltafel, daarachter een model van de rug en een "
            "kaart met wervels. Rechts een raam, "
            "achter je rechts een bureau met scherm. Links achter je de open deur naar de oefenzaal.",
            "A small, quiet room. In front of you a blue treatment couch, behind it a model of the back and a chart "
            "of vertebrae. To the right a window, "
            "behind you to the right a desk with a screen. Behind you to the left the open doorway to the exercise hall.",
        ),
        ("behandeltafel", "wervelkolom", "kaart", "behandelplan", "oefenplan", "wasbak"),
    )
