import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("teot", "0016_started_by"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Luovutus",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("given_at", models.DateTimeField(auto_now_add=True, verbose_name="luovutettu")),
                (
                    "given_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "given_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "teko",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="luovutukset", to="teot.teko"
                    ),
                ),
            ],
            options={
                "verbose_name": "luovutus",
                "verbose_name_plural": "luovutukset",
                "ordering": ["given_at", "id"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="luovutus",
            trigger=pgtrigger.compiler.Trigger(
                name="luovutus_is_immutable",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN ((NEW.teko_id, NEW.given_at) IS DISTINCT FROM (OLD.teko_id, OLD.given_at) OR COALESCE(NEW.given_to_id, OLD.given_to_id) IS DISTINCT FROM OLD.given_to_id OR COALESCE(NEW.given_by_id, OLD.given_by_id) IS DISTINCT FROM OLD.given_by_id)",
                    func='RAISE EXCEPTION \'pgtrigger: Cannot update of "teko_id", "given_to_id", "given_by_id", "given_at" rows from % table\', TG_TABLE_NAME;',
                    hash="0ff9af1075f763dd92a959de6060102b9b627270",
                    operation='UPDATE OF "teko_id", "given_to_id", "given_by_id", "given_at"',
                    pgid="pgtrigger_luovutus_is_immutable_e2978",
                    table="teot_luovutus",
                    when="BEFORE",
                ),
            ),
        ),
    ]
