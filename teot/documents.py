"""An act as one JSON document: what a version keeps, and what is read from it.

Format 1. Names are kept as they were, in each language; codes are kept beside them, so that links stay right.
"""

from tekojentori.markdown import render_markdown
from teot.measures import change_of
from teot.texts import first_clause, plain_text

FORMAT = 1
TEXTS = ("starting_point", "done", "results", "learnt", "how_to")
COPIED = (
    "language",
    "title",
    "summary",
    *TEXTS,
    "keywords",
    "links",
    "made_by",
    "scope",
    "stage",
    "first_year",
    "last_year",
    "source",
    "prize",
    "campaign_year",
)


def document_of(teko) -> dict:
    """The act's working copy as a document. A contact without consent is left out: it must not reach the public."""
    document = {"format": FORMAT} | {field: getattr(teko, field) for field in COPIED}
    document["owner"] = organisation(teko.owner) if teko.owner else None
    document["partners"] = [organisation(partner) for partner in teko.partners.all()]
    document["sectors"] = [{"id": row.pk, "code": row.code, "name": row.names} for row in teko.sectors.all()]
    document["themes"] = [{"id": row.pk, "slug": row.slug, "name": row.names} for row in teko.themes.all()]
    document["measures"] = [
        {"name": row.name, "before": row.before, "after": row.after, "unit": row.unit} for row in teko.mittarit.all()
    ]
    document["contact"] = (
        {"title": teko.contact_title, "email": teko.contact_email}
        if teko.contact_consent and teko.contact_email
        else None
    )
    # Named only when there are some, so that acts without any read as they always did.
    files = {
        "pictures": [row.document for row in teko.kuvat.all() if row.is_in_use],
        "attachments": [row.document for row in teko.liitteet.all() if row.is_in_use],
    }
    return document | {name: rows for name, rows in files.items() if rows}


def organisation(row) -> dict:
    """An organisation as a document names it."""
    region = row.region
    return {
        "id": row.pk,
        "code": row.code,
        "type": row.type,
        "name": row.names,
        "region": {"code": region.code, "name": region.names} if region else None,
    }


def html_of(document: dict) -> dict[str, str]:
    """The long texts as sanitised HTML, by field; empty ones are left out."""
    return {field: render_markdown(document[field]) for field in TEXTS if document[field]}


def card_of(document: dict) -> dict:
    """What a stall in a list shows: little, so that a page of them is light."""
    return {
        "language": document["language"],
        "title": document["title"],
        "summary": document["summary"],
        "owner": {"code": document["owner"]["code"], "name": document["owner"]["name"]},
        "partners": len(document["partners"]),
        "sector": {key: document["sectors"][0][key] for key in ("code", "name")},
        "years": [document["first_year"], document["last_year"]],
        "prize": document["prize"],
        "campaign_year": document["campaign_year"],
        "result": result_of(document),
    }


def result_of(document: dict) -> dict | None:
    """What a stall leads with: the first measured result, else the beginning of the results in words."""
    for measure in document["measures"]:
        return {"figure": change_of(measure).figure, "name": measure["name"]}
    words = first_clause(plain_text(render_markdown(document["results"])))
    return {"figure": "", "name": words} if words else None


def searched_text(document: dict, html: dict[str, str]) -> str:
    """Everything but the title that a search looks through, as plain text: no addresses of links, no mark-up."""
    parts = [document["summary"], *(plain_text(html[field]) for field in TEXTS if field in html)]
    parts += document["keywords"]
    parts += [organisation["name"][document["language"]] for organisation in [document["owner"], *document["partners"]]]
    parts += [theme["name"][document["language"]] for theme in document["themes"]]
    parts += [measure["name"] for measure in document["measures"]]
    return "\n".join(part for part in parts if part)
