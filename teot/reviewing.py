"""What staff decide on acts, and the mail that each decision sends: the verb and its mails in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kampanjat.models import Kampanja
from tekojentori import mail_text
from tekojentori.models import Sahkoposti, User
from tekojentori.refusals import Refused
from teot import authors
from teot.differences import Part, between
from teot.models import Ratkaisu, Teko, Versio
from teot.models.ratkaisu import moment, name_of
from teot.sections import SECTIONS


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing that staff may decide: its verb, its words, what it asks for, and the mail it sends."""

    slug: str  #: in addresses
    verb: str  #: of Teko
    label: Promise
    done: Promise  #: said afterwards, of one act
    mail: str  #: kind of the mail to the authors, or nothing
    on_version: bool = False  #: decides on the version that was looked at
    reason: str = ""  #: "required", "optional", or not asked for
    comments: bool = False  #: asks the authors section by section

    def is_possible(self, teko: Teko) -> bool:
        """Whether a button for it makes sense; the verb itself decides."""
        return teko.allows(self.verb) and (not self.on_version or teko.submitted_version_id is not None)


DECISIONS = {
    decision.slug: decision
    for decision in (
        Decision(
            "julkaise",
            "publish",
            gettext_lazy("Julkaise"),
            gettext_lazy("Teko on julkaistu."),
            "teot/published",
            on_version=True,
        ),
        Decision(
            "palauta",
            "return_to_authors",
            gettext_lazy("Palauta täydennettäväksi"),
            gettext_lazy("Teko on palautettu tekijöilleen."),
            "teot/returned",
            on_version=True,
            reason="required",
            comments=True,
        ),
        Decision(
            "hylkaa",
            "reject",
            gettext_lazy("Hylkää"),
            gettext_lazy("Teko on hylätty."),
            "teot/rejected",
            on_version=True,
            reason="required",
        ),
        Decision(
            "piilota",
            "hide",
            gettext_lazy("Piilota"),
            gettext_lazy("Teko on piilotettu."),
            "teot/hidden",
            reason="required",
        ),
        Decision(
            "tuo-nakyviin",
            "unhide",
            gettext_lazy("Tuo takaisin näkyviin"),
            gettext_lazy("Teko näkyy taas."),
            "teot/unhidden",
            reason="optional",
        ),
        Decision(
            "arkistoi",
            "archive",
            gettext_lazy("Arkistoi"),
            gettext_lazy("Teko on arkistoitu."),
            "teot/archived",
            reason="optional",
        ),
        Decision(
            "palauta-arkistosta",
            "restore",
            gettext_lazy("Palauta arkistosta"),
            gettext_lazy("Teko on taas listoilla."),
            "teot/restored",
            reason="optional",
        ),
        Decision("nosta", "pick", gettext_lazy("Nosta etusivulle"), gettext_lazy("Teko on nostettu etusivulle."), ""),
        Decision(
            "poista-nosto",
            "unpick",
            gettext_lazy("Poista etusivun nostoista"),
            gettext_lazy("Teko ei ole enää etusivun nostoissa."),
            "",
        ),
    )
}


@transaction.atomic
def decide(
    decision: Decision,
    teko: Teko,
    *,
    by: User,
    version: Versio | None = None,
    reason: str = "",
    comments: dict[str, str] | None = None,
) -> list[Sahkoposti]:
    """Do it, and write the authors' mails. The same person twice does it once.

    Raises Refused, also when somebody else has done the same meanwhile: they are named.
    """
    given = {"version": version} if decision.on_version else {}
    given |= {"reason": reason} if decision.reason else {}
    given |= {"comments": comments} if decision.comments else {}
    leaves, waits_for = campaigns_left_by(decision, teko), deadlines_of(decision, teko)
    getattr(teko, decision.verb)(by=by, **given)
    if not decision.mail:
        return []
    _require_own(decision, teko, version, by)
    cause = f"versio:{version.pk}" if decision.on_version else f"teko:{teko.pk}:{teko.state_at:%Y%m%d%H%M%S%f}"
    context = context_of(teko, version, reason=reason, comments=comments)
    return [
        _post(decision.mail, cause, person, context | named(leaves, waits_for, person)) for person in people_of(teko)
    ]


def _require_own(decision: Decision, teko: Teko, version: Versio | None, by: User) -> None:
    """A verb is quiet when it has been done already. One who did not do it is told who did."""
    if decision.on_version:
        made = Ratkaisu.objects.select_related("decided_by").get(version=version)
        if made.decided_by_id != by.pk:
            raise Refused(made.told)
    elif teko.state_by_id != by.pk:
        message = _("%(who)s ehti ensin: teko on ollut tilassa ”%(state)s” %(when)s alkaen.")
        state = teko.get_state_display()
        raise Refused(message % {"who": name_of(teko.state_by), "state": state, "when": moment(teko.state_at)})


@transaction.atomic
def correct(teko: Teko, *, by: User, version: Versio, texts: dict[str, str], reason: str) -> Versio:
    """Mend slips of the pen, and mail the authors what was changed. Raises Refused."""
    corrected = teko.correct(by=by, version=version, texts=texts, reason=reason)
    context = context_of(teko, corrected, reason=reason) | {"changes": changes_of(version, texts)}
    for person in people_of(teko):
        _post("teot/corrected", f"versio:{corrected.pk}", person, context)
    return corrected


def changes_of(version: Versio, texts: dict[str, str]) -> list[dict]:
    """What a correction changes, field by field, old and new."""
    changed = [name for name, text in texts.items() if version.document[name] != text]
    parts: list[Part] = between({name: version.document[name] for name in changed}, {n: texts[n] for n in changed})
    return [
        {
            "name": Teko._meta.get_field(part.name).verbose_name,
            "old": version.document[part.name],
            "new": texts[part.name],
            "before": [{"change": piece.change.value, "text": piece.text} for piece in part.before],
            "after": [{"change": piece.change.value, "text": piece.text} for piece in part.after],
        }
        for part in parts
    ]


def context_of(teko: Teko, version: Versio | None, *, reason: str = "", comments: dict[str, str] | None = None) -> dict:
    """What the mails may tell: never who in the staff decided, nor what staff wrote to each other."""
    shown = version or teko.published_version
    asked = [
        {"section": section.title, "text": comments[section.slug].strip()}
        for section in SECTIONS
        if comments and comments.get(section.slug, "").strip()
    ]
    return {
        "key": teko.pk,
        "title": shown.document["title"] if shown else teko.title,
        "reference": teko.reference,
        "reason": reason.strip(),
        "comments": asked,
        "is_public": teko.published_version_id is not None,
        "replaces": bool(version and teko.published_at and teko.published_at < version.created_at),
    }


def campaigns_left_by(decision: Decision, teko: Teko) -> list[Kampanja]:
    """The campaigns that an act leaves when it is rejected."""
    if decision.verb != "reject":
        return []
    rows = teko.osallistumiset.standing().of_held().select_related("kampanja").order_by("pk")
    return [row.kampanja for row in rows if not row.settled_by]


def deadlines_of(decision: Decision, teko: Teko) -> list[tuple[Kampanja, datetime]]:
    """The campaigns that a returned act is in and that still take a better version, and until when they do."""
    if decision.verb != "return_to_authors":
        return []
    now, rows = timezone.now(), teko.osallistumiset.standing().of_held().with_windows().order_by("entered_at", "pk")
    closes = [(row.kampanja, row.kampanja.window.effective_close(row.organisation_id)) for row in rows]
    return [(kampanja, until) for kampanja, until in closes if now < until]


def named(left: list[Kampanja], waits_for: list[tuple[Kampanja, datetime]], reader: User) -> dict:
    return {
        "campaigns": [row.name_in(reader.language) for row in left],
        "deadlines": [{"name": row.name_in(reader.language), "until": until} for row, until in waits_for],
    }


def people_of(teko: Teko) -> list[User]:
    """Those who hear of a decision: the authors who have not left."""
    return [person for person in authors.people_of(teko) if person.is_active]


def previews(kind: str, people: list[User], context_for: Callable[[User], dict]) -> list[dict[str, str]]:
    """The mail as it would go to them, once in each language that one of them reads."""
    readers = {person.language: person for person in reversed(people)} if kind else {}
    return [
        {"language": person.get_language_display()}
        | mail_text.render(kind, language=language, context=context_for(person), replies_to_office=True)
        for language, person in sorted(readers.items(), key=lambda reader: people.index(reader[1]))
    ]


def preview_correction(teko: Teko, version: Versio, texts: dict[str, str], reason: str) -> list[dict[str, str]]:
    """The mails that a correction would send."""
    context = context_of(teko, version, reason=reason) | {"changes": changes_of(version, texts)}
    context |= {"title": texts.get("title", context["title"])}
    return previews("teot/corrected", people_of(teko), lambda person: context)


def _post(kind: str, cause: str, person: User, context: dict) -> Sahkoposti:
    return Sahkoposti.objects.post(kind=kind, cause=cause, to=person.email, language=person.language, context=context)
