from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tekojentori", "0002_cache_table"),
        ("teot", "0002_narrow_rows"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="hakurivi",
            index=models.Index(
                models.F("teko_id"),
                condition=models.Q(models.Q(("card__prize", ""), _negated=True), ("is_archived", False)),
                name="hakurivi_prized",
            ),
        ),
    ]
