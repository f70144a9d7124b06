"""From the last section to the receipt, and what the authors do with their acts afterwards."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tekojentori.models import Sahkoposti
from tekojentori.refusals import Refused
from teot import authors, completeness
from teot.models import Mittari, Tekija, Teko, Viesti
from teot.own_page import PAGE_SIZE
from teot.sections import SECTIONS
from teot.task_list import TaskList
from tests.factories import WAYS, OrganisaatioFactory, TekoFactory, UserFactory, lead

pytestmark = pytest.mark.django_db

EMPTY = {"sectors": [], "made_by": [], "owner": None, "first_year": None, "people_informed": False}


@pytest.fixture
def author(client):
    author = UserFactory(email="tekija@esimerkkila.example")
    client.force_login(author)
    return author


# The task list and what submitting says


def test_complete_act_lacks_nothing_and_is_sent(author):
    teko = TekoFactory(author=author)

    assert [task.is_done for task in TaskList(teko).tasks] == [True] * len(SECTIONS)
    teko.submit(by=author)


@pytest.mark.parametrize("field", completeness.WRITTEN)
def test_a_section_is_done_exactly_when_submitting_does_not_complain_of_it(author, field):
    teko = TekoFactory(author=author)
    if field == "sectors":
        teko.sectors.clear()
    else:
        Teko.objects.update(**{field: EMPTY.get(field, False if field == "no_dismissals" else "")})
    teko = Teko.objects.get()

    undone = [task.section for task in TaskList(teko).tasks if not task.is_done]

    assert undone == [completeness.BY_FIELD[field]]
    with pytest.raises(Refused, match="puuttuu"):
        teko.submit(by=author)


def test_measure_half_filled_is_saved_but_not_sent(author):
    teko = TekoFactory(author=author)
    Mittari.objects.create(teko=teko, position=1, name="Lainat", before="3", after="")

    assert [lack.field for lack in completeness.lacks(teko)] == ["mittarit"]


def test_owner_that_has_ended_is_changed_before_sending(author):
    TekoFactory(author=author)
    Teko.objects.update(owner=OrganisaatioFactory(valid_until=date(2020, 12, 31)))

    assert [lack.field for lack in completeness.lacks(Teko.objects.get())] == ["owner"]


def test_owner_that_ended_after_publication_may_stay(author):
    teko = TekoFactory(author=author, in_state="published")
    teko.owner.valid_until = date(2020, 12, 31)
    teko.owner.save()

    assert completeness.lacks(Teko.objects.get()) == []


def test_row_broken_behind_the_form_is_named(author):
    TekoFactory(author=author)
    Teko.objects.update(contact_email="ei osoite", links=["javascript:alert(1)"])

    assert [lack.field for lack in completeness.lacks(Teko.objects.get())] == ["links", "contact_email"]


def test_empty_draft_has_everything_to_begin(client, author):
    client.post("/ilmoita/", {"key": client.get("/ilmoita/").context["key"]})
    tasks = client.get(f"/ilmoita/{Teko.objects.get().pk}/").context["list"].tasks

    wanted = [section for section in SECTIONS if set(section.fields) & set(completeness.WRITTEN)]
    assert [task.section for task in tasks if not task.is_done] == wanted
    assert [task.section for task in tasks if task.is_begun] == []


# Sending


def test_sending_gives_a_receipt_on_page_and_by_mail(client, author):
    teko = TekoFactory(author=author, title="Kirjastoauto", in_state="draft")

    response = client.post(f"/ilmoita/{teko.pk}/tarkista/", follow=True)

    teko.refresh_from_db()
    body = response.content.decode()
    mail = Sahkoposti.objects.get(kind="teot/received")
    assert response.redirect_chain == [(f"/ilmoita/{teko.pk}/kuitti/", 302)]
    assert teko.reference in body
    assert (mail.to, teko.reference in mail.subject, "Kirjastoauto" in mail.text) == (author.email, True, True)


def test_sending_twice_makes_one_version_and_one_mail(client, author):
    teko = TekoFactory(author=author)

    for _click in range(2):
        assert client.post(f"/ilmoita/{teko.pk}/tarkista/")["Location"] == f"/ilmoita/{teko.pk}/kuitti/"

    assert (teko.versiot.count(), Sahkoposti.objects.filter(kind="teot/received").count()) == (1, 1)


def test_each_answer_has_a_label_that_begins_as_labels_do(client, author):
    teko = TekoFactory(author=author)

    tasks = client.get(f"/ilmoita/{teko.pk}/tarkista/").context["list"]

    labels = [answer.label for _task, answers in tasks.answers for answer in answers]
    assert "Kumppanit" in labels
    assert [label for label in labels if not label[0].isupper()] == []


def test_incomplete_act_is_not_sent_by_a_hand_made_post(client, author):
    teko = TekoFactory(author=author, done="", scope="")

    response = client.post(f"/ilmoita/{teko.pk}/tarkista/")

    body = response.content.decode()
    assert (response.status_code, Teko.objects.get().state, Sahkoposti.objects.count()) == (422, "draft", 0)
    assert "Kerro, mitä tehtiin." in body
    assert "Valitse teon laajuus." in body
    assert "<title>Virhe: " in body


def test_person_who_has_not_told_who_they_are_does_so_before_beginning_and_sending(client, author):
    teko = TekoFactory(author=author)
    author.name = ""
    author.save()
    addresses = ["/ilmoita/?kampanja=kevat", f"/ilmoita/{teko.pk}/tarkista/"]

    led_to = [client.get(address).url for address in addresses]
    posted = client.post(addresses[1])
    with pytest.raises(Refused, match="kuka olet"):
        authors.submit(teko, by=author)

    first = [
        "/tili/tiedot/?next=%2Filmoita%2F%3Fkampanja%3Dkevat",
        f"/tili/tiedot/?next=%2Filmoita%2F{teko.pk}%2Ftarkista%2F",
    ]
    assert (led_to, posted.url) == (first, first[1])
    assert not teko.versiot.exists()
    details = {"name": "Uusi", "title": "", "language": "fi", "organisation": "muu", "unlisted_organisation": "Koe"}
    assert client.post(first[1], details).url == addresses[1]
    assert client.get(addresses[1]).status_code == 200


def test_receipt_goes_to_every_author_in_their_own_language(author):
    teko = TekoFactory(author=author)
    swede = UserFactory(email="medskribent@esimerkkila.example", language="sv")
    authors.invite(teko, by=author, email=swede.email)
    authors.invite(teko, by=author, email="ei-vastannut@esimerkkila.example")
    teko.accept_invitation(by=swede)

    authors.submit(teko, by=author)

    sent = Sahkoposti.objects.filter(kind="teot/received").values_list("to", "language")
    assert set(sent) == {(author.email, "fi"), (swede.email, "sv")}


def test_receipt_says_when_it_was_sent_as_its_reader_writes_it(author, time_machine):
    time_machine.move_to("2026-11-24 14:32:05+02:00", tick=False)
    teko = TekoFactory(author=author)
    for language in ("sv", "en"):
        reader = UserFactory(email=f"{language}@esimerkkila.example", language=language)
        authors.invite(teko, by=author, email=reader.email)
        teko.accept_invitation(by=reader)

    authors.submit(teko, by=author)

    said = {"fi": "24.11.2026 klo 14.32", "sv": "24.11.2026 kl. 14.32", "en": "24 November 2026 at 14:32"}
    for mail in Sahkoposti.objects.filter(kind="teot/received"):
        lines = [line for line in mail.text.split("\n") if line.endswith(said[mail.language])]
        assert (len(lines), f"<td>{said[mail.language]}</td>" in mail.html) == (1, True)
        assert f"<td>{teko.reference}</td>" in mail.html


def test_author_edits_what_was_sent_and_sends_it_again(client, author):
    teko = TekoFactory(author=author, in_state="submitted")
    assert not client.get(f"/ilmoita/{teko.pk}/").context["list"].has_unsent_changes

    Teko.objects.update(title="Parempi nimi")
    assert client.get(f"/ilmoita/{teko.pk}/").context["list"].has_unsent_changes

    client.post(f"/ilmoita/{teko.pk}/tarkista/")
    teko.refresh_from_db()
    assert (teko.state, teko.submitted_version.document["title"]) == ("submitted", "Parempi nimi")


def test_edit_of_a_public_act_waits_and_its_owner_stays_until_then(client, author):
    teko = TekoFactory(author=author, in_state="published", title="Vanha")
    old = teko.owner
    Teko.objects.update(title="Uusi", owner=OrganisaatioFactory())

    client.post(f"/ilmoita/{teko.pk}/tarkista/")
    teko.refresh_from_db()
    staff = UserFactory(staff=True)
    teko.hide(by=staff, reason="Kokeeksi.")
    teko.unhide(by=staff)

    teko.hakurivi.refresh_from_db()
    assert (teko.hakurivi.card["title"], teko.hakurivi.owner) == ("Vanha", old)
    assert "Muutos odottaa" in client.get("/omat/").content.decode()


def test_preview_is_the_public_page(client, author):
    teko = TekoFactory(author=author, title="Sama sivu", contact_consent=True)
    before = client.get(f"/ilmoita/{teko.pk}/esikatselu/").content.decode()
    lead(teko, "published")
    public = client.get(f"/teot/{teko.pk}/", follow=True).content.decode()

    def article(body):
        text = body.split('<article class="split aside-last">')[1].split("</article>")[0]
        return [line for line in text.split('<aside class="stack"')[0].split("\n") if line.strip()]

    assert article(before) == article(public)
    assert "noindex" in before


@pytest.mark.parametrize("page", ["", "esikatselu/", "tarkista/", "nimi/"])
def test_empty_draft_has_all_its_pages(client, author, rekisteri, page):
    client.post("/ilmoita/", {"key": client.get("/ilmoita/").context["key"]})

    assert client.get(f"/ilmoita/{Teko.objects.get().pk}/{page}").status_code == 200


def test_scripts_in_text_are_shown_as_text(client, author):
    teko = TekoFactory(author=author, title="<script>x</script>", done="<img src=x onerror=y> [a](javascript:b)")

    for page in ("", "esikatselu/", "tarkista/", "toteutus/", "nimi/", "peru/"):
        body = client.get(f"/ilmoita/{teko.pk}/{page}").content.decode()
        assert (page, "<script>x" in body, "<img src=x" in body, 'href="javascript' in body) == (page, *[False] * 3)


# Afterwards


def test_taking_back_makes_a_draft_again(client, author):
    teko = TekoFactory(author=author, in_state="submitted")

    client.post(f"/ilmoita/{teko.pk}/ota-takaisin/")

    assert Teko.objects.get().state == "draft"


def test_what_staff_have_decided_on_is_not_taken_back(client, author):
    teko = TekoFactory(author=author, in_state="published")

    body = client.post(f"/ilmoita/{teko.pk}/ota-takaisin/", follow=True).content.decode()

    assert Teko.objects.get().state == "published"
    assert "sitä ei voi nyt ottaa takaisin" in body


def test_withdrawing_asks_first(client, author):
    teko = TekoFactory(author=author, in_state="published")

    assert client.get(f"/ilmoita/{teko.pk}/peru/").status_code == 200
    assert Teko.objects.get().state == "published"
    assert client.post(f"/ilmoita/{teko.pk}/peru/")["Location"] == "/omat/"
    assert Teko.objects.get().state == "withdrawn"


def test_returned_act_shows_why(client, author):
    TekoFactory(author=author, in_state="returned")

    assert "Kertokaa tuloksista lisää." in client.get("/omat/").content.decode()


# Own acts


@pytest.mark.parametrize("state", WAYS)
def test_own_acts_are_grouped_by_what_is_asked(client, author, state):
    teko = TekoFactory(author=author, in_state=state)

    groups = dict(client.get("/omat/").context["page"].groups)

    name = {"withdrawn": "over"}.get(state, "waiting" if state in ("draft", "returned", "rejected") else "sent")
    assert groups == {name: [teko]}


def asked_of(teko, text, *, relayed=True) -> Viesti:
    viesti = Viesti.objects.ask(
        teko, key=text, name="Leena Lukija", email="leena@lukija.example", text=text, language="fi"
    )
    if relayed:
        viesti.relay()
    return viesti


def test_questions_that_wait_stand_among_own_acts_and_are_answered_from_there(client, author):
    mine, colleagues = TekoFactory(author=author, in_state="published"), TekoFactory(in_state="published")
    asked_of(mine, "Vanhentunut <kysymys>?")
    Viesti.objects.update(relayed_at=timezone.now() - timedelta(days=90, seconds=1))
    asked_of(mine, "Mitä <tämä> maksoi?")
    asked_of(mine, "Vahvistamatta", relayed=False)
    asked_of(colleagues, "Toiselle")

    page = client.get("/omat/")
    ((question, address),) = page.context["page"].questions

    assert question.text == "Mitä <tämä> maksoi?"
    assert "Mitä &lt;tämä&gt; maksoi?" in page.content.decode()
    assert "leena@" not in page.content.decode()
    assert client.get(address).context["viesti"] == question
    question.answer(email=author.email, key="vastaus", name="Aino", text="Ei mitään.")
    assert client.get("/omat/").context["page"].questions == []


def test_question_of_an_act_that_is_hidden_is_not_asked_of_anybody(client, author):
    teko = TekoFactory(author=author, in_state="published")
    asked_of(teko, "Mitä tämä maksoi?")
    teko.hide(by=UserFactory(staff=True), reason="Tietosuoja.")

    assert client.get("/omat/").context["page"].questions == []


def test_own_list_says_when_it_is_empty(client, author):
    assert "Sinulla ei ole vielä tekoja" in client.get("/omat/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_own_list_asks_as_often_for_one_as_for_three(client, author, number, django_assert_num_queries):
    TekoFactory.create_batch(number, author=author, in_state="returned")

    for teko in Teko.objects.all():
        asked_of(TekoFactory(author=author, in_state="published"), f"Kysymys {teko.pk}")

    # session, user, count, page, entries, invitations, questions, deleted drafts, campaigns
    with django_assert_num_queries(9):
        client.get("/omat/")


def test_own_list_has_pages(client, author):
    TekoFactory.create_batch(PAGE_SIZE + 1, author=author)

    first, second = (set(client.get(f"/omat/?sivu={number}").context["page"].page) for number in (1, 2))

    assert (len(first), len(second), len(first | second)) == (PAGE_SIZE, 1, PAGE_SIZE + 1)
    assert set(client.get("/omat/?sivu=x").context["page"].page) == first


# Co-authors


def test_co_author_is_mailed_once_and_writes_after_accepting(client, author):
    teko = TekoFactory(author=author)
    for _click in range(2):
        client.post(f"/ilmoita/{teko.pk}/tekijat/", {"email": " Kollega@Esimerkkila.example "})
    mail = Sahkoposti.objects.get(kind="teot/invited")
    colleague = UserFactory(email="kollega@esimerkkila.example")
    client.force_login(colleague)

    assert (mail.to, mail.reply_to) == (colleague.email, author.email)
    assert f"/ilmoita/{teko.pk}/kutsu/" in mail.text
    assert client.get(f"/ilmoita/{teko.pk}/").status_code == 404
    assert client.get(f"/ilmoita/{teko.pk}/kutsu/").status_code == 200
    assert not teko.can_be_edited_by(colleague)

    client.post(f"/ilmoita/{teko.pk}/kutsu/")
    assert teko.can_be_edited_by(colleague)
    assert client.get(f"/ilmoita/{teko.pk}/nimi/").status_code == 200
    assert client.get("/omat/").context["page"].groups == [("waiting", [teko])]


def test_invitation_is_for_its_address_alone(client, author):
    teko = TekoFactory(author=author)
    teko.invite(by=author, email="kollega@esimerkkila.example")
    client.force_login(UserFactory())

    assert client.get(f"/ilmoita/{teko.pk}/kutsu/").status_code == 404
    assert client.post(f"/ilmoita/{teko.pk}/kutsu/").status_code == 404
    assert client.get("/omat/").context["page"].invitations == []


def test_invitation_outlives_sending(author):
    teko = TekoFactory(author=author)
    teko.invite(by=author, email="kollega@esimerkkila.example")
    lead(teko, "published")
    colleague = UserFactory(email="kollega@esimerkkila.example")

    teko.accept_invitation(by=colleague)

    assert teko.can_be_edited_by(colleague)


def test_removed_co_author_writes_no_more(client, author):
    teko = TekoFactory(author=author)
    colleague = UserFactory(email="kollega@esimerkkila.example")
    invited = teko.invite(by=author, email=colleague.email)
    teko.accept_invitation(by=colleague)

    client.post(f"/ilmoita/{teko.pk}/tekijat/{invited.pk}/poista/")

    assert not teko.can_be_edited_by(colleague)
    with pytest.raises(Refused, match="Pyydä uusi"):
        teko.accept_invitation(by=colleague)


def test_co_author_of_another_act_is_not_removed(client, author):
    other = TekoFactory()
    invited = other.invite(by=other.author, email="kollega@esimerkkila.example")
    teko = TekoFactory(author=author)

    client.post(f"/ilmoita/{teko.pk}/tekijat/{invited.pk}/poista/")

    assert Tekija.objects.get() == invited


@pytest.mark.parametrize("email", ["", "ei osoite", "x" * 250 + "@esimerkkila.example", "a@b\r\nBcc: c@d.example"])
def test_bad_address_is_told_and_nobody_is_mailed(client, author, email):
    teko = TekoFactory(author=author)

    response = client.post(f"/ilmoita/{teko.pk}/tekijat/", {"email": email})

    assert (response.status_code, Sahkoposti.objects.count(), Tekija.objects.count()) == (422, 0, 0)


def test_author_does_not_invite_themselves(client, author):
    teko = TekoFactory(author=author)

    body = client.post(f"/ilmoita/{teko.pk}/tekijat/", {"email": author.email}, follow=True).content.decode()

    assert "oma osoite" in body
    assert Tekija.objects.count() == 0


def test_invitations_have_a_limit(author, monkeypatch):
    teko = TekoFactory(author=author)
    monkeypatch.setattr("teot.models.writing.MOST_CO_AUTHORS", 1)
    teko.invite(by=author, email="yksi@esimerkkila.example")

    assert teko.invite(by=author, email="yksi@esimerkkila.example").email == "yksi@esimerkkila.example"
    with pytest.raises(Refused, match="enintään 1"):
        teko.invite(by=author, email="kaksi@esimerkkila.example")


# Similar acts


def test_similar_public_acts_stand_beside_the_title(client, author, rekisteri):
    public = TekoFactory(title="Kirjastoauto kiertää sivukyliä", in_state="published")
    TekoFactory(title="Kirjastoauto salassa", in_state="submitted")
    TekoFactory(title="Puuro maistuu", summary="-", done="-", in_state="published")
    teko = TekoFactory(author=author, title="Uusi kirjastoauto")

    page = client.get(f"/ilmoita/{teko.pk}/nimi/").context["page"]

    assert [card.title for card in page.similar] == [public.title]


def test_similar_acts_come_along_with_what_saves_itself(client, author, rekisteri):
    public = TekoFactory(title="Kirjastoauto <b>kiertää</b> sivukyliä", in_state="published")
    teko = TekoFactory(author=author, title="")
    address = f"/ilmoita/{teko.pk}/nimi/"
    form = {"seen": "0", "page": "sivu", "language": "fi", "end": "1", "autosave": "1"}

    answers = [client.post(address, form | {"title": title}).json() for title in ("Uusi kirjastoauto", "Puuro")]

    assert "Kirjastoauto &lt;b&gt;kiertää&lt;/b&gt; sivukyliä" in answers[0]["similar"]
    assert f"/teot/{public.pk}" in answers[0]["similar"]
    assert answers[1]["similar"] == ""


def test_act_is_not_similar_to_itself(client, author, rekisteri):
    teko = TekoFactory(author=author, title="Kirjastoauto", in_state="published")

    assert client.get(f"/ilmoita/{teko.pk}/nimi/").context["page"].similar == []


# Query counts


@pytest.mark.parametrize(
    ("slug", "queries"),
    [("nimi", 5), ("toteutus", 3), ("tulokset", 4), ("ohje", 3), ("luokittelu", 5), ("yhteys", 3)],
)
def test_section_page_asks_little(client, author, rekisteri, slug, queries, django_assert_num_queries):
    teko = TekoFactory(author=author)
    client.get(f"/ilmoita/{teko.pk}/{slug}/")

    with django_assert_num_queries(queries):
        client.get(f"/ilmoita/{teko.pk}/{slug}/")
    teko.submit(by=author)
    teko.return_to_authors(by=UserFactory(staff=True), version=teko.submitted_version, reason="Tarkentakaa.")
    with django_assert_num_queries(queries):
        client.get(f"/ilmoita/{teko.pk}/{slug}/")
