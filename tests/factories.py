"""Objects in named states. Every state is reached through the verbs, as in real life."""

from contextlib import contextmanager
from datetime import timedelta

import factory
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import timezone

from kampanjat import readiness
from kampanjat.models import Kampanja
from tekojentori.finnish_order import sort_key
from tekojentori.models import Organisaatio, User
from teot.models import Teema, Teko, Toimiala, Tunnustus


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    class Params:
        staff = factory.Trait(is_staff=True, email=factory.Sequence(lambda n: f"ohjelmatoimisto{n}@tori.example"))

    email = factory.Sequence(lambda n: f"kehittaja{n}@esimerkkila.example")
    name = factory.Sequence(lambda n: f"Kehittäjä {n}")


class OrganisaatioFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisaatio

    code = factory.Sequence(lambda n: f"ESIM-{n}")
    type = Organisaatio.Type.KUNTA
    name_fi = factory.Sequence(lambda n: f"Esimerkkilä {n}")
    sort_key = factory.LazyAttribute(lambda row: sort_key(row.name_fi))


class ToimialaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Toimiala
        django_get_or_create = ["id"]

    id = 0
    code = "sote"
    name_fi = "Sosiaali- ja terveysala"
    name_sv = "Social- och hälsovård"
    name_en = "Social and health care"


class TeemaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Teema
        django_get_or_create = ["slug"]

    slug = "osallisuus"
    name_fi = "osallisuus"
    sort_key = factory.LazyAttribute(lambda row: sort_key(row.name_fi))


#: The verbs that lead to each state, in order.
WAYS = {
    "draft": [],
    "submitted": ["submit"],
    "returned": ["submit", "return_to_authors"],
    "rejected": ["submit", "reject"],
    "published": ["submit", "publish"],
    "archived": ["submit", "publish", "archive"],
    "hidden": ["submit", "publish", "hide"],
    "withdrawn": ["submit", "publish", "withdraw"],
}


class TekoFactory(factory.django.DjangoModelFactory):
    """A complete act; `in_state` leads it there through the verbs."""

    class Meta:
        model = Teko
        skip_postgeneration_save = True

    author = factory.SubFactory(UserFactory)
    started_by = factory.SelfAttribute("author")
    owner = factory.SubFactory(OrganisaatioFactory)
    title = factory.Sequence(lambda n: f"Kehittämisteko {n}")
    summary = "Teimme arjesta sujuvampaa."
    starting_point = "Ennen asiat kestivät."
    done = "Sovimme yhteisen tavan."
    results = "Nyt asiat sujuvat."
    learnt = "Aloittakaa pienestä."
    how_to = "Kokeilkaa viikko."
    made_by = ["henkilosto"]
    scope = Teko.Scope.YKSIKKO
    stage = Teko.Stage.KAYNNISSA
    first_year = 2024
    contact_title = "kehittämispäällikkö"
    contact_email = "kehittaminen@esimerkkila.example"
    people_informed = no_dismissals = True

    @factory.post_generation
    def sectors(self, create, extracted):
        self.sectors.set(extracted or [ToimialaFactory()])

    @factory.post_generation
    def themes(self, create, extracted):
        self.themes.set(extracted or [])

    @factory.post_generation
    def partners(self, create, extracted):
        self.partners.set(extracted or [])

    @factory.post_generation
    def in_state(self, create, extracted):
        lead(self, extracted or "draft")


def lead(teko, state: str, *, staff=None, then=None) -> Teko:
    """Take a draft to the state through the verbs, by its author and by staff. `then`: what follows its sending."""
    staff = staff or UserFactory(staff=True)
    for verb in WAYS[state]:
        if verb == "submit":
            teko.submit(by=teko.author)
            if then:
                then(teko)
        elif verb == "publish":
            teko.publish(by=staff, version=teko.submitted_version)
        elif verb in ("return_to_authors", "reject"):
            getattr(teko, verb)(by=staff, version=teko.submitted_version, reason="Kertokaa tuloksista lisää.")
        elif verb == "withdraw":
            teko.withdraw(by=teko.author)
        else:
            getattr(teko, verb)(by=staff, reason="Pyynnöstä.")
    return teko


def give_prize(teko, name: str = "Innostavat teot", **fields) -> Tunnustus:
    """A prize that a source tells of."""
    return Tunnustus.objects.record(f"kasin:{teko.pk}", teko=teko, name_fi=name, source="Uutinen", **fields)


@contextmanager
def own_checks_alone():
    """Publishing also draws the form and writes every mail: dear, and looked at by tests of their own."""
    checks = readiness.CHECKS[:]
    readiness.CHECKS[:] = [readiness.times, readiness.texts]
    try:
        yield
    finally:
        readiness.CHECKS[:] = checks


class KampanjaFactory(factory.django.DjangoModelFactory):
    """A published campaign that is open; `is_draft` leaves it to staff."""

    class Meta:
        model = Kampanja
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"kampanja-{n}")
    name_fi = factory.Sequence(lambda n: f"Hyvä kiertämään {n}")
    name_sv = factory.Sequence(lambda n: f"Goda idéer {n}")
    name_en = factory.Sequence(lambda n: f"Good ideas {n}")
    description_fi = "Kerro, mitä kehititte."
    description_sv = "Berätta vad ni har utvecklat."
    description_en = "Tell what you have developed."
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
    closes_at = factory.LazyAttribute(lambda kampanja: kampanja.opens_at + timedelta(days=31))
    year = factory.LazyAttribute(lambda kampanja: kampanja.opens_at.year)

    @factory.post_generation
    def is_draft(self, create, extracted):
        if not extracted:
            with own_checks_alone():
                self.publish(by=UserFactory(staff=True))


def enter_admin(client, user):
    """Sign a member of staff in as the code and the second step do."""
    second_step = TOTP.activate(user, generate_totp_secret()).instance
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "id": second_step.pk, "at": 0}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client
