import pytest

from tekojentori.refusals import Refused
from teot.models import Hakurivi, Teko
from tests.factories import WAYS, TekoFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", WAYS)
def test_public_row_stands_exactly_while_the_act_is_public(state):
    teko = TekoFactory(in_state=state)

    assert teko.state == state
    assert list(Hakurivi.objects.values_list("teko_id", flat=True)) == list(
        Teko.objects.public().values_list("pk", flat=True)
    )


def test_submitting_twice_makes_one_version():
    teko = TekoFactory()

    first = teko.submit(by=teko.author)
    second = teko.submit(by=teko.author)

    assert (first.pk, teko.versiot.count()) == (second.pk, 1)


def test_publishing_a_replaced_version_is_refused():
    teko = TekoFactory(in_state="submitted")
    seen = teko.submitted_version
    teko.title = "Parannettu nimi"
    teko.save()
    teko.submit(by=teko.author)

    with pytest.raises(Refused, match="uuden version"):
        teko.publish(by=UserFactory(staff=True), version=seen)
    assert Teko.objects.get().state == "submitted"


def test_submitting_a_published_act_keeps_the_public_version():
    teko = TekoFactory(in_state="published", title="Vanha nimi")
    teko.title = "Uusi nimi"
    teko.save()

    teko.submit(by=teko.author)

    assert teko.state == "published"
    assert Hakurivi.objects.get().card["title"] == "Vanha nimi"


def test_hiding_needs_a_reason():
    teko = TekoFactory(in_state="published")

    with pytest.raises(Refused, match="Kirjoita syy"):
        teko.hide(by=UserFactory(staff=True), reason=" ")


def test_incomplete_act_is_not_submitted_and_what_is_missing_is_named():
    teko = TekoFactory(done="", scope="")

    with pytest.raises(Refused, match="mitä tehtiin, laajuus"):
        teko.submit(by=teko.author)


def test_only_staff_publish():
    teko = TekoFactory(in_state="submitted")

    with pytest.raises(Refused, match="Vain ohjelmatoimisto"):
        teko.publish(by=teko.author, version=teko.submitted_version)


def test_one_refusal_among_many_publishes_none():
    ready, replaced = TekoFactory(in_state="submitted"), TekoFactory(in_state="submitted")
    seen = {ready: ready.submitted_version, replaced: replaced.submitted_version}
    replaced.title = "Parannettu nimi"
    replaced.save()
    replaced.submit(by=replaced.author)

    with pytest.raises(Refused, match="uuden version"):
        Teko.publish_all(seen, by=UserFactory(staff=True))
    assert list(Teko.objects.published()) == []
    assert list(Hakurivi.objects.all()) == []


def test_publishing_many_asks_as_often_as_publishing_one(django_assert_num_queries):
    staff = UserFactory(staff=True)
    for count in (1, 3):
        teot = [TekoFactory(in_state="submitted") for _ in range(count)]
        with django_assert_num_queries(8):
            Teko.publish_all({teko: teko.submitted_version for teko in teot}, by=staff)
