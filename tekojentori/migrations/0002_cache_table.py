from django.db import migrations


class Migration(migrations.Migration):
    """The table of the database cache, as `createcachetable` makes it."""

    dependencies = [("tekojentori", "0001_initial")]
    operations = [
        migrations.RunSQL(
            """
            CREATE TABLE tekojentori_cache (
                cache_key varchar(255) NOT NULL PRIMARY KEY,
                value text NOT NULL,
                expires timestamptz NOT NULL
            );
            CREATE INDEX tekojentori_cache_expires ON tekojentori_cache (expires);
            """,
            "DROP TABLE tekojentori_cache",
        ),
    ]
