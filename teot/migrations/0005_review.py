import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What staff need for their work on acts. Decisions made before are written down from the acts' own stamps."""

    dependencies = [
        ("tekojentori", "0003_sahkoposti"),
        ("teot", "0004_viesti"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Muistiinpano",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=4000, verbose_name="muistiinpano")),
                ("written_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "muistiinpano",
                "verbose_name_plural": "muistiinpanot",
                "ordering": ["written_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="Ratkaisu",
            fields=[
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="ratkaisu",
                        serialize=False,
                        to="teot.versio",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("published", "Julkaistu"),
                            ("returned", "Palautettu täydennettäväksi"),
                            ("rejected", "Hylätty"),
                        ],
                        max_length=9,
                        verbose_name="ratkaisu",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="syy")),
                (
                    "comments",
                    models.JSONField(
                        default=dict, help_text="By the section of the form: what the authors are asked there."
                    ),
                ),
                ("decided_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="ratkaistu")),
            ],
            options={
                "verbose_name": "ratkaisu",
                "verbose_name_plural": "ratkaisut",
            },
        ),
        migrations.CreateModel(
            name="Tarkistus",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "item",
                    models.CharField(
                        choices=[
                            ("personal_data", "Tekstistä ja kuvista ei tunnista yksityistä ihmistä"),
                            ("no_dismissals", "Tavoitteena ei ole irtisanoa tai lomauttaa"),
                            ("alt_texts", "Kuvilla on tekstivastineet"),
                            ("clarity", "Ulkopuolinenkin ymmärtää, mitä tehtiin ja mitä muuttui"),
                        ],
                        max_length=13,
                    ),
                ),
                ("checked_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "tarkistus",
                "verbose_name_plural": "tarkistukset",
                "ordering": ["version", "item"],
            },
        ),
        migrations.CreateModel(
            name="Kasiteltava",
            fields=[],
            options={
                "verbose_name": "käsiteltävä teko",
                "verbose_name_plural": "käsiteltävät teot",
                "ordering": ["waits_since", "id"],
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("teot.teko",),
        ),
        migrations.AddField(
            model_name="teko",
            name="claimed_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="otettu käsittelyyn"),
        ),
        migrations.AddField(
            model_name="teko",
            name="claimed_by",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="teko",
            name="waits_since",
            field=models.DateTimeField(editable=False, null=True, verbose_name="odottanut alkaen"),
        ),
        migrations.RunSQL(
            "UPDATE teot_teko SET waits_since = submitted_at WHERE submitted_version_id IS NOT NULL",
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name="teko",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("submitted_version__isnull", True), ("waits_since__isnull", True)),
                    models.Q(("submitted_version__isnull", False), ("waits_since__isnull", False)),
                    _connector="OR",
                ),
                name="teko_waits_since_a_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="teko",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("claimed_at", None), ("claimed_by", None)),
                    models.Q(("claimed_at__isnull", False), ("submitted_version__isnull", False)),
                    _connector="OR",
                ),
                name="teko_claimed_waits",
            ),
        ),
        migrations.AddField(
            model_name="muistiinpano",
            name="teko",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="muistiinpanot", to="teot.teko"
            ),
        ),
        migrations.AddField(
            model_name="muistiinpano",
            name="written_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="ratkaisu",
            name="decided_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="tarkistus",
            name="checked_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="tarkistus",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="tarkistukset", to="teot.versio"
            ),
        ),
        migrations.AddConstraint(
            model_name="muistiinpano",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="muistiinpano_says_something"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="muistiinpano",
            trigger=pgtrigger.compiler.Trigger(
                name="muistiinpano_is_immutable",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='RAISE EXCEPTION \'pgtrigger: Cannot update of "teko_id", "text", "written_at" rows from % table\', TG_TABLE_NAME;',
                    hash="63471abbc5c339cfe222177a39f2a8d89efb5383",
                    operation='UPDATE OF "teko_id", "text", "written_at"',
                    pgid="pgtrigger_muistiinpano_is_immutable_582f7",
                    table="teot_muistiinpano",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="ratkaisu",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "published"), models.Q(("reason", ""), _negated=True), _connector="OR"),
                name="ratkaisu_refusal_has_a_reason",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ratkaisu",
            trigger=pgtrigger.compiler.Trigger(
                name="ratkaisu_is_immutable",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='RAISE EXCEPTION \'pgtrigger: Cannot update of "version_id", "kind", "reason", "comments", "decided_at" rows from % table\', TG_TABLE_NAME;',
                    hash="64eb47d8554e87f76dfe00ac9f39ffbef51bb3de",
                    operation='UPDATE OF "version_id", "kind", "reason", "comments", "decided_at"',
                    pgid="pgtrigger_ratkaisu_is_immutable_7e161",
                    table="teot_ratkaisu",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="tarkistus",
            constraint=models.UniqueConstraint(fields=("version", "item"), name="tarkistus_is_one_per_item"),
        ),
        migrations.RunSQL(
            """
            INSERT INTO teot_ratkaisu (version_id, kind, reason, comments, decided_by_id, decided_at)
            SELECT published_version_id, 'published', '', '{}', NULL, published_at
            FROM teot_teko WHERE published_version_id IS NOT NULL;
            INSERT INTO teot_ratkaisu (version_id, kind, reason, comments, decided_by_id, decided_at)
            SELECT DISTINCT ON (teko.id) versio.id, teko.state, teko.state_reason, '{}', teko.state_by_id, teko.state_at
            FROM teot_teko AS teko JOIN teot_versio AS versio ON versio.teko_id = teko.id
            WHERE teko.state IN ('returned', 'rejected') ORDER BY teko.id, versio.number DESC
            """,
            migrations.RunSQL.noop,
        ),
    ]
