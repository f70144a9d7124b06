from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from kampanjat import readiness
from kampanjat.models import Kampanja, Lisaaika
from tekojentori.refusals import Refused
from tests.factories import KampanjaFactory, OrganisaatioFactory, TekoFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@pytest.fixture
def staff():
    return UserFactory(staff=True)


def test_draft_is_seen_by_staff_only(staff):
    draft, public = KampanjaFactory(is_draft=True), KampanjaFactory()

    assert list(Kampanja.objects.visible_to(UserFactory())) == [public]
    assert list(Kampanja.objects.visible_to(AnonymousUser())) == [public]
    assert set(Kampanja.objects.visible_to(staff)) == {draft, public}


def test_cancelled_stays_public_and_is_not_open(staff):
    kampanja = KampanjaFactory()
    kampanja.cancel(by=staff, reason="Ohjelma päättyi.")

    assert list(Kampanja.objects.public()) == [kampanja]
    assert list(Kampanja.objects.open_at(timezone.now())) == []


@pytest.mark.parametrize(
    ("edge", "step", "is_open"),
    [
        ("opens_at", -1, False), ("opens_at", 0, True), ("opens_at", 1, True),
        ("closes_at", -1, True), ("closes_at", 0, False), ("closes_at", 1, False),
    ],
)  # fmt: skip
def test_open_at_the_edges(edge, step, is_open):
    kampanja = KampanjaFactory()

    assert Kampanja.objects.open_at(getattr(kampanja, edge) + step * SECOND).exists() is is_open


def test_open_as_long_as_somebody_has_more_time(staff):
    kampanja = KampanjaFactory()
    until = kampanja.closes_at + DAY
    kampanja.extend(until=until, by=staff, reason="Sähkökatko.", organisation=OrganisaatioFactory())

    assert Kampanja.objects.open_at(until - SECOND).exists()
    assert not Kampanja.objects.open_at(until).exists()


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("kampanja_closes_after_it_opens", {"closes_at": timedelta(0)}),
        ("kampanja_grace_is_short", {"grace": timedelta(hours=2)}),
        ("kampanja_has_results_after_it_closes", {"results_public_from": DAY}),
        ("kampanja_gala_ends_after_it_starts", {"gala_ends_at": 60 * DAY}),
        ("kampanja_gala_is_after_the_close", {"gala_starts_at": DAY}),
        ("kampanja_published_has_its_moment", {"published_at": None, "cancelled_at": DAY, "cancel_reason": "Syy."}),
        ("kampanja_cancelled_has_its_moment_and_reason", {"cancelled_at": DAY}),
    ],
)
def test_broken_row_is_refused_by_the_constraint_of_the_name(name, fields):
    opens_at = KampanjaFactory().opens_at
    moments = {
        field: opens_at + value if isinstance(value, timedelta) and field != "grace" else value
        for field, value in fields.items()
    }

    with pytest.raises(IntegrityError, match=name):
        Kampanja.objects.update(**moments)


def test_published_by_staff_only_and_once(staff):
    kampanja = KampanjaFactory(is_draft=True)

    with pytest.raises(Refused, match="Vain ohjelmatoimisto"):
        kampanja.publish(by=UserFactory())
    kampanja.publish(by=staff)
    first = kampanja.published_at
    kampanja.publish(by=UserFactory(staff=True))

    stored = Kampanja.objects.get()
    assert (stored.published_at, stored.published_by) == (first, staff)


def test_year_that_is_not_of_the_window_keeps_a_copy_from_being_published(staff):
    new_year = datetime(2026, 12, 31, 22, tzinfo=UTC)  # midnight in Finland
    draft = KampanjaFactory(is_draft=True, opens_at=new_year - 90 * DAY, closes_at=new_year - SECOND, year=2027)

    told = "Kampanjan vuosi on 2027, mutta haku aukeaa vuonna 2026. Tarkista vuosi ja ajat."
    assert told in readiness.missing(draft)
    with pytest.raises(Refused, match="haku aukeaa vuonna 2026"):
        draft.publish(by=staff)
    windows = [(2026, new_year - SECOND), (2027, new_year), (2027, new_year + SECOND)]
    for year, closes_at in windows:
        assert list(readiness.years(Kampanja(year=year, opens_at=closes_at - 90 * DAY, closes_at=closes_at))) == []
    for opens_at, is_told in ((new_year - SECOND, False), (new_year, True)):
        kampanja = Kampanja(year=2026, opens_at=opens_at, closes_at=opens_at + 30 * DAY)
        assert bool(list(readiness.years(kampanja))) is is_told


def test_cancelling_needs_a_reason_and_is_remembered(staff):
    kampanja = KampanjaFactory()

    with pytest.raises(Refused, match="Kirjoita syy"):
        kampanja.cancel(by=staff, reason=" ")
    kampanja.cancel(by=staff, reason="Ohjelma päättyi.")
    kampanja.cancel(by=staff, reason="Ohjelma päättyi.")
    for late in ({"by": staff, "reason": "Toinen syy."}, {"by": UserFactory(staff=True), "reason": "Ohjelma päättyi."}):
        with pytest.raises(Refused, match="perui kampanjan jo"):
            kampanja.cancel(**late)

    event = Kampanja.pgh_event_model.objects.latest("pgh_id")
    assert Kampanja.objects.get().cancel_reason == "Ohjelma päättyi."
    assert (event.cancel_reason, event.changed_by, event.change_reason) == (
        "Ohjelma päättyi.",
        staff,
        "Ohjelma päättyi.",
    )


def test_campaign_with_public_results_is_not_cancelled(staff):
    kampanja = KampanjaFactory(
        opens_at=timezone.now() - 90 * DAY, results_public_from=timezone.now() - SECOND, closes_at=timezone.now() - DAY
    )

    with pytest.raises(Refused, match="tulokset ovat jo julki"):
        kampanja.cancel(by=staff, reason="Syy.")
    assert Kampanja.objects.get().cancelled_at is None


# Extensions


def test_extension_is_appended_and_moves_the_close_for_those_whom_it_covers(staff):
    kampanja, organisation = KampanjaFactory(), OrganisaatioFactory()
    closes_at = kampanja.closes_at

    kampanja.extend(until=closes_at + DAY, by=staff, reason="Lakko.")
    kampanja.extend(until=closes_at + 2 * DAY, by=staff, reason="Sähkökatko.", organisation=organisation)

    window = Kampanja.objects.get().window
    assert Kampanja.objects.get().closes_at == closes_at
    assert window.effective_close() == closes_at + DAY
    assert window.effective_close(organisation.pk) == window.last_close == closes_at + 2 * DAY


def test_the_same_extension_twice_is_one(staff):
    kampanja = KampanjaFactory()
    until = kampanja.closes_at + DAY

    first, second = (kampanja.extend(until=until, by=staff, reason="Lakko.") for _click in range(2))

    assert first == second == Lisaaika.objects.get()


@pytest.mark.parametrize(
    ("until", "says"),
    [(-DAY, "on jo mennyt"), (30 * DAY, "Aikaa on jo"), (40 * DAY, "Tulokset tulevat julki")],
)
def test_extension_into_the_past_of_less_time_or_after_the_results_is_refused(staff, until, says):
    opens_at = timezone.now() - timedelta(hours=1)
    kampanja = KampanjaFactory(opens_at=opens_at, results_public_from=opens_at + 40 * DAY)

    with pytest.raises(Refused, match=says):
        kampanja.extend(until=opens_at + until, by=staff, reason="Lakko.")
    assert not Lisaaika.objects.exists()


def test_extension_ends_before_the_gala_and_the_gala_stays_after_it(staff):
    kampanja = KampanjaFactory()
    gala = kampanja.closes_at + 5 * DAY
    Kampanja.objects.update(gala_starts_at=gala)

    with pytest.raises(Refused, match="Gaala alkaa"):
        kampanja.extend(until=gala + SECOND, by=staff, reason="Lakko.")
    kampanja.extend(until=gala, by=staff, reason="Lakko.")
    kampanja.gala_starts_at = gala - SECOND

    assert [field for field, _fault in kampanja.faults_after(Kampanja.objects.get())] == ["gala_starts_at"]


def test_extension_needs_staff_a_reason_and_a_campaign_that_is_held(staff):
    kampanja, draft = KampanjaFactory(), KampanjaFactory(is_draft=True)
    until = kampanja.closes_at + 9 * DAY

    with pytest.raises(Refused, match="Vain ohjelmatoimisto"):
        kampanja.extend(until=until, by=UserFactory(), reason="Lakko.")
    with pytest.raises(Refused, match="Kirjoita syy"):
        kampanja.extend(until=until, by=staff, reason="")
    with pytest.raises(Refused, match="ei ole vielä julkaistu"):
        draft.extend(until=until, by=staff, reason="Lakko.")
    kampanja.cancel(by=staff, reason="Ohjelma päättyi.")
    with pytest.raises(Refused, match="on peruttu"):
        kampanja.extend(until=until, by=staff, reason="Lakko.")
    assert not Lisaaika.objects.exists()


def test_app_above_can_refuse_an_extension(staff, monkeypatch):
    kampanja = KampanjaFactory()
    monkeypatch.setattr("kampanjat.extending.REFUSALS", [lambda campaign, organisation: f"{campaign}: raati lukee jo."])

    with pytest.raises(Refused, match="raati lukee jo"):
        kampanja.extend(until=kampanja.closes_at + DAY, by=staff, reason="Lakko.")


@pytest.mark.parametrize(
    "statement",
    ["UPDATE kampanjat_lisaaika SET until = until + interval '1 day'", "DELETE FROM kampanjat_lisaaika"],
)
def test_extension_is_never_changed_not_even_in_the_database(staff, statement):
    kampanja = KampanjaFactory()
    kampanja.extend(until=kampanja.closes_at + DAY, by=staff, reason="Lakko.")

    with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_extension_of_a_duplicate_holds_for_the_one_that_it_is_merged_into(staff):
    kampanja, duplicate, into = KampanjaFactory(), OrganisaatioFactory(), OrganisaatioFactory()
    kampanja.extend(until=kampanja.closes_at + DAY, by=staff, reason="Lakko.", organisation=duplicate)
    duplicate.merged_into = into
    duplicate.save()

    assert Kampanja.objects.get().window.effective_close(into.pk) == kampanja.closes_at + DAY


# What may still be changed


@pytest.mark.parametrize(
    ("field", "value"),
    [("opens_at", -DAY), ("closes_at", DAY), ("closes_at", -DAY), ("grace", timedelta(0)), ("slug", "toinen")],
)
def test_what_people_go_by_does_not_change_once_it_is_open(staff, field, value):
    kampanja = KampanjaFactory()
    before = getattr(kampanja, field)
    setattr(kampanja, field, before + value if field.endswith("_at") else value)

    with pytest.raises(Refused):
        kampanja.change(by=staff, seen=kampanja.version)
    assert getattr(Kampanja.objects.get(), field) == before


@pytest.mark.parametrize(("step", "is_refused"), [(-SECOND, False), (0 * SECOND, True), (SECOND, True)])
def test_grace_grows_until_the_close_and_no_more(staff, time_machine, step, is_refused):
    kampanja = KampanjaFactory()
    time_machine.move_to(kampanja.closes_at + step, tick=False)
    kampanja.grace = timedelta(minutes=20)

    faults = [field for field, _fault in kampanja.faults_after(Kampanja.objects.get())]

    assert faults == (["grace"] if is_refused else [])


def test_times_change_freely_before_the_opening(staff):
    kampanja = KampanjaFactory(opens_at=timezone.now() + DAY)
    kampanja.closes_at += DAY

    kampanja.change(by=staff, seen=kampanja.version, reason="Päivä lisää.")

    event = Kampanja.pgh_event_model.objects.latest("pgh_id")
    assert (event.closes_at, event.changed_by, event.change_reason) == (kampanja.closes_at, staff, "Päivä lisää.")


def test_results_stay_after_the_last_extension(staff):
    kampanja = KampanjaFactory()
    kampanja.extend(until=kampanja.closes_at + DAY, by=staff, reason="Lakko.")
    kampanja.results_public_from = kampanja.closes_at + DAY

    with pytest.raises(Refused, match="Lisäaikaa on annettu"):
        kampanja.change(by=staff, seen=kampanja.version)


def test_only_an_unpublished_campaign_is_deleted(staff):
    published, draft = KampanjaFactory(), KampanjaFactory(is_draft=True)

    with pytest.raises(Refused, match="Sen voi perua"):
        published.remove()
    draft.remove()

    assert list(Kampanja.objects.all()) == [published]


def test_campaign_with_entries_is_not_deleted_not_even_by_the_orm(staff):
    kampanja, teko = KampanjaFactory(), TekoFactory(in_state="submitted")
    teko.enter(kampanja, by=teko.author)

    with pytest.raises(IntegrityError), transaction.atomic():
        Kampanja.objects.filter(pk=kampanja.pk).delete()
    with pytest.raises(Refused):
        kampanja.remove()
    assert Kampanja.objects.exists()
