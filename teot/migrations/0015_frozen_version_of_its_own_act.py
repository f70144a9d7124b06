from django.db import migrations, models


class Migration(migrations.Migration):
    """An entry is bound to a version of its own act: a foreign key of both columns, which Django has no word for."""

    dependencies = [("teot", "0014_prizes_are_marks")]
    operations = [
        migrations.AddConstraint("versio", models.UniqueConstraint(fields=["id", "teko"], name="versio_is_of_one_act")),
        migrations.RunSQL(
            """
            ALTER TABLE teot_osallistuminen ADD CONSTRAINT osallistuminen_freezes_a_version_of_its_act
            FOREIGN KEY (frozen_version_id, teko_id) REFERENCES teot_versio (id, teko_id)
            DEFERRABLE INITIALLY DEFERRED;
            """,
            "ALTER TABLE teot_osallistuminen DROP CONSTRAINT osallistuminen_freezes_a_version_of_its_act;",
        ),
    ]
