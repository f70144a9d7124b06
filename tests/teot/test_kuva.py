"""Pictures and attachments in the working copy, in versions and on the way to their public files."""

import pytest
from django.db import IntegrityError, connection

from tekojentori.management.commands.worker import BeatingWorker
from tekojentori.refusals import Refused
from teot import stored_files
from teot.models import Kuva, Liite
from teot.models.kuva import LOCK, MOST_ATTEMPTS, encode
from tests.factories import TekoFactory, UserFactory, lead
from tests.sent import document, picture, png_that_claims, sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def teko():
    return TekoFactory()


COLUMNS = "teko_id, digest, name, alt, is_decorative, format, width, height, state, fault, attempts, widths"


def pictures(number: int) -> list:
    return [sent(picture("PNG", colour=f"#0000{turn:02X}"), f"kuva {turn}.png") for turn in range(number)]


def documents(number: int) -> list:
    return [sent(document("pdf") + b"\n" * turn, f"liite {turn}.pdf") for turn in range(number)]


def add(teko, *files) -> list:
    return [teko.add_file(each, by=teko.author) for each in files]


def files_in(folder) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


# The working copy


def test_files_are_kept_in_order_under_clean_names(teko):
    add(teko, sent(picture(), "../piha\u202e.jpg"), sent(document("odt"), "ohje.exe"), sent(picture("PNG"), "kartta"))

    assert [(row.position, row.name) for row in teko.kuvat.in_use()] == [(1, "piha.jpg"), (2, "kartta.png")]
    assert [(row.position, row.name, row.type) for row in teko.liitteet.in_use()] == [(1, "ohje.odt", "odt")]


def test_same_content_twice_is_one_file(teko):
    first, second = add(teko, sent(picture(), "a.jpg"), sent(picture(), "b.jpg"))
    one, other = add(teko, sent(document("pdf"), "a.pdf"), sent(document("pdf"), "b.pdf"))

    assert first == second
    assert one == other
    assert (teko.kuvat.count(), teko.liitteet.count()) == (1, 1)


def test_two_acts_may_have_the_same_picture(teko):
    other = TekoFactory()

    assert add(teko, sent(picture())) != add(other, sent(picture()))


@pytest.mark.parametrize(
    ("make", "most", "reason"),
    [
        (pictures, 8, "Kuvia voi olla enintään 8. Poista ensin jokin niistä."),
        (documents, 5, "Liitteitä voi olla enintään 5. Poista ensin jokin niistä."),
    ],
)
def test_one_too_many_is_refused_until_another_goes(teko, make, most, reason):
    *fitting, last = make(most + 1)
    add(teko, *fitting)

    with pytest.raises(Refused) as refusal:
        add(teko, last)
    teko.remove_file(fitting[0].digest, by=teko.author)
    (row,) = add(teko, last)

    assert str(refusal.value) == reason
    assert row.position == most + 1


@pytest.mark.django_db(transaction=True)
def test_eighth_and_ninth_at_once_are_eight(teko, at_once):
    *first, eighth, ninth = pictures(9)
    add(teko, *first)

    answers = at_once(
        *[
            lambda each=each: TekoFactory._meta.model.objects.get(pk=teko.pk).add_file(each, by=teko.author).name
            for each in (eighth, ninth)
        ]
    )

    assert teko.kuvat.in_use().count() == 8
    assert len([answer for answer in answers if answer.startswith("Kuvia voi olla enintään 8.")]) == 1


@pytest.mark.parametrize("state", ["archived", "hidden", "withdrawn"])
def test_act_that_is_not_written_takes_no_files(state):
    teko = TekoFactory(in_state=state)

    with pytest.raises(Refused):
        add(teko, sent(picture()))
    assert teko.kuvat.count() == 0


@pytest.mark.parametrize("staff", [False, True])
def test_only_authors_add_and_remove(teko, staff):
    (kuva,) = add(teko, sent(picture()))
    other = UserFactory(staff=staff)

    with pytest.raises(Refused):
        teko.add_file(sent(picture("PNG")), by=other)
    with pytest.raises(Refused):
        teko.remove_file(kuva.digest, by=other)
    assert list(teko.kuvat.in_use()) == [kuva]


# Encoding


def test_picture_is_encoded_when_its_transaction_commits(teko, media, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        (kuva,) = add(teko, sent(picture()))
        assert files_in(media) == {"alkuperainen"}
        assert kuva.state == Kuva.State.WAITING

    kuva.refresh_from_db()
    assert (kuva.state, kuva.widths) == (Kuva.State.READY, [60])
    assert files_in(media) == {"60.avif", "60.webp", "jako.jpg"}


def test_one_task_encodes_all_that_wait(teko):
    add(teko, *pictures(3))

    encode.enqueue()

    assert set(teko.kuvat.values_list("state", flat=True)) == {Kuva.State.READY}


def test_picture_that_cannot_be_decoded_fails_with_a_reason_and_may_be_sent_again(teko, media):
    bad = sent(png_that_claims(500, 400))
    (kuva,) = add(teko, bad)

    Kuva.objects.encode_next()
    kuva.refresh_from_db()

    assert (kuva.state, kuva.get_fault_display()) == (Kuva.State.FAILED, "Kuvaa ei voitu lukea.")
    assert files_in(media) == set()
    (again,) = add(teko, bad)
    assert (again.pk, again.state, again.fault) == (kuva.pk, Kuva.State.WAITING, "")


def test_picture_that_keeps_killing_its_worker_is_given_up(teko):
    (kuva,) = add(teko, sent(picture()))
    Kuva.objects.update(attempts=MOST_ATTEMPTS - 1)
    Kuva.objects.encode_next()
    kuva.refresh_from_db()
    assert kuva.state == Kuva.State.READY

    (other,) = add(teko, sent(picture("PNG")))
    Kuva.objects.filter(pk=other.pk).update(attempts=MOST_ATTEMPTS)
    Kuva.objects.encode_next()
    other.refresh_from_db()
    assert (other.state, other.fault) == (Kuva.State.FAILED, Kuva.Fault.GIVEN_UP)


def test_killed_worker_leaves_the_picture_to_be_encoded_again(teko, media, monkeypatch):
    (kuva,) = add(teko, sent(picture()))

    def die(image, path, **options):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("teot.picture_encoding.save", die)
        with pytest.raises(KeyboardInterrupt):
            Kuva.objects.encode_next()

    kuva.refresh_from_db()
    assert (kuva.state, kuva.attempts) == (Kuva.State.WAITING, 1)
    Kuva.objects.encode_next()
    kuva.refresh_from_db()
    assert kuva.state == Kuva.State.READY
    assert files_in(media) == {"60.avif", "60.webp", "jako.jpg"}


def leave_waiting(kuva) -> None:
    """As if the worker had died before it began."""
    kuva.write_original(picture())
    Kuva.objects.filter(pk=kuva.pk).update(state="waiting", widths=[], attempts=0)


@pytest.mark.django_db(transaction=True)
def test_only_one_process_encodes_at_a_time(teko, at_once):
    leave_waiting(*add(teko, sent(picture())))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            assert at_once(Kuva.objects.encode_next) == [False]
            assert teko.kuvat.get().attempts == 0
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])

    at_once(Kuva.objects.encode_next)
    assert teko.kuvat.get().state == Kuva.State.READY


@pytest.mark.django_db(transaction=True)
def test_worker_picks_up_what_was_left_over(teko):
    leave_waiting(*add(teko, sent(picture())))

    BeatingWorker().upkeep()

    assert teko.kuvat.get().state == Kuva.State.READY


@pytest.mark.parametrize(
    "broken",
    [
        "UPDATE teot_kuva SET state = 'ready', widths = '{}'",
        "UPDATE teot_kuva SET state = 'failed', fault = ''",
        "UPDATE teot_kuva SET fault = 'unreadable'",
        f"INSERT INTO teot_kuva ({COLUMNS}) SELECT {COLUMNS} FROM teot_kuva",
    ],
)
def test_database_keeps_what_is_true_of_every_picture(teko, broken):
    add(teko, sent(picture()))

    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute(broken)


# Versions


def test_version_names_its_pictures_and_attachments(teko):
    kuva, decorative, liite = add(teko, sent(picture()), sent(picture("PNG")), sent(document("pdf"), "ohje.pdf"))
    Kuva.objects.filter(pk=kuva.pk).update(alt="Piha talvella")
    Kuva.objects.filter(pk=decorative.pk).update(alt="Turha", is_decorative=True)

    lead(teko, "submitted")

    assert teko.submitted_version.document["pictures"] == [
        {"digest": kuva.digest, "alt": "Piha talvella", "width": 60, "height": 40},
        {"digest": decorative.digest, "alt": "", "width": 60, "height": 40},
    ]
    size = len(document("pdf"))
    attachments = [{"digest": liite.digest, "name": "ohje.pdf", "type": "pdf", "size": size}]
    assert teko.submitted_version.document["attachments"] == attachments


def test_version_without_files_names_none(teko):
    lead(teko, "submitted")

    assert {"pictures", "attachments"} & set(teko.submitted_version.document) == set()


def test_public_is_shown_no_picture_before_it_is_made(teko):
    staff = UserFactory(staff=True)
    (kuva,) = add(teko, sent(picture(), "piha.jpg"))
    Kuva.objects.update(alt="Piha")
    lead(teko, "submitted")

    with pytest.raises(Refused) as refusal:
        teko.publish(by=staff, version=teko.submitted_version)
    assert str(refusal.value) == "Teon kuvia pakataan vielä. Julkaise se hetken kuluttua."
    Kuva.objects.filter(pk=kuva.pk).update(state="failed", fault="unreadable")
    with pytest.raises(Refused) as refusal:
        teko.publish(by=staff, version=teko.submitted_version)
    assert "Teon kuvaa ”piha.jpg” ei voitu pakata." in str(refusal.value)

    Kuva.objects.filter(pk=kuva.pk).update(state="waiting", fault="")
    Kuva.objects.encode_next()
    teko.publish(by=staff, version=teko.submitted_version)
    assert teko.state == "published"


# What may go


def test_file_goes_only_when_neither_a_version_nor_the_working_copy_names_it(teko, media):
    named, dropped, used = add(teko, *pictures(3))
    attached, lost = add(teko, *documents(2))
    Kuva.objects.update(alt="Kuva")
    for row in (dropped, lost):
        teko.remove_file(row.digest, by=teko.author)
    encode.enqueue()
    lead(teko, "submitted")
    for row in (named, attached):
        teko.remove_file(row.digest, by=teko.author)

    stored_files.discard_unnamed()

    assert set(Kuva.objects.values_list("pk", flat=True)) == {named.pk, used.pk}
    assert set(Liite.objects.values_list("pk", flat=True)) == {attached.pk}
    assert {path.name for path in media.glob("*/*/*")} == {named.digest, used.digest, attached.digest}


def test_files_of_an_act_that_is_gone_go_after_a_day(teko, media):
    add(teko, sent(picture()), sent(document("pdf")))
    kept = add(TekoFactory(), sent(picture()))[0]
    teko.delete()

    stored_files.discard_unnamed()
    assert len(list(media.glob("*/*/*"))) == 3

    stored_files.discard_unnamed(older_than_seconds=0)
    assert [path.name for path in media.glob("*/*/*")] == [kept.digest]


def test_removed_picture_comes_back_as_it_was(teko):
    (kuva,) = add(teko, sent(picture()))
    encode.enqueue()
    teko.remove_file(kuva.digest, by=teko.author)

    (again,) = add(teko, sent(picture()))

    assert (again.pk, again.position, again.state) == (kuva.pk, 1, Kuva.State.READY)
