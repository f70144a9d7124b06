"""What `tick` does at the times of campaigns, and what an extension or a cancellation brings."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from kampanjat.models import Kirje
from tekojentori.models import Sahkoposti
from tekojentori.moments import deadline
from teot import campaign_times
from teot.actions import merge_organisations
from teot.campaign_mails import KINDS, OF_DRAFT
from teot.invariants import misbound_entries
from teot.models import Osallistuminen, Teko
from tests.factories import KampanjaFactory, OrganisaatioFactory, TekoFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY, HOUR, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)


@pytest.fixture
def kampanja():
    return KampanjaFactory(name_fi="Hyvä kiertämään")


@pytest.fixture
def staff():
    return UserFactory(staff=True)


def draft_for(kampanja, **fields) -> Teko:
    teko = TekoFactory(**fields)
    teko.aim(kampanja, by=teko.author)
    return teko


def entered(kampanja, **fields) -> Osallistuminen:
    teko = TekoFactory(in_state="submitted", **fields)
    return teko.enter(kampanja, by=teko.author)


def tick():
    call_command("tick", stdout=StringIO())


def mails(kind):
    return Sahkoposti.objects.filter(kind=kind)


# The freeze


@pytest.mark.parametrize(("step", "is_frozen"), [(-SECOND, False), (0 * SECOND, True), (SECOND, True)])
def test_tick_writes_down_what_a_reader_computes(kampanja, time_machine, step, is_frozen):
    entry = entered(kampanja)
    time_machine.move_to(entry.freeze_at + step, tick=False)
    computed = dict(Osallistuminen.objects.frozen(timezone.now()).values_list("pk", "bound_version_id"))

    tick()
    tick()

    stored = Osallistuminen.objects.get()
    assert computed == ({entry.pk: stored.frozen_version_id} if is_frozen else {})
    assert stored.frozen_at == (entry.freeze_at if is_frozen else None)
    assert Osallistuminen.pgh_event_model.objects.count() == (2 if is_frozen else 1)


def test_what_is_frozen_stays_when_the_act_is_edited(kampanja, time_machine):
    entry = entered(kampanja)
    version = entry.teko.submitted_version
    time_machine.move_to(entry.freeze_at, tick=False)
    tick()
    teko = Teko.objects.get()
    teko.title = "Jälkeenpäin"
    teko.save()
    teko.submit(by=teko.author)

    tick()

    assert Osallistuminen.objects.get().bound_version == version


def test_extension_after_the_freeze_reopens_only_what_it_covers(kampanja, staff, time_machine):
    covered, other = entered(kampanja), entered(kampanja)
    time_machine.move_to(covered.freeze_at + DAY)
    tick()

    until = timezone.now() + DAY
    kampanja.extend(until=until, by=staff, reason="Sähkökatko.", organisation=covered.organisation)

    covered, other = (Osallistuminen.objects.get(pk=row.pk) for row in (covered, other))
    assert (covered.frozen_version, covered.is_frozen(), other.is_frozen()) == (None, False, True)
    assert (covered.change_reason, other.frozen_version) == ("Sähkökatko.", other.teko.versiot.get())
    covered.withdraw(by=covered.teko.author)


def test_nothing_freezes_in_a_campaign_called_off_nor_an_entry_that_has_left(kampanja, staff, time_machine):
    cancelled = KampanjaFactory()
    entered(cancelled)
    left = entered(kampanja)
    left.withdraw(by=left.teko.author)
    cancelled.cancel(by=staff, reason="Ohjelma päättyi.")
    time_machine.move_to(left.freeze_at + 30 * DAY)

    tick()

    assert list(Osallistuminen.objects.exclude(frozen_version=None)) == []


# Reminders


@pytest.mark.parametrize("lead", [7 * DAY, 2 * DAY, 3 * HOUR])
def test_owner_of_a_draft_is_reminded_at_each_lead_once(kampanja, time_machine, lead):
    teko = draft_for(kampanja, title="Kirjastoauto")
    time_machine.move_to(kampanja.closes_at - lead - SECOND, tick=False)
    tick()
    before = mails("teot/reminder").count()
    time_machine.move_to(kampanja.closes_at - lead, tick=False)

    tick()
    tick()

    mail = mails("teot/reminder").latest("pk")
    assert mails("teot/reminder").count() == before + 1
    assert (mail.to, "Kirjastoauto" in mail.text) == (teko.author.email, True)


def test_no_reminder_after_the_close_nor_of_a_moment_before_the_draft(kampanja, time_machine):
    time_machine.move_to(kampanja.closes_at - DAY, tick=False)
    draft_for(kampanja)
    tick()
    assert not mails("teot/reminder").exists()
    time_machine.move_to(kampanja.closes_at, tick=False)
    tick()
    assert not mails("teot/reminder").exists()


def test_only_unfinished_drafts_of_the_campaign_are_reminded_of(kampanja, time_machine):
    TekoFactory()
    sent = draft_for(kampanja)
    sent.submit(by=sent.author)
    sent.enter(kampanja, by=sent.author)
    deleted = draft_for(kampanja)
    deleted.delete_draft(by=deleted.author)
    time_machine.move_to(kampanja.closes_at - HOUR, tick=False)

    tick()

    assert not mails("teot/reminder").exists()


def test_moved_window_is_reminded_of_anew(kampanja, staff, time_machine):
    teko = draft_for(kampanja)
    time_machine.move_to(kampanja.closes_at - HOUR, tick=False)
    tick()
    until = kampanja.closes_at + DAY
    kampanja.extend(until=until, by=staff, reason="Lakko.", organisation=teko.owner)
    time_machine.move_to(until - HOUR, tick=False)

    tick()

    assert mails("teot/reminder").count() == 2


@pytest.mark.parametrize("hours", [1, 2, 25, 47])
def test_extension_on_the_last_day_brings_no_reminder_of_a_moment_that_is_past(kampanja, staff, time_machine, hours):
    teko = draft_for(kampanja)
    time_machine.move_to(kampanja.closes_at - HOUR, tick=False)
    kampanja.extend(until=kampanja.closes_at + hours * HOUR, by=staff, reason="Lakko.", organisation=teko.owner)

    tick()

    assert not mails("teot/reminder").exists()


def sent_late(kampanja, teko, time_machine):
    """A reminder that waits for its turn."""
    time_machine.move_to(kampanja.closes_at - HOUR, tick=False)
    campaign_times.remind(timezone.now())
    return mails("teot/reminder").get(to=teko.author.email)


def end_of(mail):
    Sahkoposti.objects.deliver(mail.pk)
    mail.refresh_from_db()
    return mail.state, mail.void_reason


def test_reminder_that_waited_goes_while_it_is_true(kampanja, time_machine):
    assert end_of(sent_late(kampanja, draft_for(kampanja), time_machine)) == ("sent", "")


def test_reminder_that_waited_is_called_off_when_it_would_mislead(kampanja, staff, time_machine):
    acts = [draft_for(kampanja) for _case in range(5)]
    closed, gone, other, sent, extended = (sent_late(kampanja, teko, time_machine) for teko in acts)
    acts[1].delete_draft(by=acts[1].author)
    acts[2].aim(None, by=acts[2].author)
    acts[3].submit(by=acts[3].author)
    kampanja.extend(until=kampanja.closes_at + DAY, by=staff, reason="Lakko.", organisation=acts[4].owner)

    reasons = {end_of(mail) for mail in (gone, other, sent)}
    assert reasons == {("voided", "Luonnosta ei enää kirjoiteta kampanjaan, tai kampanja on peruttu.")}
    assert end_of(extended) == ("voided", "Haku sulkeutuu toisena hetkenä kuin viestissä lukee.")
    time_machine.move_to(kampanja.closes_at, tick=False)
    assert end_of(closed) == ("voided", "Haku on jo sulkeutunut.")


# Merged organisations


def test_merge_opens_what_the_time_of_the_other_covers(kampanja, staff, time_machine):
    duplicate, stays = OrganisaatioFactory(), OrganisaatioFactory()
    moved, own, other = entered(kampanja, owner=duplicate), entered(kampanja, owner=stays), entered(kampanja)
    later = kampanja.closes_at + 9 * DAY
    kampanja.extend(until=later, by=staff, reason="Sähkökatko.", organisation=stays)
    time_machine.move_to(moved.freeze_at)
    campaign_times.freeze(timezone.now())
    assert Osallistuminen.objects.get(pk=moved.pk).frozen_version

    merge_organisations([duplicate], into=stays, by=staff, reason="Sama kunta.")

    stored = {row.pk: row for row in Osallistuminen.objects.all()}
    assert [stored[row.pk].frozen_version is None for row in (moved, own, other)] == [True, True, False]
    assert (stored[moved.pk].organisation, stored[moved.pk].change_reason) == (stays, "Sama kunta.")
    assert list(misbound_entries()) == []


def test_co_author_who_has_accepted_is_reminded_too(kampanja, time_machine):
    teko, other = draft_for(kampanja), UserFactory()
    teko.invite(by=teko.author, email=other.email)
    teko.accept_invitation(by=other)
    time_machine.move_to(kampanja.closes_at - HOUR, tick=False)

    tick()

    assert set(mails("teot/reminder").values_list("to", flat=True)) == {teko.author.email, other.email}


# Extensions and cancellation


def test_extension_is_told_to_those_whose_drafts_it_concerns(kampanja, staff):
    covered, other = draft_for(kampanja), draft_for(kampanja)
    second = draft_for(kampanja, author=covered.author, owner=covered.owner)
    until = kampanja.closes_at + DAY

    kampanja.extend(until=until, by=staff, reason="Sähkökatko.", organisation=covered.owner)
    assert list(mails("teot/extended").values_list("to", flat=True)) == [covered.author.email]
    assert second.title in mails("teot/extended").get().text
    kampanja.extend(until=until + DAY, by=staff, reason="Lakko.")

    told = list(mails("teot/extended").values_list("to", flat=True))
    assert sorted(told) == sorted([covered.author.email] * 2 + [other.author.email])


def test_extension_that_moves_nothing_for_somebody_is_not_told_to_them(kampanja, staff):
    teko = draft_for(kampanja)
    kampanja.extend(until=kampanja.closes_at + 9 * DAY, by=staff, reason="Katko.", organisation=teko.owner)
    kampanja.extend(until=kampanja.closes_at + 2 * DAY, by=staff, reason="Lakko.")

    assert mails("teot/extended").count() == 1


def test_cancellation_is_told_to_those_who_write_and_who_have_entered(kampanja, staff):
    writing, inside = draft_for(kampanja), entered(kampanja)
    entered(KampanjaFactory(), owner=OrganisaatioFactory())

    kampanja.cancel(by=staff, reason="Ohjelma päättyi.")

    told = set(mails("teot/campaign_cancelled").values_list("to", flat=True))
    assert told == {writing.author.email, inside.teko.author.email}


# Staff's own words


def test_mails_of_a_campaign_go_in_the_words_that_staff_wrote_for_it(kampanja, staff, time_machine):
    words = {"subject_fi": "Vielä ehtii: [teko]", "text_fi": "Lähetä viimeistään [sulkeutuu].\n\n[teon sivu]"}
    Kirje.objects.create(kampanja=kampanja, kind="teot/reminder", **words)
    until = kampanja.closes_at + 2 * DAY
    own, other = draft_for(kampanja, title="Kirjastoauto"), draft_for(KampanjaFactory(closes_at=until))
    kampanja.extend(until=until, by=staff, reason="Katko.", organisation=own.owner)
    time_machine.move_to(until - HOUR, tick=False)

    tick()

    mail = mails("teot/reminder").get(to=own.author.email)
    assert (mail.subject, deadline(until) in mail.text) == ("Vielä ehtii: Kirjastoauto", True)
    assert f"/ilmoita/{own.pk}/" in mail.text
    others = mails("teot/reminder").filter(to=other.author.email).values_list("subject", flat=True)
    assert (len(others), "Vielä ehtii" in "".join(others)) == (1, False)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug)
def test_preview_names_the_newest_entry_and_no_draft(kampanja, kind):
    draft_for(kampanja, title="Salainen luonnos")
    entered(kampanja, title="Kirjastoauto")

    mail = kind.preview(kampanja, "sv")

    assert "Salainen luonnos" not in mail["text"]
    assert ("Kirjastoauto" in mail["text"]) == (kind.places.get("teko") not in (None, OF_DRAFT["teko"]))
