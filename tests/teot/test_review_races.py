"""Two of the staff at once, or staff and authors: one decision, one mail, and the other is told."""

import pytest

from tekojentori.models import Sahkoposti
from teot import reviewing
from teot.models import Hakurivi, Ratkaisu, Teko
from teot.reviewing import DECISIONS
from tests.factories import TekoFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def decide(slug, key, version, by, **given):
    return lambda: reviewing.decide(DECISIONS[slug], Teko.objects.get(pk=key), by=by, version=version, **given) and None


def test_two_publish_once_with_one_mail_and_the_second_is_told(at_once):
    teko = TekoFactory(in_state="submitted")
    version, one, other = teko.submitted_version, UserFactory(staff=True), UserFactory(staff=True)

    answers = at_once(decide("julkaise", teko.pk, version, one), decide("julkaise", teko.pk, version, other))

    decision = Ratkaisu.objects.select_related("decided_by").get()
    assert sorted(answers, key=str) == sorted([None, decision.told], key=str)
    assert (answers[0] is None) == (decision.decided_by == one)
    assert list(Sahkoposti.objects.values_list("kind", "to")) == [("teot/published", teko.author.email)]


def test_publishing_against_returning_leaves_one_decision_and_one_mail(at_once):
    teko = TekoFactory(in_state="submitted")
    version, one, other = teko.submitted_version, UserFactory(staff=True), UserFactory(staff=True)

    answers = at_once(
        decide("julkaise", teko.pk, version, one),
        decide("palauta", teko.pk, version, other, reason="Vielä.", comments={"tulokset": "Mitä mitattiin?"}),
    )

    decision = Ratkaisu.objects.select_related("decided_by").get()
    assert sorted(answers, key=str) == sorted([None, decision.told], key=str)
    assert [mail.kind for mail in Sahkoposti.objects.all()] == [f"teot/{decision.kind}"]
    assert Teko.objects.get().state == decision.kind
    assert Hakurivi.objects.exists() == (decision.kind == "published")


def test_publishing_against_a_new_version_publishes_what_was_looked_at_or_nothing(at_once):
    teko = TekoFactory(in_state="submitted")
    seen, staff = teko.submitted_version, UserFactory(staff=True)
    Teko.objects.update(title="Muutettu nimi")

    published, submitted = at_once(
        decide("julkaise", teko.pk, seen, staff),
        lambda: Teko.objects.get().submit(by=teko.author),
    )

    teko = Teko.objects.get()
    assert (submitted.number, teko.submitted_version) == (2, submitted)
    if published is None:
        assert (teko.state, teko.published_version, Hakurivi.objects.get().version) == ("published", seen, seen)
    else:
        assert published.startswith(f"{teko.author} lähetti uuden version")
        assert (teko.state, Hakurivi.objects.exists(), Sahkoposti.objects.exists()) == ("submitted", False, False)


def test_two_claim_one_has_it_and_the_other_is_told(at_once):
    key, one, other = TekoFactory(in_state="submitted").pk, UserFactory(staff=True), UserFactory(staff=True)

    answers = at_once(*[lambda by=by: Teko.objects.get(pk=key).claim(by=by) for by in (one, other)])

    holder = Teko.objects.get().claimed_by
    told = [answer for answer in answers if answer is not None]
    assert len(told) == 1
    assert told[0].startswith(f"{holder} otti teon käsittelyyn")
