from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("teot", "0009_osallistuminen")]

    operations = [
        migrations.AddField(
            model_name="hakurivi",
            name="campaigns",
            field=ArrayField(
                base_field=models.BigIntegerField(), default=list, help_text="Those in which it takes part."
            ),
        ),
        migrations.RunSQL(
            """
            UPDATE teot_hakurivi SET campaigns = entered.campaigns FROM (
                SELECT teko_id, array_agg(kampanja_id ORDER BY kampanja_id) AS campaigns FROM teot_osallistuminen
                WHERE withdrawn_at IS NULL AND excluded_at IS NULL GROUP BY teko_id
            ) AS entered WHERE entered.teko_id = teot_hakurivi.teko_id
            """,
            migrations.RunSQL.noop,
        ),
    ]
