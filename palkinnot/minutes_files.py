"""A category's minutes for machines and for paper: JSON that can be reckoned again, and tagged PDF."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from palkinnot import typesetting
from palkinnot.minutes import Minutes
from palkinnot.models import Raatilainen
from tekojentori.moments import moment

#: Of the document, when what its fields mean changes.
FORMAT = 1


def document(minutes: Minutes) -> dict:
    """All that the page tells. `inputs` are the lock's own, with pseudonyms for jurors: the method gives `places`."""
    found = {
        "format": FORMAT,
        "title": minutes.title,
        "campaign": minutes.sarja.kampanja.slug,
        "category": minutes.sarja.names,
        "selection": minutes.sarja.selection,
        "jury": [
            {"name": row["name"], "role": row["role"], "represents": row["represents"]}
            for row in (minutes.sarja.told_jurors if minutes.lock else [])
        ],
        "criteria": [
            {key: row[key] for key in ("name_fi", "name_sv", "name_en", "weight", "is_scored")}
            for row in minutes.sarja.told_criteria
        ],
        "decided": [
            {"proposed_at": proposed.isoformat(), "confirmed_at": confirmed.isoformat()}
            for proposed, confirmed in minutes.decisions
        ],
        "reasons": minutes.reasons,
        "awards": [{"what": what, "who": who, "why": why} for what, who, why in minutes.awards],
        "corrections": [
            {
                "who": row.title.text,
                "was": {"what": row.was.what, "why": row.was.why.text},
                "becomes": {"what": row.becomes.what, "why": row.becomes.why.text},
                "note": row.note.text,
                "at": row.at.isoformat(),
            }
            for row in minutes.chosen.corrections
        ],
        "count": [{"place": row.place, "name": row.organisation.name, "acts": row.acts} for row in minutes.count],
    }
    return found | (of_lock(minutes) if minutes.lock else {})


def of_lock(minutes: Minutes) -> dict:
    inputs, lock = minutes.lock.inputs, minutes.lock
    numbers = {key: number for number, key in enumerate(minutes.pseudonyms, start=1)}
    sheets = [row | {"juror": numbers[row["juror"]]} for row in inputs["sheets"] if not row["is_left_out"]]
    kept = ("version", "method", "penalty", "quorum", "chain", "discussion", "entries", "criteria")
    return {
        "digest": lock.digest,
        "locked_at": lock.locked_at.isoformat(),
        "lock_number": lock.number,
        "inputs": {name: inputs[name] for name in kept}
        | {
            "jurors": sorted(numbers.values()),
            "sheets": sorted(sheets, key=lambda row: (row["entry"], row["juror"])),
        },
        "candidates": [
            {
                "key": row.key,
                "title": row.title,
                "owner": row.owner,
                "place": row.place.place if row.place else None,
                "in_conflict": row.conflicts,
            }
            for row in minutes.rows
        ],
        "ties": minutes.ties,
    }


def pdf(minutes: Minutes) -> bytes:
    chosen = minutes.chosen
    data = {
        "title": minutes.title,
        "author": _("Tekojen tori"),
        "lang": get_language() or "fi",
        "foot": minutes.title,
        "sections": [
            section(_("Päätös"), [award_in_words(*row) for row in minutes.awards]),
            section(
                _("Näin päätettiin"),
                [
                    _("Ehdotettu %(proposed)s; toinen henkilö vahvisti %(confirmed)s.")
                    % {"proposed": moment(proposed), "confirmed": moment(confirmed)}
                    for proposed, confirmed in minutes.decisions
                ],
            ),
            section(_("Syyt"), minutes.reasons),
            section(_("Raati"), [juror_in_words(row) for row in chosen.jurors] if minutes.lock else []),
            section(_("Raadin esteellisyydet"), [chosen.conflicts] if minutes.lock else []),
            section(_("Kriteerit"), [", ".join(filter(None, (row.name, row.weight))) for row in chosen.criteria]),
            section(_("Säännöt"), minutes.rules if minutes.lock else []),
            section(_("Tasatilanteet"), minutes.ties),
            section(_("Oikaisut"), [line for row in chosen.corrections for line in correction_in_words(row)]),
        ],
        "sheets": table_of(minutes) if minutes.lock else None,
        "lock": lock_in_words(minutes) if minutes.lock else "",
    }
    data["sections"] = [each for each in data["sections"] if each["lines"]]
    return typesetting.pdf("minutes", data)


def section(heading: str, lines: list[str]) -> dict:
    return {"heading": heading, "lines": lines}


def award_in_words(what: str, who: str, why: str) -> str:
    return f"{': '.join(filter(None, (what, who)))}. {why}".rstrip()


def correction_in_words(row) -> list[str]:
    sides = ((_("Oli"), row.was), (_("On"), row.becomes))
    return [
        f"{moment(row.at)}, {row.title.text}: {row.note.text}",
        *(f"{name}: {award_in_words(said.what, '', said.why.text)}" for name, said in sides),
    ]


def juror_in_words(juror) -> str:
    role = str(Raatilainen.Role.CHAIR.label).lower() if juror.is_chair else ""
    return ", ".join(filter(None, (juror.name, role, juror.represents)))


def table_of(minutes: Minutes) -> dict:
    return {
        "heading": _("Arviot"),
        "header": [_("Sija"), _("Ehdokas"), *minutes.header],
        "rows": [[row.place_text, row.title, *row.cells] for row in minutes.rows],
    }


def lock_in_words(minutes: Minutes) -> str:
    text = _("Kierros lukittiin %(when)s. Lähtötietojen tiiviste (SHA-256): %(digest)s")
    return text % {"when": moment(minutes.lock.locked_at), "digest": minutes.lock.digest}
