"""What staff decide on versions, and how they share the work."""

import pytest
import time_machine
from django.db import IntegrityError, ProgrammingError, connection, transaction

from tekojentori.refusals import Refused
from teot.models import Hakurivi, Muistiinpano, Ratkaisu, Tarkistus, Teko
from teot.models.writing import Conflict
from teot.sections import BY_SLUG
from tests.factories import WAYS, TekoFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return UserFactory(staff=True, name="Salla Seppälä")


def resubmit(teko, **fields):
    for name, text in fields.items():
        setattr(teko, name, text)
    teko.save()
    return teko.submit(by=teko.author)


@pytest.mark.parametrize("state", ["returned", "rejected", "published", "archived", "hidden", "withdrawn"])
def test_every_version_decided_on_has_one_decision(state):
    teko = TekoFactory(in_state=state)

    kind = {"returned": "returned", "rejected": "rejected"}.get(state, "published")
    assert list(Ratkaisu.objects.values_list("version", "kind")) == [(teko.versiot.get().pk, kind)]


@pytest.mark.parametrize("verb", ["publish", "return_to_authors", "reject"])
def test_second_is_told_who_decided_what_and_when(staff, verb):
    teko = TekoFactory(in_state="submitted")
    seen, second = teko.submitted_version, Teko.objects.get(pk=teko.pk)
    with time_machine.travel("2026-11-24T12:32:00Z", tick=False):
        teko.return_to_authors(by=staff, version=seen, reason="Kertokaa lisää.")

    extra = {} if verb == "publish" else {"reason": "Sama."}
    with pytest.raises(Refused) as refusal:
        getattr(second, verb)(by=UserFactory(staff=True), version=seen, **extra)
    assert str(refusal.value) == "Salla Seppälä palautti tämän version tekijöille 24.11.2026 klo 14.32."


def test_version_replaced_meanwhile_tells_who_sent_the_new_one(staff):
    teko = TekoFactory(in_state="submitted")
    seen = teko.submitted_version
    resubmit(teko, title="Parannettu nimi")

    with pytest.raises(Refused, match=rf"^{teko.author} lähetti uuden version .* Lue se ensin\.$"):
        teko.publish(by=staff, version=seen)


def test_version_taken_back_is_told(staff):
    teko = TekoFactory(in_state="submitted")
    seen = teko.submitted_version
    teko.take_back(by=teko.author)

    with pytest.raises(Refused, match="ottaneet tämän version takaisin"):
        teko.publish(by=staff, version=seen)


def test_decision_keeps_comments_by_section_and_drops_empty_ones(staff):
    teko = TekoFactory(in_state="submitted")

    teko.return_to_authors(
        by=staff,
        version=teko.submitted_version,
        reason="Hyvä alku.",
        comments={"tulokset": "Mitä mitattiin?", "nimi": " "},
    )

    assert Ratkaisu.objects.get().comments == {"tulokset": "Mitä mitattiin?"}


def test_edit_of_a_waiting_act_keeps_its_place_in_the_queue():
    first, second = TekoFactory(in_state="submitted"), TekoFactory(in_state="submitted")
    since = first.waits_since

    resubmit(first, title="Parannettu nimi")

    assert first.submitted_at > second.waits_since > since == Teko.objects.get(pk=first.pk).waits_since


@pytest.mark.parametrize("state", WAYS)
def test_queue_holds_exactly_what_waits(state):
    teko = TekoFactory(in_state=state)

    assert list(Teko.objects.waiting()) == ([teko] if state == "submitted" else [])
    if state == "published":
        resubmit(teko, title="Parannettu nimi")
        assert list(Teko.objects.waiting()) == [teko]


def test_queue_shows_the_last_version_that_was_decided_on(staff):
    teko = TekoFactory(in_state="published")
    second = resubmit(teko, title="Toinen")
    teko.return_to_authors(by=staff, version=second, reason="Vielä.")
    resubmit(teko, title="Kolmas")
    resubmit(teko, title="Neljäs")

    row = Teko.objects.waiting().for_queue().get()

    assert (row.submitted_version.number, row.last_decided) == (4, [second])


def test_claim_is_shown_and_stops_nobody(staff):
    teko, other = TekoFactory(in_state="submitted"), UserFactory(staff=True)
    teko.claim(by=staff)
    teko.claim(by=staff)

    with pytest.raises(Refused, match=r"^Salla Seppälä otti teon käsittelyyn "):
        teko.claim(by=other)
    teko.publish(by=other, version=teko.submitted_version)

    teko.refresh_from_db()
    assert (teko.state, teko.claimed_by, teko.claimed_at) == ("published", None, None)


def test_released_act_may_be_taken_by_another(staff):
    teko, other = TekoFactory(in_state="submitted"), UserFactory(staff=True)
    teko.claim(by=staff)

    teko.release(by=other)
    teko.claim(by=other)

    assert Teko.objects.get().claimed_by == other


def test_nothing_to_claim_and_nobody_but_staff(staff):
    with pytest.raises(Refused, match="ei odota"):
        TekoFactory().claim(by=staff)
    teko = TekoFactory(in_state="submitted")
    for verb in ("claim", "release"):
        with pytest.raises(Refused, match="Vain ohjelmatoimisto"):
            getattr(teko, verb)(by=teko.author)
    with pytest.raises(Refused, match="Vain ohjelmatoimisto"):
        teko.note("Kuiskaus", by=teko.author)


def test_note_sent_twice_is_one_note_and_the_same_words_later_are_another(staff):
    teko, other = TekoFactory(), UserFactory(staff=True)

    for by in (staff, staff, other, staff):
        teko.note("Soitin heille.", by=by)

    assert list(Muistiinpano.objects.values_list("written_by", flat=True)) == [staff.pk, other.pk, staff.pk]


def test_note_needs_words(staff):
    with pytest.raises(Refused, match="Kirjoita"):
        TekoFactory().note("  ", by=staff)


def test_ticks_of_two_people_do_not_undo_each_other(staff):
    version, other = TekoFactory(in_state="submitted").submitted_version, UserFactory(staff=True)
    Tarkistus.objects.record(version, ticked={"clarity", "alt_texts"}, unticked=set(), by=staff)

    Tarkistus.objects.record(version, ticked={"clarity", "personal_data"}, unticked={"alt_texts"}, by=other)

    assert list(Tarkistus.objects.values_list("item", "checked_by")) == [
        ("clarity", staff.pk),
        ("personal_data", other.pk),
    ]


# Slips of the pen


def test_corrected_version_waits_in_place_of_the_old(staff):
    teko = TekoFactory(in_state="submitted", title="Kirjstoauto")
    seen = teko.submitted_version

    corrected = teko.correct(by=staff, version=seen, texts={"title": "Kirjastoauto"}, reason="Lyöntivirhe.")

    teko.refresh_from_db()
    assert (teko.submitted_version, teko.title, teko.state) == (corrected, "Kirjastoauto", "submitted")
    assert corrected.document == seen.document | {"title": "Kirjastoauto"}
    assert (corrected.number, corrected.created_by) == (2, staff)


def test_corrected_public_act_is_public_at_once(staff):
    teko = TekoFactory(in_state="published", done="Teimmme.")

    corrected = teko.correct(by=staff, version=teko.published_version, texts={"done": "Teimme."}, reason="Lyöntivirhe.")

    row = Hakurivi.objects.get()
    assert (row.version, row.version.html["done"], teko.done) == (corrected, "<p>Teimme.</p>", "Teimme.")
    assert (corrected.ratkaisu.kind, corrected.ratkaisu.decided_by) == ("published", staff)


def test_correction_leaves_what_the_author_has_rewritten_since(staff):
    teko = TekoFactory(in_state="published", done="Teimmme.", summary="Arki sujuu.")
    Teko.objects.update(done="Kirjoitan tätä parhaillaan.")

    teko.correct(by=staff, version=teko.published_version, texts={"done": "Teimme."}, reason="Lyöntivirhe.")

    assert Teko.objects.get().done == "Kirjoitan tätä parhaillaan."
    assert Hakurivi.objects.get().version.document["done"] == "Teimme."


def test_author_who_writes_the_section_meets_the_correction_as_a_conflict(staff):
    teko = TekoFactory(in_state="submitted", title="Kirjstoauto")
    section, seen = BY_SLUG["nimi"], teko.number_of(BY_SLUG["nimi"])
    teko.correct(by=staff, version=teko.submitted_version, texts={"title": "Kirjastoauto"}, reason="Lyöntivirhe.")

    with pytest.raises(Conflict):
        Teko.objects.get().save_section(section, {"title": "Kirjstoauto kulkee"}, by=teko.author, seen=seen)
    assert Teko.objects.get().title == "Kirjastoauto"


def test_same_correction_twice_makes_one_version(staff):
    teko = TekoFactory(in_state="submitted")
    seen, texts = teko.submitted_version, {"title": "Korjattu"}

    one = teko.correct(by=staff, version=seen, texts=texts, reason="Lyöntivirhe.")
    two = Teko.objects.get().correct(by=staff, version=seen, texts=texts, reason="Lyöntivirhe.")

    assert (one, teko.versiot.count()) == (two, 2)


def test_correction_of_a_replaced_version_is_refused(staff):
    teko = TekoFactory(in_state="submitted")
    seen = teko.submitted_version
    resubmit(teko, title="Uusi nimi")

    with pytest.raises(Refused, match="lähetti uuden version"):
        teko.correct(by=staff, version=seen, texts={"title": "Korjattu"}, reason="Lyöntivirhe.")


def test_only_staff_correct():
    teko = TekoFactory(in_state="submitted")

    with pytest.raises(Refused, match="Vain ohjelmatoimisto"):
        teko.correct(by=teko.author, version=teko.submitted_version, texts={"title": "X"}, reason="Syy.")


# What the database itself refuses


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE teot_teko SET waits_since = NULL",
        "UPDATE teot_teko SET claimed_at = NULL, claimed_by_id = author_id",
        "UPDATE teot_teko SET state = 'draft', submitted_version_id = NULL, waits_since = NULL, claimed_at = now()",
        "INSERT INTO teot_ratkaisu SELECT id, 'returned', '', '{}', now(), NULL FROM teot_versio",
        "INSERT INTO teot_muistiinpano (text, written_at, teko_id) SELECT '', now(), id FROM teot_teko",
    ],
)
def test_database_refuses_a_row_that_cannot_be(statement):
    TekoFactory(in_state="submitted")

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE teot_ratkaisu SET reason = 'Muu.'", "UPDATE teot_muistiinpano SET text = 'Muu.'"],
)
def test_what_staff_wrote_is_never_changed(staff, statement):
    TekoFactory(in_state="returned").note("Soitin heille.", by=staff)

    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Muistiinpano.objects.get().text == "Soitin heille."


def test_decisions_made_before_they_were_rows_are_written_down():
    from importlib import import_module

    acts = {state: TekoFactory(in_state=state) for state in WAYS}
    before = set(Ratkaisu.objects.values_list("version", "kind", "reason"))
    Ratkaisu.objects.all().delete()
    operations = import_module("teot.migrations.0005_review").Migration.operations

    with connection.cursor() as cursor:
        cursor.execute(operations[-1].sql)

    after = set(Ratkaisu.objects.values_list("version", "kind", "reason"))
    assert len(acts) == 8
    assert after == before
