"""Two people at once, each with a connection of their own, let go at the same moment."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from tekojentori.refusals import Refused
from teot.models import Hakurivi, Teko, Versio
from tests.factories import TekoFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at_once():
    """Runs the callables at the same moment; returns what each answered, or its refusal as a sentence."""

    def run(*callables):
        barrier, answers = Barrier(len(callables)), [None] * len(callables)

        def go(place, act):
            try:
                barrier.wait(timeout=10)
                answers[place] = act()
            except Refused as refusal:
                answers[place] = str(refusal)
            finally:
                connection.close()

        threads = [Thread(target=go, args=pair) for pair in enumerate(callables)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
        return answers

    return run


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

    assert sorted(answers, key=str) == ["Joku muu on jo käsitellyt tämän version.", None]
    published = Teko.objects.get(pk=teko.pk).state == Teko.State.PUBLISHED
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
