"""Synthetic acts: about 1 500 characters each, skewed facets, one word in about two acts of three."""

import random
from datetime import UTC, datetime, timedelta
from itertools import batched

from kampanjat.models import Kampanja
from tekojentori.management.benchmark import synthetic_prizes
from tekojentori.models import Organisaatio, User
from teot.documents import TEXTS, document_of, html_of
from teot.models import Hakurivi, Osallistuminen, Teema, Teko, Toimiala, Versio

FREQUENT = "kehittäminen"
AUTHOR = "kuorma@esimerkkila.example"
SHARE = 0.65
#: In each campaign.
ENTRIES = 300
BEGAN = datetime(2020, 1, 1, tzinfo=UTC)
SYLLABLES = "ka ko ku pa po ta to tu va vi la le li ra ri sa si ma me mi na ne ni ha hy jä kä pä tä työ kun hoi vah"


def vocabulary(dice: random.Random, size: int = 4000) -> list[str]:
    return ["".join(dice.choices(SYLLABLES.split(), k=dice.randint(2, 4))) for _number in range(size)]


class Synthesis:
    """Makes the same acts from the same seed: published, each with one version."""

    def __init__(self, acts: int):
        self.acts, self.dice = acts, random.Random(2026)  # noqa: S311 - texts, not secrets
        self.words = vocabulary(self.dice)
        self.weights = [1 / (rank + 10) for rank in range(len(self.words))]
        self.organisations = list(Organisaatio.objects.select_related("region").order_by("code"))
        self.sectors, self.themes = list(Toimiala.objects.all()), list(Teema.objects.all())

    def load(self, progress) -> None:
        """Fill the empty bank. Rows of the public table are made by the product's own rebuild."""
        author, _created = User.objects.get_or_create(email=AUTHOR)
        for numbers in batched(range(self.acts), 500, strict=False):
            acts = [self.act(number, author) for number in numbers]
            self.store(acts)
            progress(numbers[-1] + 1, self.acts)
        self.enter()
        Hakurivi.objects.rebuild(Teko.objects)
        synthetic_prizes.load(self.sentence)

    def enter(self) -> None:
        """Campaigns one after another, each with so many entries as they came."""
        acts = Teko.objects.order_by("published_at").only("pk", "owner_id", "published_at")
        for number, entered in enumerate(batched(acts, ENTRIES, strict=False)):
            opens_at, closes_at = (entered[place].published_at for place in (0, -1))
            kampanja = Kampanja.objects.create(
                slug=f"kampanja-{number}",
                name_fi=f"Kampanja {number}",
                year=opens_at.year,
                opens_at=opens_at,
                closes_at=closes_at + timedelta(hours=1),
                published_at=opens_at,
            )
            Osallistuminen.objects.bulk_create(
                Osallistuminen(
                    teko=act,
                    kampanja=kampanja,
                    organisation_id=act.owner_id,
                    begun_at=act.published_at,
                    entered_at=act.published_at,
                )
                for act in entered
            )

    def store(self, acts: list[Teko]) -> None:
        Teko.objects.bulk_create(acts)
        through = [
            (Teko.sectors.through, "toimiala_id", "chosen_sectors"),
            (Teko.themes.through, "teema_id", "chosen_themes"),
        ]
        through.append((Teko.partners.through, "organisaatio_id", "chosen_partners"))
        for table, column, chosen in through:
            table.objects.bulk_create(
                [table(teko_id=act.pk, **{column: row.pk}) for act in acts for row in getattr(act, chosen)]
            )
        versions = []
        for act in acts:
            act._prefetched_objects_cache = {
                "sectors": act.chosen_sectors,
                "themes": act.chosen_themes,
                "partners": act.chosen_partners,
                "mittarit": [],
                "kuvat": [],
                "liitteet": [],
            }
            document = document_of(act)
            versions.append(Versio(teko=act, number=1, document=document, html=html_of(document)))
        Versio.objects.bulk_create(versions)
        for act, version in zip(acts, versions, strict=True):
            act.published_version, act.published_at, act.state = version, act.born_at, Teko.State.PUBLISHED
        Teko.objects.store(acts, "published_version", "published_at", "state")

    def act(self, number: int, author: User) -> Teko:
        dice = self.dice
        first = dice.randint(2008, 2026)
        act = Teko(
            author=author,
            owner=self.skewed(self.organisations),
            title=self.sentence(5)[:90],
            summary=self.sentence(18)[:290],
            stage=self.skewed(Teko.Stage.values),
            scope=Teko.Scope.YKSIKKO,
            first_year=first,
            last_year=dice.choice([None, min(first + dice.randint(0, 4), 2026)]),
            made_by=["henkilosto"],
            **{name: self.sentence(28) for name in TEXTS},
        )
        if dice.random() < SHARE:
            act.done += f" {FREQUENT.capitalize()} jatkuu."
        act.born_at = BEGAN + timedelta(minutes=number * 7)
        act.chosen_sectors = list({self.skewed(self.sectors), *dice.sample(self.sectors, dice.choice([0, 0, 1]))})
        act.chosen_themes = dice.sample(self.themes, dice.randint(1, 3))
        act.chosen_partners = dice.sample(self.organisations, dice.choice([0] * 9 + [2]))
        return act

    def skewed(self, rows: list):
        """The first ones often, the last ones seldom."""
        return rows[int(len(rows) * self.dice.random() ** 2.2)]

    def sentence(self, words: int) -> str:
        return " ".join(self.dice.choices(self.words, self.weights, k=words)).capitalize() + "."
