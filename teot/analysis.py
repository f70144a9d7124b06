"""Text to what a search compares: the one door between acts, queries and the text search of the database.

Every act is analysed in its own language, and a query in all three: an act answers the query in its own.
"""

import re

from django.contrib.postgres.search import SearchVector
from django.db.models import Value

#: Of the analysis itself: raised when its output changes, so that the public rows are rebuilt.
VERSION = 1

CONFIGURATIONS = {"fi": "finnish", "sv": "swedish", "en": "english"}


#: A minus that excludes nothing, because no word or phrase follows it.
STRAY_MINUS = re.compile(r'-(?![^\W_]|"\w)')


def query_text(words: str) -> str:
    """The words as the database may get them: it cannot read a long row of minuses."""
    return STRAY_MINUS.sub(" ", words)


def title_vector(document: dict) -> SearchVector:
    """The words of the title alone."""
    return SearchVector(Value(document["title"]), config=CONFIGURATIONS[document["language"]])


def whole_vector(document: dict, text: str) -> SearchVector:
    """The words of the title (weight A) and of everything else (C)."""
    config = CONFIGURATIONS[document["language"]]
    return SearchVector(Value(document["title"]), config=config, weight="A") + SearchVector(
        Value(text), config=config, weight="C"
    )


def match_sql(column: str, parameter: str) -> str:
    """SQL that is true of the rows whose vector matches the query: words, "phrases", -without, or."""
    conditions = (
        f"language = '{language}' AND {column} @@ {query_sql(language, parameter)}" for language in CONFIGURATIONS
    )
    return "(" + " OR ".join(conditions) + ")"


def rank_sql(column: str, parameter: str) -> str:
    """SQL for how well a row's vector answers the query, the larger the better."""
    cases = (
        f"WHEN '{language}' THEN ts_rank({column}, {query_sql(language, parameter)})" for language in CONFIGURATIONS
    )
    return f"CASE language {' '.join(cases)} END"


def query_sql(language: str, parameter: str) -> str:
    """SQL for the query as that language understands it, folded to a constant. Of a `query_text` it never fails."""
    return f"websearch_to_tsquery('{CONFIGURATIONS[language]}', %({parameter})s)"
