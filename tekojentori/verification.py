"""Asked once at the start: will this database do? An unfit one would break searches quietly."""

import sys

from django.db import DatabaseError, connection

from tekojentori import embedded

SENTENCES = {
    "lower_case": "DATABASE_URL: tietokannan kielialue ei osaa suomea (lower('Ä') ≠ 'ä'). Luo kanta: LC_CTYPE C.UTF-8.",
    "text_search": "DATABASE_URL: suomenkielinen tekstihaku ei toimi. Luo kanta: LC_CTYPE C.UTF-8.",
    "encoding": "DATABASE_URL: tietokannan merkistö ei ole UTF-8. Luo kanta: ENCODING 'UTF8'.",
    "version": "DATABASE_URL: PostgreSQL on liian vanha. Päivitä vähintään versioon 15.",
}


def refuse_unfit_database() -> None:
    """Stop the process with a sentence when the database cannot be reached or will not do."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT row_to_json(v) FROM ({embedded.VERIFY_SQL}) v")  # noqa: S608 - our own constant
            verified = cursor.fetchone()[0]
    except DatabaseError as error:
        sys.exit(f"DATABASE_URL: tietokantaan ei saada yhteyttä. Tarkista osoite ja palvelin.\n{error}")
    finally:
        connection.close()
    faults = [SENTENCES[name] for name, holds in verified.items() if not holds]
    if faults:
        sys.exit("\n".join(faults))
