"""What the database holds agrees with what it follows from: for each invariant a broken row, and the command finds it.

Rows are broken past the triggers and, where one is in the way, without the constraint: as a hand in the database can.
"""

import re

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from palkinnot import marks, publication
from palkinnot.models import Esteellisyys, Sarja
from palkinnot.models.choice import Choice
from tekojentori.management.commands.check_invariants import ALL
from tests.factories import OrganisaatioFactory, TeemaFactory, TekoFactory, UserFactory
from tests.juries import make_jury

pytestmark = pytest.mark.django_db

#: What breaks each invariant. `state`: that of the jury that is there; a published act and its entry always are.
BREAKS = {
    "triggers-on": ["ALTER TABLE teot_teko DISABLE TRIGGER USER"],
    "constraints-there": ["ALTER TABLE teot_teko DROP CONSTRAINT teko_claimed_waits"],
    "history-current": [
        "UPDATE teot_teko SET state_reason = 'Muu.'",
        "UPDATE palkinnot_piste SET value = 1 WHERE value = 5",
        "UPDATE palkinnot_arvio SET comment_to_jury = 'Muu.'",
        "DELETE FROM palkinnot_ehdokasevent",
        "UPDATE palkinnot_kierros SET quorum = 1",
        "UPDATE palkinnot_esteellisyys SET reason = 'Muu.'",
    ],
    "sort-keys": [
        "UPDATE tekojentori_organisaatio SET sort_key = 'zzz'",
        "UPDATE teot_teema SET sort_key = 'zzz'",
    ],
    "merged-once": [
        "UPDATE tekojentori_organisaatio AS own SET merged_into_id = (SELECT max(id) FROM tekojentori_organisaatio "
        "WHERE merged_into_id IS NULL AND id <> own.id) WHERE id IN "
        "(SELECT merged_into_id FROM tekojentori_organisaatio)"
    ],
    "no-circles": [
        "UPDATE tekojentori_organisaatio SET valid_until = '2026-01-01', "
        "successor_id = (SELECT max(id) FROM tekojentori_organisaatio) "
        "WHERE id = (SELECT min(id) FROM tekojentori_organisaatio); "
        "UPDATE tekojentori_organisaatio SET valid_until = '2026-01-01', "
        "successor_id = (SELECT min(id) FROM tekojentori_organisaatio) "
        "WHERE id = (SELECT max(id) FROM tekojentori_organisaatio)"
    ],
    "public-rows": [
        "DELETE FROM teot_hakurivi",
        "UPDATE teot_teko SET state = 'hidden', state_reason = 'Syy.' WHERE state = 'published'",
    ],
    "public-rows-current": [
        "UPDATE teot_hakurivi SET card = jsonb_set(card, '{title}', '\"Muu\"')",
        "UPDATE teot_hakurivi SET sector_mask = 64",
        "UPDATE teot_hakurivi SET is_archived = true",
        "UPDATE teot_hakurivi SET title_key = 'zzz'",
    ],
    "own-versions": [
        "UPDATE teot_teko SET published_version_id = (SELECT max(id) FROM teot_versio) "
        "WHERE id = (SELECT min(id) FROM teot_teko)"
    ],
    "version-numbers": ["UPDATE teot_versio SET number = number + 1"],
    "waiting-undecided": [
        "UPDATE teot_teko SET submitted_version_id = published_version_id, waits_since = now() "
        "WHERE state = 'published'"
    ],
    "published-decided": ["DELETE FROM teot_ratkaisu"],
    "refused-decided": [
        "UPDATE teot_teko SET state = 'rejected', state_reason = 'Syy.', published_version_id = NULL "
        "WHERE state = 'published'"
    ],
    "public-files": [
        "UPDATE teot_versio SET document = jsonb_set(document, '{pictures}', '[{\"digest\": \"0000\"}]')",
        "UPDATE teot_versio SET document = jsonb_set(document, '{attachments}', '[{\"digest\": \"0000\"}]')",
    ],
    "entries-bound": [
        "UPDATE teot_osallistuminen SET frozen_at = now(), "
        "frozen_version_id = (SELECT max(id) FROM teot_versio WHERE teko_id <> teot_osallistuminen.teko_id)",
        "UPDATE teot_osallistuminen SET frozen_at = now(), frozen_version_id = "
        "(SELECT max(id) FROM teot_versio WHERE teko_id = teot_osallistuminen.teko_id); "
        "UPDATE kampanjat_kampanja SET closes_at = now() + interval '1 day'",
    ],
    "entries-own-versions": [
        "UPDATE teot_osallistuminen SET frozen_at = now(), "
        "frozen_version_id = (SELECT max(id) FROM teot_versio WHERE teko_id <> teot_osallistuminen.teko_id)"
    ],
    "rejected-left": [
        "UPDATE teot_teko SET state = 'rejected', state_reason = 'Syy.', published_version_id = NULL "
        "WHERE state = 'published'"
    ],
    "candidates-of-campaign": [
        "INSERT INTO kampanjat_kampanja SELECT (jsonb_populate_record(kampanja, "
        "jsonb_build_object('id', 999999, 'slug', 'toinen'))).* FROM kampanjat_kampanja AS kampanja; "
        "UPDATE palkinnot_sarja SET kampanja_id = 999999"
    ],
    "rounds-of-campaign": [
        "INSERT INTO kampanjat_kampanja SELECT (jsonb_populate_record(kampanja, "
        "jsonb_build_object('id', 999999, 'slug', 'toinen'))).* FROM kampanjat_kampanja AS kampanja; "
        "UPDATE palkinnot_raati SET kampanja_id = 999999"
    ],
    "weights": ["UPDATE palkinnot_kriteeri SET weight = 0", "DELETE FROM palkinnot_kriteeri"],
    "prepared-untouched": ["UPDATE palkinnot_kierros SET state = 'preparing'"],
    "sheets-of-jury": [
        "INSERT INTO palkinnot_raati (id, name, kampanja_id, version, changed_at, change_reason) "
        "SELECT 999999, 'Toinen', kampanja_id, 1, now(), '' FROM palkinnot_raati; "
        "UPDATE palkinnot_raatilainen SET raati_id = 999999"
    ],
    "seats-signed": ["DELETE FROM palkinnot_sitoumus"],
    "scores-on-scale": ["UPDATE palkinnot_piste SET value = 9", "UPDATE palkinnot_kriteeri SET high = 3"],
    "sheets-tally": [
        "UPDATE palkinnot_piste SET value = NULL",
        "UPDATE palkinnot_arvio SET state = 'assigned', begun_at = NULL, given_at = NULL WHERE state = 'given'",
        "UPDATE palkinnot_arvio SET state = 'begun', given_at = NULL WHERE state = 'given'",
    ],
    "no-sheet-in-conflict": [
        "UPDATE palkinnot_arvio SET state = 'given', given_at = now(), closed_at = NULL, reason = '' "
        "WHERE state = 'recused'"
    ],
    "set-aside-in-conflict": ["DELETE FROM palkinnot_esteellisyys"],
    "conflicts-written": [
        "UPDATE tekojentori_user SET organisation_id = (SELECT min(owner_id) FROM teot_teko) "
        "WHERE id IN (SELECT user_id FROM palkinnot_raatilainen)"
    ],
    "orders-of-reading": ["UPDATE palkinnot_arvio SET place = 1"],
    "decisions-of-category": [
        "INSERT INTO palkinnot_sarja SELECT (jsonb_populate_record(sarja, "
        "jsonb_build_object('id', 999999, 'name_fi', 'Toinen'))).* FROM palkinnot_sarja AS sarja; "
        "UPDATE palkinnot_palkinto SET sarja_id = 999999"
    ],
    "decisions-within-number": [
        "UPDATE palkinnot_sarja SET honourable_mentions = false",
        "UPDATE palkinnot_palkinto SET kind = 'prize' WHERE kind = 'mention'",
        "UPDATE palkinnot_palkinto SET kind = 'none', ehdokas_id = NULL, reason = 'Syy.' WHERE kind = 'mention'",
    ],
    "decisions-by-lock": [
        "UPDATE palkinnot_palkinto SET lukitus_id = NULL",
        "UPDATE palkinnot_sarja SET selection = 'staff'",
    ],
    "decisions-standing": [
        "UPDATE teot_osallistuminen SET withdrawn_at = now() - interval '16 minutes'",
        "UPDATE palkinnot_ehdokas SET removed_at = now() - interval '16 minutes', removed_reason = 'Syy.'",
        "UPDATE teot_teko SET state = 'hidden', state_reason = 'Syy.', state_at = now() - interval '16 minutes' "
        "WHERE state = 'published'",
    ],
    "marks-of-decisions": [
        "UPDATE teot_tunnustus SET citation_sv = 'Något annat.'",
        "UPDATE teot_tunnustus SET key = 'palkinto:999999' WHERE kind = 'prize'",
        "UPDATE palkinnot_palkinto SET state = 'open', confirmed_at = NULL, confirmed_by_id = NULL",
        "UPDATE kampanjat_kampanja SET results_public_from = NULL",
    ],
    "corrections-applied": [
        "UPDATE palkinnot_palkinto SET citation_fi = 'Muu.' WHERE kind = 'mention'",
        "UPDATE palkinnot_oikaisu SET becomes = '{}'",
        "DELETE FROM palkinnot_palkinto WHERE corrected_at IS NOT NULL",
    ],
    "drafts-of-decisions": [
        "UPDATE palkinnot_palkinto SET state = 'proposed', confirmed_at = NULL, confirmed_by_id = NULL"
    ],
    "lock-numbers": ["UPDATE palkinnot_lukitus SET number = 2"],
    "locks": ["UPDATE palkinnot_lukitus SET digest = repeat('0', 64)", "DELETE FROM palkinnot_lukitus"],
}
LOCKED = {"lock-numbers", "locks"}
DECIDED = {
    "decisions-of-category",
    "decisions-within-number",
    "decisions-by-lock",
    "decisions-standing",
    "drafts-of-decisions",
}
PUBLISHED = {"marks-of-decisions", "corrections-applied"}
STATES = dict.fromkeys(LOCKED, "locked") | dict.fromkeys(DECIDED, "decided") | dict.fromkeys(PUBLISHED, "published")


@pytest.fixture
def site():
    """A jury in the discussion with a sheet set aside, its acts, a theme, and a merged organisation."""

    def build(state: str):
        jury = make_jury("discussion", acts=2)
        TeemaFactory()
        TekoFactory(in_state="returned")
        OrganisaatioFactory(merged_into=jury.teot[0].owner)
        Esteellisyys.objects.pin(jury.candidates[0], jury.jurors[1].user, by=jury.staff, reason="Sukulainen.")
        if state in ("locked", "decided", "published"):
            jury.fresh().lock(by=jury.staff)
        if state in ("decided", "published"):
            decide(jury, mention=state == "decided")
        if state == "published":
            publish_and_correct(jury)

    return build


def cited(ehdokas, kind: str) -> Choice:
    return Choice(kind, ehdokas, citation_fi="Rohkea.", citation_sv="Modig.")


def decide(jury, *, mention: bool) -> None:
    first, second = jury.candidates
    sarja = Sarja.objects.get(pk=jury.sarja.pk)
    sarja.propose([cited(first, "prize"), *([cited(second, "mention")] if mention else [])], by=jury.staff)
    sarja.confirm(by=UserFactory(staff=True))


def publish_and_correct(jury) -> None:
    """Public, marked, and an honourable mention given afterwards."""
    publication.publish(jury.kampanja, by=jury.staff)
    marks.write(timezone.now())
    sarja, second = Sarja.objects.get(pk=jury.sarja.pk), jury.candidates[1]
    notes = {"fi": "Maininta unohtui.", "sv": "Omnämnandet glömdes."}
    oikaisu = sarja.propose_correction(second, becomes=cited(second, "mention"), notes=notes, by=jury.staff)
    oikaisu.confirm(by=UserFactory(staff=True))
    marks.write(timezone.now())


def break_by(statements: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in statements.split("; "):
            cursor.execute(statement)
        cursor.execute("SET LOCAL session_replication_role = origin")


def test_whole_site_holds_in_every_state(capsys, site):
    site("published")
    make_jury("scoring", acts=1).give(0, 0, 3)

    call_command("check_invariants")

    assert capsys.readouterr().out == f"Kaikki {len(ALL)} ehtoa pitävät.\n"


def test_every_invariant_is_broken_by_a_test():
    assert {each.slug for each in ALL} == set(BREAKS)
    assert len({each.slug for each in ALL}) == len(ALL)


@pytest.mark.parametrize(
    ("slug", "statements"), [(slug, each) for slug, broken in BREAKS.items() for each in broken], ids=str
)
def test_broken_row_is_found(site, slug, statements):
    site(STATES.get(slug, "discussion"))

    break_by(statements)

    with pytest.raises(CommandError, match=re.compile(f"^{slug}: ", re.MULTILINE)):
        call_command("check_invariants")
