"""The words of the demo programme, Dutch and English. Where things are in the pictures stands in media/places.json.

Everybody in it is made up, and plainly so.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Words:
    """A text in both languages."""

    nl: str
    en: str

    def __getitem__(self, language: str) -> str:
        return self.en if language == "en" else self.nl


@dataclass(frozen=True)
class Spot:
    """A hotspot beside the points of interest of a picture. ``to`` names what it leads to: a file, an address, an
    activity or a room, by kind; ``at`` is (yaw, pitch) in degrees."""

    kind: str
    at: tuple[float, float]
    label: Words
    to: str
    text: Words | None = None


@dataclass(frozen=True)
class Room:
    """A room: ``key`` as in places.json; ``spots`` by scene key."""

    key: str
    title: Words
    summary: Words
    levels: tuple[str, ...]
    min_age: int
    minutes: int
    goals: Words
    before: Words
    after: Words
    spots: dict[str, tuple[Spot, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Promo:
    """A promo video: ``key`` names the files (key.mp4, key.nl.vtt, …)."""

    key: str
    title: Words
    summary: Words


@dataclass(frozen=True)
class Sector:
    """A sector with its rooms and its film."""

    key: str
    title: Words
    summary: Words
    body: Words
    colour: str
    icon: str
    rooms: tuple[Room, ...]
    promo: Promo


@dataclass(frozen=True)
class Partner:
    """An organisation that does not exist; ``logo`` is a file of the demo's media."""

    key: str
    name: str
    kind: str
    place: str
    logo: str | None = None


@dataclass(frozen=True)
class Offer:
    """An activity of a partner."""

    key: str
    kind: str
    partner: str
    sectors: tuple[str, ...]
    title: Words
    summary: Words
    how_to_book: Words
    occupations: tuple[str, ...]
    levels: tuple[str, ...]
    audience_for: tuple[str, ...]
    group_size: int
    place: str


REGION = "Demoregio"

HOME_TITLE = Words("Kijkkamer", "Kijkkamer")
HOME_SUMMARY = Words(
    "Kijk rond op echte werkplekken bij jou in de regio. Met een VR-bril in de klas, of gewoon hier in je browser.",
    "Look around in real workplaces in your region. With a headset in class, or simply here in your browser.",
)

PARTNERS = (
    Partner("voorbeeld", "Voorbeeldbedrijf De Vonk", "company", "Voorbeeldstad", "logo-de-vonk.png"),
    Partner("demonstratie", "Voorbeeldziekenhuis De Linde", "partner", "Proefdam", "logo-de-linde.png"),
    Partner("proefdam", "Gemeente Proefdam (bestaat niet)", "municipality", "Proefdam"),
)

OFFERS = (
    Offer(
        "gastles-lassen",
        "gastles",
        "voorbeeld",
        ("techniek",),
        Words("Gastles: wat doet een lasser?", "Guest lesson: what does a welder do?"),
        Words(
            "Een lasser komt in de klas, met een laskap en werkstukken die je mag vasthouden.",
            "A welder visits your class, with a helmet and pieces of work that you may hold.",
        ),
        Words("Vraag je docent om te mailen; kies samen een dag.", "Ask your teacher to send an e-mail; choose a day together."),
        ("lasser", "constructiewerker"),
        ("vmbo", "havo", "mbo"),
        ("leerling", "leraar"),
        30,
        "bij jou op school",
    ),
    Offer(
        "bezoek-robotcel",
        "bedrijfsbezoek",
        "voorbeeld",
        ("techniek",),
        Words("Bedrijfsbezoek: kijk mee bij de lasrobot", "Company visit: watch the welding robot"),
        Words(
            "Een uur rondkijken in de werkplaats. Je ziet hoe een operator de robot leert lassen.",
            "An hour in the workshop. You see how an operator teaches the robot to weld.",
        ),
        Words("Meld je groep twee weken van tevoren aan.", "Register your group two weeks ahead."),
        ("robotoperator", "lasser"),
        ("vmbo", "havo", "vwo", "mbo"),
        ("leerling", "leraar"),
        15,
        "Voorbeeldstad",
    ),
    Offer(
        "stage-verpleging",
        "stage",
        "demonstratie",
        ("zorg",),
        Words("Snuffelstage op de verpleegafdeling", "Taster placement on the nursing ward"),
        Words(
            "Loop twee dagen mee met een verpleegkundige. Je helpt met het ontbijt en ziet een overdracht.",
            "Shadow a nurse for two days. You help with breakfast and see a handover.",
        ),
        Words("Vul met je mentor het stageformulier in.", "Fill in the placement form with your mentor."),
        ("verpleegkundige", "verzorgende"),
        ("vmbo", "havo", "mbo"),
        ("leerling",),
        2,
        "Proefdam",
    ),
    Offer(
        "workshop-bewegen",
        "workshop",
        "demonstratie",
        ("zorg",),
        Words("Workshop: weer leren lopen", "Workshop: learning to walk again"),
        Words(
            "Doe zelf de oefeningen die een fysiotherapeut geeft na een gebroken been.",
            "Do the exercises yourself that a physiotherapist gives after a broken leg.",
        ),
        Words("Je school reserveert een middag.", "Your school reserves an afternoon."),
        ("fysiotherapeut",),
        ("po", "vmbo", "havo", "vwo"),
        ("leerling", "leraar"),
        20,
        "Proefdam",
    ),
    Offer(
        "avond-techniek-zorg",
        "evenement",
        "proefdam",
        ("techniek", "zorg"),
        Words("Open avond Techniek en Zorg", "Open evening Technology and Care"),
        Words(
            "Samen met je ouders langs bedrijven en zorginstellingen. Met VR-brillen om zelf rond te kijken.",
            "With your parents past companies and care homes. With headsets to look around yourself.",
        ),
        Words("Binnenlopen kan de hele avond.", "Walk in any time in the evening."),
        ("lasser", "verpleegkundige"),
        ("po", "vmbo", "havo", "vwo", "mbo"),
        ("leerling", "ouder", "leraar"),
        200,
        "Proefdam",
    ),
)

LASSERIJ = Room(
    "lasserij",
    Words("De lasserij", "The welding shop"),
    Words(
        "Sta tussen de lascabines, kijk hoe de lasrobot werkt en stap zelf een cabine in.",
        "Stand between the welding booths, see how the welding robot works and step into a booth yourself.",
    ),
    ("vmbo", "havo", "mbo"),
    10,
    8,
    Words(
        "<p>Je kunt drie dingen noemen die een lasser veilig houden.</p>",
        "<p>You can name three things that keep a welder safe.</p>",
    ),
    Words(
        "<p>Bespreek: waar zie je lasnaden in je eigen straat?</p>", "<p>Discuss: where do you see welds in your own street?</p>"
    ),
    Words(
        "<p>Vergelijk: wat doet de robot, wat doet de lasser?</p>",
        "<p>Compare: what does the robot do, what does the welder do?</p>",
    ),
    spots={
        "vloer": (
            Spot("room", (103.0, -5.0), Words("Naar de robotcel", "To the robot cell"), "robotcel"),
            Spot("activity", (92.0, 5.0), Words("Een lasser in de klas", "A welder in your class"), "gastles-lassen"),
            Spot("video", (0.0, -24.0), Words("Bekijk de film", "Watch the film"), "promo-techniek.mp4"),
        ),
        "cabine": (
            Spot(
                "image",
                (8.0, -22.0),
                Words("De lastafel van dichtbij", "The welding table close up"),
                "detail-lastafel.jpg",
                Words(
                    "Een laskap en een half gelast frame op de lastafel, onder de oranje kap van de afzuigarm.",
                    "A welding helmet and a half welded frame on the table, below the orange hood of the fume arm.",
                ),
            ),
            Spot("link", (97.0, 4.0), Words("Lees over het beroep", "Read about the job"), "https://example.org/lasser"),
        ),
    },
)
ROBOTCEL = Room(
    "robotcel",
    Words("De robotcel", "The robot cell"),
    Words(
        "Een hal waar robots en mensen samen producten maken. Kijk binnen en buiten het hek.",
        "A hall where robots and people make products together. Look inside and outside the fence.",
    ),
    ("vmbo", "havo", "vwo", "mbo"),
    10,
    8,
    Words("<p>Je weet waarom er een hek om een robot staat.</p>", "<p>You know why there is a fence around a robot.</p>"),
    Words(
        "<p>Bespreek: welk werk doet een robot beter dan jij?</p>", "<p>Discuss: what work does a robot do better than you?</p>"
    ),
    Words(
        "<p>Schrijf in vijf stappen op hoe een robot een doos pakt.</p>",
        "<p>Write down in five steps how a robot picks up a box.</p>",
    ),
    spots={
        "hal": (
            Spot("room", (121.0, -4.0), Words("Naar de lasserij", "To the welding shop"), "lasserij"),
            Spot("activity", (75.0, 6.0), Words("Kom zelf kijken", "Come and see"), "bezoek-robotcel"),
        ),
        "cel": (Spot("mesh", (-40.0, -24.0), Words("Een robotarm in 3D", "A robot arm in 3D"), "robotarm.glb"),),
    },
)
VERPLEEGAFDELING = Room(
    "verpleegafdeling",
    Words("De verpleegafdeling", "The nursing ward"),
    Words(
        "Kijk rond in een patiëntenkamer en bij de verpleegpost. Wat gebeurt hier op een dag?",
        "Look around in a patient's room and at the nurses' station. What happens here in a day?",
    ),
    ("vmbo", "havo", "mbo"),
    10,
    8,
    Words("<p>Je kunt vertellen wat een verpleegkundige op een dag doet.</p>", "<p>You can tell what a nurse does in a day.</p>"),
    Words(
        "<p>Bespreek: wanneer was jij of iemand die je kent in een ziekenhuis?</p>",
        "<p>Discuss: when were you, or someone you know, in a hospital?</p>",
    ),
    Words(
        "<p>Kies één apparaat uit de kamer. Waar helpt het bij?</p>",
        "<p>Choose one device in the room. What does it help with?</p>",
    ),
    spots={
        "kamer": (
            Spot(
                "image",
                (12.0, -18.0),
                Words("Het bed van dichtbij", "The bed close up"),
                "detail-ziekenhuisbed.jpg",
                Words(
                    "Een opgemaakt ziekenhuisbed met tafelblad, infuus en monitor.",
                    "A made hospital bed with a table, a drip and a monitor.",
                ),
            ),
            Spot("video", (-60.0, -24.0), Words("Bekijk de film", "Watch the film"), "promo-zorg.mp4"),
        ),
        "gang": (
            Spot("room", (-123.0, -4.0), Words("Naar de oefenzaal", "To the exercise room"), "fysiotherapie"),
            Spot("activity", (-95.0, -6.0), Words("Loop twee dagen mee", "Shadow us for two days"), "stage-verpleging"),
        ),
    },
)
FYSIOTHERAPIE = Room(
    "fysiotherapie",
    Words("De oefenzaal", "The exercise room"),
    Words(
        "Hier leren mensen weer lopen na een ongeluk. Probeer te ontdekken waar elk toestel voor is.",
        "Here people learn to walk again after an accident. Try to find out what each device is for.",
    ),
    ("po", "vmbo", "havo", "vwo", "mbo"),
    10,
    8,
    Words("<p>Je weet wat een fysiotherapeut doet.</p>", "<p>You know what a physiotherapist does.</p>"),
    Words(
        "<p>Bespreek: welke spieren gebruik je als je opstaat?</p>", "<p>Discuss: which muscles do you use when you stand up?</p>"
    ),
    Words(
        "<p>Bedenk een oefening voor iemand met een zere knie.</p>", "<p>Think of an exercise for someone with a sore knee.</p>"
    ),
    spots={
        "oefenzaal": (
            Spot("room", (150.0, -4.0), Words("Naar de verpleegafdeling", "To the nursing ward"), "verpleegafdeling"),
            Spot("activity", (30.0, -12.0), Words("Doe de oefeningen zelf", "Do the exercises yourself"), "workshop-bewegen"),
        ),
        "behandelkamer": (Spot("activity", (-80.0, 0.0), Words("Open avond", "Open evening"), "avond-techniek-zorg"),),
    },
)

SECTORS = (
    Sector(
        "techniek",
        Words("Techniek", "Technology"),
        Words(
            "Maken, meten, repareren: ontdek wat je met je handen en je hoofd kunt bouwen.",
            "Make, measure, repair: discover what you can build with your hands and your head.",
        ),
        Words(
            "<p>In de techniek werk je met machines, metaal, stroom en computers. Vaak in een klein team.</p>",
            "<p>In technology you work with machines, metal, electricity and computers. Often in a small team.</p>",
        ),
        "#0b5394",
        "wrench",
        (LASSERIJ, ROBOTCEL),
        Promo(
            "promo-techniek",
            Words("Vlieg mee door de werkplaats", "Fly along through the workshop"),
            Words("In een kwart minuut langs lascabines en robots.", "Past welding booths and robots in a quarter of a minute."),
        ),
    ),
    Sector(
        "zorg",
        Words("Zorg", "Care"),
        Words(
            "Helpen, luisteren, samen beter worden: kijk waar zorg elke dag over gaat.",
            "Helping, listening, getting better together: see what care is about every day.",
        ),
        Words(
            "<p>In de zorg help je mensen die ziek zijn, herstellen of hulp nodig hebben. Geen dag is hetzelfde.</p>",
            "<p>In care you help people who are ill, recovering or in need of help. No two days are the same.</p>",
        ),
        "#8a2a5b",
        "heart-pulse",
        (VERPLEEGAFDELING, FYSIOTHERAPIE),
        Promo(
            "promo-zorg",
            Words("Een rondje over de afdeling", "A round of the ward"),
            Words(
                "In een kwart minuut langs kamers en verpleegpost.", "Past rooms and nurses' station in a quarter of a minute."
            ),
        ),
    ),
)

LICENCE = "CC0 1.0"
CREDITS = Words("Gemodelleerd en gerenderd voor de demo van Kijkkamer", "Modelled and rendered for the demo of Kijkkamer")
