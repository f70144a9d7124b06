"""A decision on one act or on many, as staff confirm it: what it concerns, the mails that will go, and how it went."""

from dataclasses import dataclass, field
from functools import partial

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from tekojentori.mail_count import MailCount
from tekojentori.models import User
from tekojentori.refusals import Refused
from teot.models import Ratkaisu, Tarkistus, Teko, Versio
from teot.models.ratkaisu import moment
from teot.review_forms import DecisionForm
from teot.reviewing import Decision, campaigns_left_by, context_of, deadlines_of, decide, named, people_of, previews

#: How many acts one confirmation takes: what fits on a page of the list.
MOST = 100


@dataclass
class Outcome:
    """What was done and what was refused, act by act. Plain values: a session keeps it until it has been shown."""

    slug: str
    done: list[tuple[int, str]] = field(default_factory=list)
    refused: list[tuple[int, str, str]] = field(default_factory=list)
    written: list[str] = field(default_factory=list)  #: what was typed and has reached nobody of those refused


@dataclass
class Item:
    """One act of a confirmation: the version that was looked at, and the mail that its authors will get."""

    teko: Teko
    version: Versio | None
    people: list[User]
    unchecked: list[str] = field(default_factory=list)  #: what nobody has ticked in the checklist
    mails: list[dict[str, str]] = field(default_factory=list)  #: one in each language that is read
    settled: str = ""  #: who has decided on it already: there is nothing left to confirm


class Confirmation:
    """Reads a request: `teko` names the acts, `versio-<teko>` the versions that were looked at."""

    def __init__(self, decision: Decision, data: QueryDict, *, by: User, is_answer: bool):
        self.decision, self.data, self.by, self.is_answer = decision, data, by, is_answer
        self.form = DecisionForm(decision, data if is_answer else None)
        keys = [int(key) for key in data.getlist("teko")[:MOST] if is_key(key)]
        acts = Teko.objects.filter(pk__in=keys).select_related("author", "submitted_version", "published_version")
        seen = [int(data[name]) for key in keys if is_key(data.get(name := f"versio-{key}", ""))]
        versions = {version.teko_id: version for version in Versio.objects.filter(pk__in=seen, teko__in=keys)}
        self.items = [
            Item(teko, versions.get(teko.pk) or teko.submitted_version, people_of(teko))
            for teko in acts.order_by("waits_since", "pk")
            if not decision.on_version or versions.get(teko.pk) or teko.submitted_version
        ]
        self.look_at_decisions()
        if decision.slug == "julkaise":
            self.look_at_checklists()

    def look_at_decisions(self) -> None:
        """A page that was opened again, or too late: what has been decided meanwhile sends no mail any more."""
        rows = Ratkaisu.objects.filter(version__in=[item.version for item in self.items if item.version])
        told = {row.version_id: row.told for row in rows.select_related("decided_by")}
        for item in self.items:
            if self.decision.on_version:
                item.settled = told.get(item.version.pk, "")
                if not item.settled and item.teko.submitted_version_id is None:
                    item.settled = _("Tekijät ovat ottaneet tämän version takaisin.")
            elif not self.decision.is_possible(item.teko):
                state = {"state": item.teko.get_state_display(), "when": moment(item.teko.state_at)}
                item.settled = _("Teko on ollut tilassa ”%(state)s” %(when)s alkaen.") % state

    def anew(self) -> "Confirmation":
        """With all that was typed, after a refusal: on the versions that wait now."""
        data = self.data.copy()
        for item in self.items:
            if item.teko.submitted_version_id:
                data[f"versio-{item.teko.pk}"] = str(item.teko.submitted_version_id)
        return Confirmation(self.decision, data, by=self.by, is_answer=self.is_answer)

    @property
    def open_items(self) -> list[Item]:
        return [item for item in self.items if not item.settled]

    def look_at_checklists(self) -> None:
        rows = Tarkistus.objects.filter(version__in=[item.version for item in self.items])
        ticked = set(rows.values_list("version", "item"))
        for item in self.items:
            item.unchecked = [check.label for check in Tarkistus.Item if (item.version.pk, check.value) not in ticked]

    @property
    def is_ready(self) -> bool:
        """Whether everything that the mail says is known."""
        return not self.form.fields or self.form.is_valid()

    @property
    def way_back(self) -> str:
        """Where one goes who thinks better of it: to the act when it is one, else to the queue."""
        if len(self.items) == 1:
            return reverse("admin:teot_kasiteltava_change", args=[self.items[0].teko.pk])
        return reverse("admin:teot_kasiteltava_changelist")

    @property
    def mailed(self) -> list[Item]:
        """Each act with its mail as it would go now."""
        given = {"reason": self.form.reason_given, "comments": self.form.comments_given}
        for item in self.open_items:
            version = item.version if self.decision.on_version else None
            context = context_of(item.teko, version, **given)
            left, waits_for = campaigns_left_by(self.decision, item.teko), deadlines_of(self.decision, item.teko)
            context_for = partial(self.context_for, context, left, waits_for)
            item.mails = previews(self.decision.mail, item.people, context_for)
        return self.items

    def context_for(self, context: dict, left: list, waits_for: list, person: User) -> dict:
        return context | named(left, waits_for, person)

    @property
    def mail_count(self) -> MailCount:
        people = [person for item in self.open_items if self.decision.mail for person in item.people]
        return MailCount.of(person.email for person in people)

    def run(self) -> Outcome:
        """Decide on each act in a transaction of its own; one refusal stops no other."""
        outcome = Outcome(self.decision.slug)
        for item in self.items:
            try:
                decide(
                    self.decision,
                    item.teko,
                    by=self.by,
                    version=item.version,
                    reason=self.form.reason_given,
                    comments=self.form.comments_given,
                )
            except Refused as refused:
                outcome.refused.append((item.teko.pk, item.teko.title, str(refused.reason)))
            else:
                outcome.done.append((item.teko.pk, item.teko.title))
        outcome.written = self.form.words if outcome.refused else []
        return outcome


def is_key(text: str) -> bool:
    """Whether the text is a number that can be a row's."""
    return text.isascii() and text.isdecimal() and len(text) <= 18
