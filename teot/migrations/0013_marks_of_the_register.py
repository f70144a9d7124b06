from django.db import migrations

#: As `teot/register_marks.py` reads a prize of the register: a mention says so in brackets.
MARKS = """
    INSERT INTO teot_tunnustus (key, teko_id, year, kind, name_fi, name_sv, name_en, citation_fi, citation_sv,
        citation_en, source, public_from, changed_at, change_reason)
    SELECT 'rekisteri:' || register_id, id, campaign_year,
        CASE WHEN prize ILIKE '%kunniamaininta%' THEN 'mention' ELSE 'prize' END,
        coalesce(nullif(regexp_replace(prize, '\\s*\\(kunniamaininta\\)\\s*$', '', 'i'), ''), prize),
        '', '', '', '', '',
        coalesce(nullif(source, ''), nullif(imported_from, ''), 'rekisteri'), now(), now(), ''
    FROM teot_teko WHERE prize <> '' AND register_id IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("teot", "0012_tunnustus")]

    operations = [migrations.RunSQL(MARKS, migrations.RunSQL.noop)]
