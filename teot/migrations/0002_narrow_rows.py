from django.db import migrations


class Migration(migrations.Migration):
    """Keep the rows that every list reads narrow: vectors and cards lie outside the heap, uncompressed."""

    dependencies = [("teot", "0001_initial")]
    operations = [
        migrations.RunSQL(
            """
            ALTER TABLE teot_hakurivi SET (toast_tuple_target = 256);
            ALTER TABLE teot_hakurivi ALTER COLUMN vector SET STORAGE EXTERNAL;
            ALTER TABLE teot_hakurivi ALTER COLUMN card SET STORAGE EXTERNAL;
            ALTER TABLE teot_hakurivi ALTER COLUMN title_vector SET STORAGE MAIN;
            CREATE INDEX hakurivi_shared ON teot_hakurivi (teko_id) WHERE others <> '{}';
            """,
            "DROP INDEX hakurivi_shared",
        ),
    ]
