"""Two people at once, each with a connection of their own, let go at the same moment."""

import pytest

from teot.models import Hakurivi, Ratkaisu, Teko, Versio
from tests.factories import TekoFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_double_click_makes_one_version(at_once):
    key = TekoFactory().pk

    def submit():
        teko = Teko.objects.get(pk=key)
        return teko.submit(by=teko.author).pk

    first, second = at_once(submit, submit)

    assert first == second == Versio.objects.get().pk


def test_two_staff_decide_once_and_the_second_is_told(at_once):
    teko = TekoFactory(in_state="submitted")
    version, one, other = teko.submitted_version, UserFactory(staff=True), UserFactory(staff=True)

    answers = at_once(
        lambda: Teko.objects.get(pk=teko.pk).publish(by=one, version=version),
        lambda: Teko.objects.get(pk=teko.pk).reject(by=other, version=version, reason="Ei kehittämistä."),
    )

    published = Teko.objects.get(pk=teko.pk).state == Teko.State.PUBLISHED
    told = str(Ratkaisu.objects.get().told)
    assert sorted(answers, key=str) == sorted([told, None], key=str)
    assert told.startswith(f"{one} julkaisi" if published else f"{other} hylkäsi")
    assert (answers[0] is None, Hakurivi.objects.exists()) == (published, published)


def test_publishing_many_at_once_in_any_order_never_locks_for_good(at_once):
    teot = [TekoFactory(in_state="submitted") for _ in range(5)]
    keys, staff = [teko.pk for teko in teot], UserFactory(staff=True)

    def publish(order):
        rows = [Teko.objects.select_related("submitted_version").get(pk=key) for key in order]
        Teko.publish_all({row: row.submitted_version for row in rows if row.submitted_version}, by=staff)

    answers = at_once(lambda: publish(keys), lambda: publish(keys[::-1]))

    assert answers[0] is None or answers[1] is None
    assert Teko.objects.published().count() == 5
