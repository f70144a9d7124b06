"""Acts in campaigns: how they come in and leave, and the version that they are bound to."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tekojentori.models import Sahkoposti
from tekojentori.refusals import Refused
from teot import campaign_times, entries
from teot.models import Osallistuminen, Teko
from tests.factories import WAYS, KampanjaFactory, TekoFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY, SECOND, MINUTE = timedelta(days=1), timedelta(seconds=1), timedelta(minutes=1)


@pytest.fixture
def staff():
    return UserFactory(staff=True)


@pytest.fixture
def kampanja():
    return KampanjaFactory()


def entered(kampanja, **fields) -> Osallistuminen:
    teko = TekoFactory(**{"in_state": "submitted"} | fields)
    return teko.enter(kampanja, by=teko.author)


# Coming in


@pytest.mark.parametrize("state", WAYS)
def test_only_what_has_been_sent_or_is_public_is_entered(kampanja, state):
    teko = TekoFactory(in_state=state)

    if state in ("submitted", "published"):
        assert teko.enter(kampanja, by=teko.author).is_standing
    else:
        with pytest.raises(Refused, match="Kampanjaan voi ilmoittaa lähetetyn tai julkaistun teon"):
            teko.enter(kampanja, by=teko.author)
        assert not Osallistuminen.objects.exists()


def test_another_persons_act_is_not_entered(kampanja):
    with pytest.raises(Refused, match="Vain teon tekijät"):
        TekoFactory(in_state="submitted").enter(kampanja, by=UserFactory())
    assert not Osallistuminen.objects.exists()


def test_staff_enter_for_somebody_with_a_reason(kampanja, staff):
    teko = TekoFactory(in_state="submitted")

    with pytest.raises(Refused, match="Kirjoita syy"):
        teko.enter(kampanja, by=staff)
    entry = teko.enter(kampanja, by=staff, reason="Tekijä pyysi puhelimitse.")

    event = Osallistuminen.pgh_event_model.objects.get()
    assert (entry.entered_by, entry.reason) == (staff, "Tekijä pyysi puhelimitse.")
    assert (event.changed_by, event.change_reason) == (staff, "Tekijä pyysi puhelimitse.")


def test_staff_are_told_that_an_act_is_in_already(kampanja, staff):
    entry = entered(kampanja)

    with pytest.raises(Refused, match="on jo mukana kampanjassa"):
        entry.teko.enter(kampanja, by=staff, reason="Tekijä pyysi.")
    assert Osallistuminen.objects.get().reason == ""


def test_act_that_is_entered_is_written_for_the_campaign(kampanja):
    entry = entered(kampanja)
    entry.teko.take_back(by=entry.teko.author)

    assert list(Teko.objects.unfinished_for(kampanja)) == [entry.teko]


def test_draft_is_written_for_a_campaign_that_is_announced_but_not_in_the_grace(kampanja, time_machine):
    teko, upcoming = TekoFactory(), KampanjaFactory(opens_at=timezone.now() + DAY)

    teko.aim(upcoming, by=teko.author)
    assert list(Teko.objects.unfinished_for(upcoming)) == [teko]
    time_machine.move_to(kampanja.closes_at, tick=False)
    with pytest.raises(Refused, match="haku sulkeutui"):
        teko.aim(kampanja, by=teko.author)


def test_the_same_act_twice_is_one_entry(kampanja):
    entry = entered(kampanja)

    assert entry.teko.enter(kampanja, by=entry.teko.author) == entry
    assert Osallistuminen.pgh_event_model.objects.count() == 1


@pytest.mark.parametrize(
    ("offset", "is_in"), [(-SECOND, True), (0 * SECOND, True), (10 * MINUTE - SECOND, True), (10 * MINUTE, False)]
)
def test_draft_begun_in_time_is_entered_until_the_end_of_the_grace(kampanja, time_machine, offset, is_in):
    teko = TekoFactory()
    time_machine.move_to(kampanja.closes_at + offset, tick=False)
    teko.submit(by=teko.author)

    if is_in:
        assert teko.enter(kampanja, by=teko.author).is_standing
    else:
        with pytest.raises(Refused, match="haku sulkeutui"):
            teko.enter(kampanja, by=teko.author)
    assert Osallistuminen.objects.exists() is is_in


def test_draft_begun_in_the_grace_is_not_entered(kampanja, time_machine):
    time_machine.move_to(kampanja.closes_at, tick=False)
    teko = TekoFactory(in_state="submitted")

    with pytest.raises(Refused, match="joka oli jo aloitettu"):
        teko.enter(kampanja, by=teko.author)


def test_act_published_already_is_not_begun_in_the_grace(kampanja, time_machine):
    teko = TekoFactory(in_state="published")
    time_machine.move_to(kampanja.closes_at, tick=False)

    with pytest.raises(Refused, match="joka oli jo aloitettu"):
        teko.enter(kampanja, by=teko.author)


@pytest.mark.parametrize("admits", [True, False])
def test_act_published_before_the_opening_is_entered_if_the_campaign_says_so(admits, time_machine):
    kampanja = KampanjaFactory(admits_published=admits)
    time_machine.move_to(kampanja.opens_at - DAY)
    teko = TekoFactory(in_state="published")
    time_machine.move_to(kampanja.opens_at)

    if admits:
        assert teko.enter(kampanja, by=teko.author).is_standing
    else:
        with pytest.raises(Refused, match="ei ole julkaistu ennen haun alkua"):
            teko.enter(kampanja, by=teko.author)


def test_campaign_unpublished_upcoming_or_cancelled_takes_nothing(staff):
    teko = TekoFactory(in_state="submitted")
    cancelled = KampanjaFactory()
    cancelled.cancel(by=staff, reason="Ohjelma päättyi.")
    upcoming, draft = KampanjaFactory(opens_at=timezone.now() + DAY), KampanjaFactory(is_draft=True)

    for kampanja, says in ((cancelled, "on peruttu"), (upcoming, "aukeaa"), (draft, "ei ole julkaistu")):
        with pytest.raises(Refused, match=says):
            teko.enter(kampanja, by=teko.author)


def test_extension_lets_in_those_whom_it_covers(kampanja, staff, time_machine):
    covered, other = TekoFactory(), TekoFactory()
    until = kampanja.closes_at + DAY
    kampanja.extend(until=until, by=staff, reason="Sähkökatko.", organisation=covered.owner)
    time_machine.move_to(until - SECOND, tick=False)
    for teko in (covered, other):
        teko.submit(by=teko.author)

    assert covered.enter(kampanja, by=covered.author).freeze_at == until + 10 * MINUTE
    with pytest.raises(Refused, match="haku sulkeutui"):
        other.enter(kampanja, by=other.author)


# Leaving


def test_withdrawn_until_the_freeze_and_entered_again(kampanja):
    entry = entered(kampanja)

    entry.withdraw(by=entry.teko.author)
    entry.withdraw(by=entry.teko.author)
    assert list(Osallistuminen.objects.standing()) == []
    again = entry.teko.enter(kampanja, by=entry.teko.author)

    assert (again.pk, again.is_standing) == (entry.pk, True)
    assert Osallistuminen.pgh_event_model.objects.count() == 3


def test_frozen_entry_is_withdrawn_by_staff_only(kampanja, staff, time_machine):
    entry = entered(kampanja)
    time_machine.move_to(entry.freeze_at - SECOND, tick=False)
    entry.require_unfrozen()
    time_machine.move_to(entry.freeze_at, tick=False)

    for verb in (entry.withdraw, entry.teko.withdraw, entry.teko.take_back):
        with pytest.raises(Refused, match="Kirjoita ohjelmatoimistolle"):
            verb(by=entry.teko.author)
    entry.exclude(by=staff, reason="Tekijä pyysi.")
    entry.teko.withdraw(by=entry.teko.author)

    assert (Osallistuminen.objects.get().excluded_reason, Teko.objects.get().state) == ("Tekijä pyysi.", "withdrawn")


def test_act_taken_back_or_withdrawn_leaves_the_campaign(kampanja):
    first, second = entered(kampanja), entered(kampanja)

    first.teko.take_back(by=first.teko.author)
    second.teko.withdraw(by=second.teko.author)

    assert list(Osallistuminen.objects.standing()) == []


def test_rejected_act_leaves_and_comes_in_again_when_it_is_mended(kampanja, staff):
    entry = entered(kampanja)
    entry.teko.reject(by=staff, version=entry.teko.submitted_version, reason="Ei kehittämistä.")

    left = Osallistuminen.objects.get()
    assert (left.is_standing, left.was_rejected, left.excluded_reason) == (False, True, "Ei kehittämistä.")
    entry.teko.submit(by=entry.teko.author)
    assert entry.teko.enter(kampanja, by=entry.teko.author).is_standing


def test_excluded_with_a_reason_and_not_entered_again_by_its_authors(kampanja, staff):
    entry = entered(kampanja)

    with pytest.raises(Refused, match="Vain ohjelmatoimisto"):
        entry.exclude(by=entry.teko.author, reason="En halua.")
    with pytest.raises(Refused, match="Kirjoita syy"):
        entry.exclude(by=staff, reason="")
    entry.exclude(by=staff, reason="Sama teko on jo mukana.")
    with pytest.raises(Refused, match="Sama teko on jo mukana"):
        entry.teko.enter(kampanja, by=entry.teko.author)
    assert entry.teko.enter(kampanja, by=staff, reason="Erehdys.").is_standing


def test_moved_to_a_campaign_that_was_open_when_it_was_entered(kampanja, staff, time_machine):
    other = KampanjaFactory()
    entry = entered(kampanja)
    time_machine.move_to(other.closes_at + DAY)

    moved = entry.move(to=other, by=staff, reason="Väärä kampanja.")
    again = entry.move(to=other, by=staff, reason="Väärä kampanja.")

    assert (moved, moved.moved_from, moved.entered_at) == (again, entry, entry.entered_at)
    assert list(Osallistuminen.objects.standing()) == [moved]
    with pytest.raises(Refused, match="Ilmoita se sinne tekijöiden puolesta"):
        moved.move(to=kampanja, by=staff, reason="Takaisin.")


def test_hidden_act_is_not_moved(kampanja, staff):
    teko, other = TekoFactory(in_state="published"), KampanjaFactory()
    entry = teko.enter(kampanja, by=teko.author)
    teko.hide(by=staff, reason="Pyynnöstä.")

    with pytest.raises(Refused, match="Piilotettu"):
        entry.move(to=other, by=staff, reason="Väärä kampanja.")
    assert Osallistuminen.objects.get().kampanja == kampanja


def test_act_that_is_moved_is_written_for_the_campaign_where_it_is(kampanja, staff):
    """Returned by staff, it is reminded of neither campaign: it is in one, and out of the other."""
    entry, other = entered(kampanja), KampanjaFactory()

    moved = entry.move(to=other, by=staff, reason="Väärä kampanja.")

    teko = Teko.objects.get(pk=entry.teko_id)
    teko.return_to_authors(by=staff, version=teko.submitted_version, reason="Täydennä.")
    assert teko.meant_for == other
    assert [list(Teko.objects.unfinished_for(row)) for row in (kampanja, other)] == [[], []]
    Osallistuminen.objects.get(pk=moved.pk).exclude(by=staff, reason="Sama teko.")
    assert list(Teko.objects.unfinished_for(other)) == []


def test_not_moved_where_it_never_could_be_entered(kampanja, staff):
    entry, upcoming = entered(kampanja), KampanjaFactory(opens_at=timezone.now() + DAY)

    with pytest.raises(Refused, match="aukeaa"):
        entry.move(to=upcoming, by=staff, reason="Väärä kampanja.")
    with pytest.raises(Refused, match="on jo ilmoitettu"):
        entry.move(to=kampanja, by=staff, reason="Väärä kampanja.")
    assert list(Osallistuminen.objects.standing()) == [entry]


def test_not_moved_where_an_act_published_before_the_opening_is_not_taken(staff, time_machine):
    kampanja = KampanjaFactory(admits_published=True)
    other = KampanjaFactory(opens_at=kampanja.opens_at)
    time_machine.move_to(kampanja.opens_at - DAY)
    teko = TekoFactory(in_state="published")
    time_machine.move_to(kampanja.opens_at)
    entry = teko.enter(kampanja, by=teko.author)

    with pytest.raises(Refused, match="ei ole julkaistu ennen haun alkua"):
        entry.move(to=other, by=staff, reason="Väärä kampanja.")
    assert list(Osallistuminen.objects.standing()) == [entry]


def test_repeated_move_is_mailed_once_also_when_the_entry_has_frozen_meanwhile(kampanja, staff, time_machine):
    other = KampanjaFactory(closes_at=kampanja.closes_at - DAY)
    entry = entered(kampanja)
    entries.move(entry, to=other, by=staff, reason="Väärä kampanja.")
    time_machine.move_to(other.closes_at + DAY)
    campaign_times.freeze(timezone.now())

    entries.move(Osallistuminen.objects.get(pk=entry.pk), to=other, by=staff, reason="Väärä kampanja.")

    assert Sahkoposti.objects.filter(kind="teot/moved").count() == 1


def test_both_campaigns_of_a_move_are_locked_at_once_in_the_order_of_their_keys(kampanja, staff):
    other, entry = KampanjaFactory(), entered(kampanja)

    with CaptureQueriesContext(connection) as asked:
        entry.move(to=other, by=staff, reason="Väärä kampanja.")

    statements = [
        row["sql"] for row in asked if 'FROM "kampanjat_kampanja"' in row["sql"] and "FOR NO KEY" in row["sql"]
    ]
    assert (len(statements), str(other.pk) in statements[0]) == (1, True)


# The version that it is bound to


def edit_and_send(teko, title):
    teko = Teko.objects.get(pk=teko.pk)
    teko.title = title
    teko.save()
    return teko.submit(by=teko.author)


def bound(at):
    return dict(Osallistuminen.objects.frozen(at).values_list("pk", "bound_version_id"))


def test_bound_to_the_last_version_sent_before_the_end_of_the_grace(kampanja, time_machine):
    entry = entered(kampanja)
    time_machine.move_to(entry.freeze_at - SECOND, tick=False)
    last = edit_and_send(entry.teko, "Viime hetkellä")
    time_machine.move_to(entry.freeze_at, tick=False)
    edit_and_send(entry.teko, "Myöhässä")

    assert bound(entry.freeze_at - SECOND) == {}
    assert bound(entry.freeze_at) == bound(entry.freeze_at + DAY) == {entry.pk: last.pk}
    assert Osallistuminen.objects.get().bound_version == last


def test_act_in_review_at_the_close_counts_and_a_better_version_comes_with_a_reason(kampanja, staff, time_machine):
    entry = entered(kampanja)
    first = entry.teko.submitted_version
    time_machine.move_to(entry.freeze_at + DAY)
    entry.teko.return_to_authors(by=staff, version=first, reason="Kertokaa tuloksista.")
    second = edit_and_send(entry.teko, "Tulokset kerrottu")

    with pytest.raises(Refused, match="Julkaise versio ensin"):
        entry.replace_frozen(version=second, by=staff, reason="Täydennetty pyynnöstä.")
    Teko.objects.get().publish(by=staff, version=second)
    with pytest.raises(Refused, match="Kirjoita syy"):
        entry.replace_frozen(version=second, by=staff, reason=" ")
    entry.replace_frozen(version=second, by=staff, reason="Täydennetty pyynnöstä.")

    entry = Osallistuminen.objects.get()
    assert bound(timezone.now()) == {entry.pk: second.pk}
    assert entry.replaced_reason == "Täydennetty pyynnöstä."


def test_version_of_an_act_decided_before_the_close_is_not_replaced(kampanja, staff, time_machine):
    entry = entered(kampanja)
    entry.teko.publish(by=staff, version=entry.teko.submitted_version)
    time_machine.move_to(entry.freeze_at + DAY)
    later = edit_and_send(entry.teko, "Parempi")
    Teko.objects.get().publish(by=staff, version=later)

    with pytest.raises(Refused, match="ei ollut haun sulkeutuessa käsiteltävänä"):
        entry.replace_frozen(version=later, by=staff, reason="Parempi.")


def test_query_and_window_agree_on_when_an_entry_freezes(kampanja, staff):
    entries = [entered(kampanja), entered(kampanja)]
    kampanja.extend(until=kampanja.closes_at + DAY, by=staff, reason="Lakko.")
    kampanja.extend(until=kampanja.closes_at + 2 * DAY, by=staff, reason="Katko.", organisation=entries[0].organisation)

    told = dict(Osallistuminen.objects.with_freeze().values_list("pk", "freezes_at"))

    assert told == {entry.pk: Osallistuminen.objects.get(pk=entry.pk).freeze_at for entry in entries}
    assert told[entries[0].pk] - told[entries[1].pk] == DAY


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("osallistuminen_is_begun_before_it_is_entered", {"begun_at": timezone.now() + 99 * DAY}),
        ("osallistuminen_excluded_has_its_moment_and_reason", {"excluded_at": timezone.now()}),
        ("osallistuminen_is_frozen_at_a_moment", {"frozen_at": timezone.now()}),
        (
            "osallistuminen_ends_in_one_way",
            {"withdrawn_at": timezone.now(), "excluded_at": timezone.now(), "excluded_reason": "Syy."},
        ),
        (
            "osallistuminen_replaced_is_frozen_and_has_a_reason",
            {"replaced_at": timezone.now(), "replaced_reason": "Syy."},
        ),
    ],
)
def test_broken_row_is_refused_by_the_constraint_of_the_name(kampanja, name, fields):
    entered(kampanja)

    with pytest.raises(IntegrityError, match=name):
        Osallistuminen.objects.update(**fields)


def test_the_database_itself_keeps_one_entry_per_act_and_campaign(kampanja):
    entry = entered(kampanja)
    entry.pk = None

    with pytest.raises(IntegrityError, match="osallistuminen_is_one_per_campaign"), transaction.atomic():
        entry.save(force_insert=True)


def test_public_entries_are_those_of_public_acts(kampanja, staff):
    entered(kampanja)
    seen = entered(kampanja)
    seen.teko.publish(by=staff, version=seen.teko.submitted_version)

    assert list(Osallistuminen.objects.public()) == [seen]


def test_repeated_exclusion_sends_no_mail_even_of_one_that_left_otherwise(kampanja, staff):
    entry = entered(kampanja)
    entry.teko.reject(by=staff, version=entry.teko.submitted_version, reason="Ei kehittämistä.")

    entries.exclude(entry, by=staff, reason="Tuplana.")

    assert not Sahkoposti.objects.filter(kind="teot/excluded").exists()
    assert Osallistuminen.objects.get().excluded_reason == "Ei kehittämistä."
