import hashlib

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kampanjat.models import Kampanja
from palkinnot import award_mails, counted
from palkinnot.models.choice import SAID, Choice, is_out_of_place, is_prize, require_said
from palkinnot.models.locking import reason_in, require_staff
from palkinnot.models.palkinto import Palkinto
from palkinnot.models.scheduling import require_none_fallen
from tekojentori.models import Organisaatio
from tekojentori.refusals import Refused

FIELDS = (*SAID, "reason", "lukitus", "state", "proposed_at", "proposed_by", "confirmed_at", "confirmed_by")


class Deciding:
    """Who wins a category: proposed as a whole by one person, confirmed by another, taken back until it is public.

    Every verb locks the campaign, so that decisions and their publication never pass each other; it refuses with a
    reason and does nothing when it is already done.
    """

    @property
    def is_decided(self) -> bool:
        return self.is_decided_by(list(self.palkinnot.in_force()))

    def is_decided_by(self, rows: list[Palkinto]) -> bool:
        """Confirmed as a whole: nobody gets it, or at least the fewest prizes, at least one, are given.

        `rows`: all that is in force.
        """
        prizes = sum(is_prize(row.kind) for row in rows)
        is_given = prizes >= max(1, self.fewest_prizes) or any(row.kind == Palkinto.Kind.NONE for row in rows)
        return is_given and all(row.state == Palkinto.State.CONFIRMED for row in rows)

    @property
    def decision_token(self) -> str:
        """Tells whether what one has looked at is what there is."""
        rows = self.palkinnot.order_by("pk").values_list("pk", "version")
        return hashlib.sha256(repr(list(rows)).encode()).hexdigest()[:16]

    def places(self) -> dict[int, int]:
        """The order to go by: the place of each candidate that has one, as the jury locked it or the count gives it."""
        if self.selection == self.Selection.COUNT:
            candidates = {row.organisation_id: row.pk for row in self.ehdokkaat.standing()}
            rows = counted.standings(self)
            return {candidates[row.organisation.id]: row.place for row in rows if row.organisation.id in candidates}
        kierros = getattr(self, "kierros", None)
        lukitus = kierros and type(kierros).objects.get(pk=kierros.pk).last_lock
        return {row["entry"]: row["place"] for row in lukitus.result["places"]} if lukitus else {}

    def departures(self, choices: list["Choice"]) -> list[str]:
        """How the choices, with what is confirmed, leave the order: a sentence each."""
        order, numbers = self.places(), {choice.key: choice.place for choice in choices if is_prize(choice.kind)}
        numbers |= dict(self.palkinnot.confirmed().prizes().values_list("ehdokas", "place"))
        rows = self.ehdokkaat.for_list().in_bulk()
        able = [key for key in order if key in rows and self.can_be_given_to(rows[key])]
        passed = {
            other for key in numbers for other in able if other not in numbers and order[other] < order.get(key, 0)
        }
        found = [_("”%(title)s” jää ilman sijaansa.") % {"title": rows[key].title} for key in sorted(passed)]
        tied = {order[key] for key in numbers if key in order}
        found += [
            _("”%(title)s” on tasoissa palkitun kanssa ja jää ilman.") % {"title": rows[key].title}
            for key in sorted(able)
            if key not in numbers and key not in passed and order[key] in tied
        ]
        found += [
            _("”%(title)s” on järjestyksessä ilman sijaa.") % {"title": rows[key].title}
            for key in sorted(numbers)
            if key not in order
        ]
        ranked = {key: number for key, number in numbers.items() if key in order}
        found += [
            _("”%(title)s” on eri sijalla kuin järjestyksessä.") % {"title": rows[key].title}
            for key, number in sorted(ranked.items())
            if is_out_of_place(number, order[key], [(order[other], each) for other, each in ranked.items()])
        ]
        return found

    # Verbs

    @transaction.atomic
    def propose_by_count(self, *, by, seen: str | None = None) -> None:
        """Propose what the count gives, with the count as its citation. Raises Refused."""
        self.lock_decisions(seen=seen)
        rows = counted.proposal(self)
        if not rows:
            raise Refused(_("Kampanjassa ei ole yhtään tekoa, joten laskettavaa ei ole."))
        choices = []
        for row in rows:
            known = self.ehdokkaat.filter(organisation=row.organisation.id).first()
            if known is None:
                holder = Organisaatio.objects.get(pk=row.organisation.id)
                known = self.add(organisation=holder, by=by, reason=_("Tekojen määrän mukaan."))
            choices.append(Choice(Palkinto.Kind.PLACE, known, row.place, **counted.citations(self, row)))
        self.propose(choices, by=by)

    @transaction.atomic
    def propose(self, choices: list[Choice], *, by, reason: str = "", seen: str | None = None) -> None:
        """Propose these for what is not confirmed yet; proposals that are not among them are open again."""
        self.lock_decisions(seen=seen)
        self.require_decider(by)
        self.require_not_public()
        lukitus = self.require_ranked()
        self._require_whole(choices)
        reason = self._reason_for(choices, reason)
        known = {row.ehdokas_id: row for row in self.palkinnot.select_for_update(of=["self"])}
        for choice in choices:
            row = known.pop(choice.key, None) or Palkinto(sarja=self, ehdokas=choice.ehdokas)
            for name, value in choice.said.items():
                setattr(row, name, value)
            row.reason, row.lukitus, row.state = reason, lukitus, Palkinto.State.PROPOSED
            row.proposed_at, row.proposed_by = timezone.now(), by
            if row.pk:
                row._store(*FIELDS, by=by, reason=reason)
            else:
                row.changed_by, row.change_reason = by, reason
                row.save()
        for row in known.values():
            if row.state == Palkinto.State.PROPOSED:
                self._open([row], by=by, reason=_("Ei enää ehdotuksessa."))

    def confirm(self, *, by, seen: str | None = None) -> None:
        """Another person confirms what is proposed; mails are drafted. Raises Refused.

        A decision whose candidate has left meanwhile is opened again, and stays so although the rest is refused.
        """
        require_none_fallen(self.reopen_fallen(by=by))
        self._confirm(by=by, seen=seen)

    @transaction.atomic
    def _confirm(self, *, by, seen: str | None) -> None:
        self.lock_decisions(seen=seen)
        self.require_decider(by)
        self.require_not_public()
        rows = list(self.palkinnot.proposed().select_for_update(of=["self"]).order_by("pk"))
        if not rows:
            done = self.palkinnot.confirmed().select_related("confirmed_by").order_by("confirmed_at").last()
            if done and done.confirmed_by_id == by.pk:
                return
            if done:
                raise Refused(_("%(who)s on jo vahvistanut päätöksen.") % {"who": done.confirmed_by or _("Joku muu")})
            raise Refused(_("Vahvistettavaa ehdotusta ei ole."))
        if any(row.proposed_by_id == by.pk for row in rows):
            raise Refused(_("Omaa ehdotusta ei voi vahvistaa. Pyydä toista ohjelmatoimiston jäsentä."))
        lukitus = self.require_ranked()
        if any(row.lukitus_id != (lukitus and lukitus.pk) for row in rows):
            raise Refused(_("Kierros on lukittu uudelleen ehdotuksen jälkeen. Tee uusi ehdotus sen mukaan."))
        self.require_enough([row.kind for row in rows])
        for row in rows:
            row.state, row.confirmed_at, row.confirmed_by = Palkinto.State.CONFIRMED, timezone.now(), by
            row._store("state", "confirmed_at", "confirmed_by", by=by)
        award_mails.follow(self.kampanja, by=by)

    @transaction.atomic
    def return_proposal(self, *, by, reason: str, seen: str | None = None) -> None:
        """Not so: what is proposed is open again, with the reason. Raises Refused."""
        self.lock_decisions(seen=seen)
        self.require_decider(by)
        reason = reason_in(reason)
        self._open(self.palkinnot.proposed().select_for_update(of=["self"]), by=by, reason=reason)

    @transaction.atomic
    def undo(self, *, by, reason: str, seen: str | None = None) -> None:
        """Take the whole decision back, until it is public; its mails are called off. Raises Refused."""
        self.lock_decisions(seen=seen)
        self.require_decider(by)
        reason = reason_in(reason)
        self.require_not_public()
        if self.public_from():
            raise Refused(_("Julkistus on jo ajastettu. Peru se ensin."))
        self._open(self.palkinnot.in_force().select_for_update(of=["self"]), by=by, reason=reason)

    # What the verbs ask

    def lock_decisions(self, *, seen: str | None = None) -> None:
        """Until the end of the transaction nobody else decides in the campaign. Raises Refused when it has changed."""
        self.kampanja = Kampanja.objects.select_for_update().get(pk=self.kampanja_id)
        self.refresh_from_db(fields=["revealed_from", "most_prizes", "fewest_prizes", "honourable_mentions"])
        if seen is not None and seen != self.decision_token:
            raise Refused(_("Joku muu on muuttanut päätöstä sinun avattuasi sivun. Katso se ensin."))

    def require_decider(self, user) -> None:
        """A person of the staff, in no conflict with any candidate of the category: superusers too. Raises Refused."""
        require_staff(user)
        if user is None:
            raise Refused(_("Palkinnosta päättää ihminen, joka on kirjautunut."))
        if self.conflicts_of(user).exists():
            raise Refused(_("Olet tässä sarjassa esteellinen, joten et voi ehdottaa etkä vahvistaa sen palkintoja."))

    def conflicts_of(self, user):
        return self.ehdokkaat.standing().binding(user)

    def require_ranked(self):
        """The lock that the decision goes by; None in a category that has no jury. Raises Refused."""
        if self.selection != self.Selection.JURY:
            return None
        kierros = getattr(self, "kierros", None)
        lukitus = kierros and type(kierros).objects.get(pk=kierros.pk).last_lock
        if not lukitus:
            raise Refused(_("Raati ei ole vielä lukinnut järjestystä, joten palkinnoista ei voi päättää."))
        return lukitus

    def can_be_given_to(self, ehdokas) -> bool:
        """Whether the candidate stands, and its act is public."""
        act = ehdokas.osallistuminen.teko if ehdokas.osallistuminen_id else None
        return ehdokas.sarja_id == self.pk and ehdokas.is_standing and (act is None or act.is_public)

    def require_room(self, said: list[dict], *, without: int | None = None) -> None:
        """As many prizes as the category has, mentions only where it has them. Raises Refused."""
        kept = self.palkinnot.confirmed().exclude(ehdokas=without) if without else self.palkinnot.confirmed()
        kinds = [each["kind"] for each in said] + list(kept.values_list("kind", flat=True))
        prizes = sum(is_prize(kind) for kind in kinds)
        if prizes > self.most_prizes:
            message = ngettext(
                "Sarjassa on %(most)s palkinto, ja ehdotuksessa niitä olisi %(prizes)s.",
                "Sarjassa on %(most)s palkintoa, ja ehdotuksessa niitä olisi %(prizes)s.",
                self.most_prizes,
            )
            raise Refused(message % {"most": self.most_prizes, "prizes": prizes})
        if any((each["place"] or 0) > self.most_prizes for each in said):
            message = ngettext(
                "Sarjassa on %(most)s palkinto: sija on enintään %(most)s.",
                "Sarjassa on %(most)s palkintoa: sija on enintään %(most)s.",
                self.most_prizes,
            )
            raise Refused(message % {"most": self.most_prizes})
        if Palkinto.Kind.MENTION in kinds and not self.honourable_mentions:
            raise Refused(_("Tässä sarjassa ei anneta kunniamainintoja."))
        if Palkinto.Kind.NONE in kinds and prizes:
            raise Refused(_("Valitse joko palkitut tai ”ei jaeta”, ei molempia."))

    def require_enough(self, kinds: list[str]) -> None:
        """With what is confirmed, at least the fewest prizes, or that nobody gets it. Raises Refused."""
        kinds = [*kinds, *self.palkinnot.confirmed().values_list("kind", flat=True)]
        least = max(1, self.fewest_prizes)
        if Palkinto.Kind.NONE not in kinds and sum(map(is_prize, kinds)) < least:
            message = ngettext(
                "Anna vähintään %(least)s palkinto, tai valitse ”ei jaeta” ja kirjoita sen syy.",
                "Anna vähintään %(least)s palkintoa, tai valitse ”ei jaeta” ja kirjoita sen syy.",
                least,
            )
            raise Refused(message % {"least": least})

    def _require_whole(self, choices: list[Choice]) -> None:
        if not choices:
            raise Refused(_("Valitse palkitut, tai kerro, ettei palkintoa jaeta."))
        keys = [choice.key for choice in choices]
        if len(set(keys)) < len(keys):
            raise Refused(_("Sama ehdokas on ehdotuksessa kahdesti."))
        if self.palkinnot.confirmed().filter(ehdokas__in=[key for key in keys if key]).exists():
            raise Refused(_("Ehdotuksessa on jo vahvistettu päätös. Peru vahvistus ensin."))
        for choice in choices:
            require_said(choice)
            if choice.ehdokas and not self.can_be_given_to(choice.ehdokas):
                raise Refused(_("”%(title)s” ei ole enää mukana.") % {"title": choice.ehdokas.title})
        self.require_room([choice.said for choice in choices])
        self.require_enough([choice.kind for choice in choices])

    def _reason_for(self, choices: list[Choice], reason: str) -> str:
        """A reason is asked when staff choose, when nobody wins, and when the order is left. Raises Refused."""
        if self.selection == self.Selection.STAFF or any(choice.ehdokas is None for choice in choices):
            return reason_in(reason)
        departures = self.departures(choices)
        if departures and not reason.strip():
            message = _("Ehdotus poikkeaa järjestyksestä: %(what)s Kirjoita syy.")
            raise Refused(message % {"what": " ".join(departures)})
        return reason_in(reason) if departures else reason.strip()[:300]

    def _open(self, rows, *, by, reason: str) -> None:
        """Nothing is decided of these; their mails are called off."""
        rows = list(rows)
        for row in rows:
            row.state, row.confirmed_at, row.confirmed_by = Palkinto.State.OPEN, None, None
            row._store("state", "confirmed_at", "confirmed_by", by=by, reason=reason)
        if rows:
            award_mails.follow(self.kampanja, by=by, reason=reason)
