import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import palkinnot.models.filling
import palkinnot.models.gathering
import palkinnot.models.kierros
import palkinnot.models.locking
import palkinnot.models.moving
import palkinnot.models.reckoning
import palkinnot.models.sharing

#: What the public sees of prizes: the marks of teot, and each decision with an instant that is not a mark yet. The order
#: and the types of the columns are those of teot's own half.
VIEW = """
    CREATE OR REPLACE VIEW teot_merkki AS
    SELECT key::text, teko_id, organisation_id, kampanja_id, year, name_fi::text, name_sv::text, name_en::text,
        kind::text, CASE kind WHEN 'mention' THEN 1 ELSE 0 END AS kind_order, place,
        citation_fi, citation_sv, citation_en, source::text, public_from
    FROM teot_tunnustus
    UNION ALL
    SELECT 'palkinto:' || palkinto.id, entry.teko_id, ehdokas.organisation_id, kampanja.id, kampanja.year,
        sarja.name_fi::text, sarja.name_sv::text, sarja.name_en::text,
        palkinto.kind::text, CASE palkinto.kind WHEN 'mention' THEN 1 ELSE 0 END, palkinto.place,
        palkinto.citation_fi, palkinto.citation_sv, palkinto.citation_en, ''::text,
        least(kampanja.results_public_from, sarja.revealed_from)
    FROM palkinnot_palkinto AS palkinto
    JOIN palkinnot_sarja AS sarja ON sarja.id = palkinto.sarja_id
    JOIN kampanjat_kampanja AS kampanja ON kampanja.id = sarja.kampanja_id
    JOIN palkinnot_ehdokas AS ehdokas ON ehdokas.id = palkinto.ehdokas_id
    LEFT JOIN teot_osallistuminen AS entry ON entry.id = ehdokas.osallistuminen_id
    WHERE palkinto.state = 'confirmed' AND palkinto.kind <> 'none'
        AND kampanja.published_at IS NOT NULL AND kampanja.cancelled_at IS NULL
        AND least(kampanja.results_public_from, sarja.revealed_from) IS NOT NULL
        AND ehdokas.removed_at IS NULL AND entry.withdrawn_at IS NULL AND entry.excluded_at IS NULL
        AND NOT EXISTS (SELECT FROM teot_tunnustus WHERE key = 'palkinto:' || palkinto.id)
"""
OWN_HALF = VIEW.split("    UNION ALL")[0]


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kampanjat", "0002_kirje_and_tilaus"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("tekojentori", "0007_held_and_muted_mails"),
        ("teot", "0012_tunnustus"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Raati",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("change_reason", models.CharField(blank=True, editable=False, max_length=300)),
                ("name", models.CharField(max_length=120, verbose_name="nimi")),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "kampanja",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="raadit",
                        to="kampanjat.kampanja",
                        verbose_name="kampanja",
                    ),
                ),
            ],
            options={
                "verbose_name": "raati",
                "verbose_name_plural": "raadit",
                "ordering": ["kampanja", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kampanja", "name"),
                        name="raati_has_a_name_of_its_own",
                        violation_error_message="Kampanjassa on jo tämänniminen raati.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Sarja",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_fi", models.CharField(max_length=120, verbose_name="nimi suomeksi")),
                ("name_sv", models.CharField(blank=True, max_length=120, verbose_name="nimi ruotsiksi")),
                ("name_en", models.CharField(blank=True, max_length=120, verbose_name="nimi englanniksi")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("change_reason", models.CharField(blank=True, editable=False, max_length=300)),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="järjestys")),
                (
                    "target",
                    models.CharField(
                        choices=[("teko", "Teko"), ("organisaatio", "Organisaatio, kaikilla teoillaan")],
                        default="teko",
                        max_length=12,
                        verbose_name="mitä palkitaan",
                    ),
                ),
                (
                    "selection",
                    models.CharField(
                        choices=[
                            ("jury", "Raati arvioi"),
                            ("count", "Lasketaan tekojen määrästä"),
                            ("staff", "Ohjelmatoimisto valitsee"),
                        ],
                        default="jury",
                        max_length=5,
                        verbose_name="valinta",
                    ),
                ),
                ("fewest_prizes", models.PositiveSmallIntegerField(default=0, verbose_name="palkintoja vähintään")),
                ("most_prizes", models.PositiveSmallIntegerField(default=1, verbose_name="palkintoja enintään")),
                ("honourable_mentions", models.BooleanField(default=True, verbose_name="kunniamainintoja voi antaa")),
                (
                    "organisation_types",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("kunta", "Kunta"),
                                ("kuntayhtyma", "Kuntayhtymä"),
                                ("hyvinvointialue", "Hyvinvointialue"),
                                ("yhtio", "Kunnan omistama yhtiö"),
                                ("muu", "Muu organisaatio"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        help_text="Tyhjä: kaikki.",
                        verbose_name="organisaatiotyypit",
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "kampanja",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sarjat",
                        to="kampanjat.kampanja",
                        verbose_name="kampanja",
                    ),
                ),
                (
                    "sectors",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Tyhjä: kaikki.",
                        related_name="+",
                        to="teot.toimiala",
                        verbose_name="toimialat",
                    ),
                ),
                (
                    "themes",
                    models.ManyToManyField(
                        blank=True, help_text="Tyhjä: kaikki.", related_name="+", to="teot.teema", verbose_name="teemat"
                    ),
                ),
                (
                    "gala_position",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="järjestys gaalassa"),
                ),
                (
                    "revealed_from",
                    models.DateTimeField(
                        editable=False,
                        help_text="Of a category that is revealed before the others of its campaign.",
                        null=True,
                        verbose_name="tulos julki",
                    ),
                ),
            ],
            options={
                "verbose_name": "palkintosarja",
                "verbose_name_plural": "palkintosarjat",
                "ordering": ["kampanja", "position", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kampanja", "name_fi"),
                        name="sarja_has_a_name_of_its_own",
                        violation_error_message="Kampanjassa on jo tämänniminen sarja.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("most_prizes__gte", 1), ("most_prizes__gte", models.F("fewest_prizes"))),
                        name="sarja_has_prizes",
                        violation_error_message="Palkintoja on oltava enintään yksi tai useampia, eikä vähimmäismäärä voi olla sitä suurempi.",
                    ),
                ],
            },
            bases=(palkinnot.models.gathering.Gathering, models.Model),
        ),
        migrations.CreateModel(
            name="Ehdokas",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("change_reason", models.CharField(blank=True, editable=False, max_length=300)),
                ("by_rule", models.BooleanField(default=True, editable=False, verbose_name="sarjan säännöllä")),
                (
                    "added_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="lisätty"),
                ),
                (
                    "added_reason",
                    models.CharField(blank=True, editable=False, max_length=300, verbose_name="miksi lisätty"),
                ),
                ("removed_at", models.DateTimeField(editable=False, null=True, verbose_name="poistettu")),
                (
                    "removed_reason",
                    models.CharField(blank=True, editable=False, max_length=300, verbose_name="miksi poistettu"),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tekojentori.organisaatio",
                        verbose_name="organisaatio",
                    ),
                ),
                (
                    "osallistuminen",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ehdokkaat",
                        to="teot.osallistuminen",
                        verbose_name="osallistuminen",
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sarja",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ehdokkaat",
                        to="palkinnot.sarja",
                        verbose_name="sarja",
                    ),
                ),
            ],
            options={
                "verbose_name": "ehdokas",
                "verbose_name_plural": "ehdokkaat",
                "ordering": ["sarja", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("sarja", "osallistuminen"), name="ehdokas_entry_stands_once"),
                    models.UniqueConstraint(fields=("sarja", "organisation"), name="ehdokas_organisation_stands_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organisation__isnull", False), ("osallistuminen", None)),
                            models.Q(("organisation", None), ("osallistuminen__isnull", False)),
                            _connector="OR",
                        ),
                        name="ehdokas_is_an_act_or_an_organisation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("by_rule", True), models.Q(("added_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="ehdokas_added_by_hand_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_at", None), ("removed_by", None), ("removed_reason", "")),
                            models.Q(("removed_at__isnull", False), models.Q(("removed_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="ehdokas_removed_with_a_reason",
                    ),
                ],
            },
            bases=(palkinnot.models.locking.Locking, models.Model),
        ),
        migrations.CreateModel(
            name="Kierros",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("change_reason", models.CharField(blank=True, editable=False, max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("preparing", "Valmistellaan"),
                            ("scoring", "Arvioidaan"),
                            ("discussion", "Keskustellaan"),
                            ("locked", "Lukittu"),
                        ],
                        default="preparing",
                        editable=False,
                        max_length=10,
                        verbose_name="tila",
                    ),
                ),
                (
                    "state_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="tila muuttui"
                    ),
                ),
                ("state_reason", models.CharField(blank=True, editable=False, max_length=300, verbose_name="syy")),
                (
                    "sheets_per_candidate",
                    models.PositiveSmallIntegerField(default=3, verbose_name="arvioita ehdokasta kohti"),
                ),
                (
                    "quorum",
                    models.PositiveSmallIntegerField(
                        default=2,
                        help_text="Ehdokas, jolla on annettuja arvioita vähemmän, jää ilman sijaa.",
                        verbose_name="arvioita vähintään",
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("adjusted", "Tasoitettu pistemäärä (ankaruus otettu huomioon)"),
                            ("mean", "Keskiarvo"),
                        ],
                        default="adjusted",
                        max_length=8,
                        verbose_name="menetelmä",
                    ),
                ),
                (
                    "tie_breaks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("mean", "Keskiarvo"),
                                ("adjusted", "Tasoitettu pistemäärä"),
                                ("median", "Mediaani"),
                                ("top_marks", "Parhaiden arvosanojen osuus"),
                                ("discussion", "Raadin keskustelu"),
                            ],
                            max_length=10,
                        ),
                        blank=True,
                        default=list,
                        verbose_name="tasatilanteen ratkaisu järjestyksessä",
                    ),
                ),
                (
                    "agreed",
                    models.JSONField(
                        default=list,
                        editable=False,
                        help_text="Orders agreed in the discussion: candidates' numbers from the best on, each breaks a tie.",
                    ),
                ),
                (
                    "seed",
                    models.BigIntegerField(
                        default=palkinnot.models.kierros.new_seed, editable=False, verbose_name="siemen"
                    ),
                ),
                ("scoring_until", models.DateTimeField(blank=True, null=True, verbose_name="arvioitava viimeistään")),
                ("assigned_at", models.DateTimeField(editable=False, null=True, verbose_name="arviot jaettu")),
                (
                    "assigned_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "state_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "raati",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kierrokset",
                        to="palkinnot.raati",
                        verbose_name="raati",
                    ),
                ),
                (
                    "sarja",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kierros",
                        to="palkinnot.sarja",
                        verbose_name="sarja",
                    ),
                ),
            ],
            options={
                "verbose_name": "arviointikierros",
                "verbose_name_plural": "arviointikierrokset",
                "ordering": ["sarja"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("quorum__gte", 1), ("sheets_per_candidate__gte", models.F("quorum"))),
                        name="kierros_quorum_can_be_met",
                        violation_error_message="Arvioita on vaadittava vähintään yksi, eikä enempää kuin ehdokasta kohti jaetaan.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "preparing"), ("assigned_at__isnull", False), _connector="OR"),
                        name="kierros_begun_is_assigned",
                    ),
                ],
            },
            bases=(
                palkinnot.models.moving.Moving,
                palkinnot.models.sharing.Sharing,
                palkinnot.models.reckoning.Reckoning,
                palkinnot.models.locking.Locking,
                models.Model,
            ),
        ),
        migrations.CreateModel(
            name="Kriteeri",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_fi", models.CharField(max_length=120, verbose_name="nimi suomeksi")),
                ("name_sv", models.CharField(blank=True, max_length=120, verbose_name="nimi ruotsiksi")),
                ("name_en", models.CharField(blank=True, max_length=120, verbose_name="nimi englanniksi")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("change_reason", models.CharField(blank=True, editable=False, max_length=300)),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="järjestys")),
                ("guidance_fi", models.TextField(blank=True, max_length=600, verbose_name="ohje suomeksi")),
                ("guidance_sv", models.TextField(blank=True, max_length=600, verbose_name="ohje ruotsiksi")),
                ("guidance_en", models.TextField(blank=True, max_length=600, verbose_name="ohje englanniksi")),
                (
                    "weight",
                    models.DecimalField(
                        decimal_places=2,
                        default=1,
                        max_digits=6,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="paino",
                    ),
                ),
                ("low", models.SmallIntegerField(default=1, verbose_name="asteikon alku")),
                ("high", models.SmallIntegerField(default=5, verbose_name="asteikon loppu")),
                ("low_end_fi", models.CharField(blank=True, max_length=120, verbose_name="alkupää suomeksi")),
                ("low_end_sv", models.CharField(blank=True, max_length=120, verbose_name="alkupää ruotsiksi")),
                ("low_end_en", models.CharField(blank=True, max_length=120, verbose_name="alkupää englanniksi")),
                ("high_end_fi", models.CharField(blank=True, max_length=120, verbose_name="loppupää suomeksi")),
                ("high_end_sv", models.CharField(blank=True, max_length=120, verbose_name="loppupää ruotsiksi")),
                ("high_end_en", models.CharField(blank=True, max_length=120, verbose_name="loppupää englanniksi")),
                (
                    "is_scored",
                    models.BooleanField(
                        default=True,
                        help_text="Muuten näytetään erikseen, eikä se muuta järjestystä.",
                        verbose_name="vaikuttaa pisteisiin",
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sarja",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kriteerit",
                        to="palkinnot.sarja",
                        verbose_name="sarja",
                    ),
                ),
            ],
            options={
                "verbose_name": "kriteeri",
                "verbose_name_plural": "kriteerit",
                "ordering": ["sarja", "position", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sarja", "name_fi"),
                        name="kriteeri_has_a_name_of_its_own",
                        violation_error_message="Sarjassa on jo tämänniminen kriteeri.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("low__lt", models.F("high"))),
                        name="kriteeri_scale_rises",
                        violation_error_message="Asteikon alun on oltava pienempi kuin sen lopun.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "high__lt",
                                django.db.models.expressions.CombinedExpression(models.F("low"), "+", models.Value(21)),
                            )
                        ),
                        name="kriteeri_scale_is_short",
                        violation_error_message="Asteikolla voi olla enintään 21 arvoa.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weight__gte", 0)),
                        name="kriteeri_weight_is_not_negative",
                        violation_error_message="Paino ei voi olla negatiivinen.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Raatilainen",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("change_reason", models.CharField(blank=True, editable=False, max_length=300)),
                ("email", models.EmailField(max_length=254, verbose_name="sähköposti")),
                ("name", models.CharField(max_length=100, verbose_name="nimi")),
                (
                    "language",
                    models.CharField(
                        choices=[("fi", "suomi"), ("sv", "ruotsi"), ("en", "englanti")],
                        default="fi",
                        max_length=2,
                        verbose_name="kieli",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("member", "Jäsen"), ("chair", "Puheenjohtaja")],
                        default="member",
                        max_length=6,
                        verbose_name="tehtävä",
                    ),
                ),
                ("represents", models.CharField(blank=True, max_length=120, verbose_name="ketä edustaa")),
                (
                    "invited_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="kutsuttu"),
                ),
                ("accepted_at", models.DateTimeField(editable=False, null=True, verbose_name="suostui")),
                ("declined_at", models.DateTimeField(editable=False, null=True, verbose_name="kieltäytyi")),
                ("ended_at", models.DateTimeField(editable=False, null=True, verbose_name="päättyi")),
                (
                    "ended_reason",
                    models.CharField(blank=True, editable=False, max_length=300, verbose_name="miksi päättyi"),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tekojentori.organisaatio",
                        verbose_name="organisaatio",
                    ),
                ),
                (
                    "raati",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="raatilaiset",
                        to="palkinnot.raati",
                        verbose_name="raati",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="replaced_by",
                        to="palkinnot.raatilainen",
                        verbose_name="kenen tilalla",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="seats",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "raatilainen",
                "verbose_name_plural": "raatilaiset",
                "ordering": ["raati", "name", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("raati", "email"),
                        name="raatilainen_is_invited_once",
                        violation_error_message="Tämä osoite on jo kutsuttu raatiin.",
                    ),
                    models.UniqueConstraint(fields=("raati", "user"), name="raatilainen_is_one_person"),
                    models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower(models.F("email")))),
                        name="raatilainen_email_is_lower_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("accepted_at", None), ("declined_at", None), _connector="OR"),
                        name="raatilainen_gave_one_answer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("user", None), ("accepted_at__isnull", False), _connector="OR"),
                        name="raatilainen_person_has_accepted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_reason", "")),
                            models.Q(("ended_at__isnull", False), models.Q(("ended_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="raatilainen_ended_with_a_reason",
                    ),
                ],
            },
            bases=(palkinnot.models.locking.Locking, models.Model),
        ),
        migrations.CreateModel(
            name="SarjaEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("name_fi", models.CharField(max_length=120, verbose_name="nimi suomeksi")),
                ("name_sv", models.CharField(blank=True, max_length=120, verbose_name="nimi ruotsiksi")),
                ("name_en", models.CharField(blank=True, max_length=120, verbose_name="nimi englanniksi")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("change_reason", models.CharField(blank=True, editable=False, max_length=300)),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="järjestys")),
                (
                    "target",
                    models.CharField(
                        choices=[("teko", "Teko"), ("organisaatio", "Organisaatio, kaikilla teoillaan")],
                        default="teko",
                        max_length=12,
                        verbose_name="mitä palkitaan",
                    ),
                ),
                (
                    "selection",
                    models.CharField(
                        choices=[
                            ("jury", "Raati arvioi"),
                            ("count", "Lasketaan tekojen määrästä"),
                            ("staff", "Ohjelmatoimisto valitsee"),
                        ],
                        default="jury",
                        max_length=5,
                        verbose_name="valinta",
                    ),
                ),
                ("fewest_prizes", models.PositiveSmallIntegerField(default=0, verbose_name="palkintoja vähintään")),
                ("most_prizes", models.PositiveSmallIntegerField(default=1, verbose_name="palkintoja enintään")),
                ("honourable_mentions", models.BooleanField(default=True, verbose_name="kunniamainintoja voi antaa")),
                (
                    "organisation_types",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("kunta", "Kunta"),
                                ("kuntayhtyma", "Kuntayhtymä"),
                                ("hyvinvointialue", "Hyvinvointialue"),
                                ("yhtio", "Kunnan omistama yhtiö"),
                                ("muu", "Muu organisaatio"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        help_text="Tyhjä: kaikki.",
                        verbose_name="organisaatiotyypit",
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "kampanja",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="kampanjat.kampanja",
                        verbose_name="kampanja",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="palkinnot.sarja",
                    ),
                ),
                (
                    "gala_position",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="järjestys gaalassa"),
                ),
                (
                    "revealed_from",
                    models.DateTimeField(
                        editable=False,
                        help_text="Of a category that is revealed before the others of its campaign.",
                        null=True,
                        verbose_name="tulos julki",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RaatiEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("change_reason", models.CharField(blank=True, editable=False, max_length=300)),
                ("name", models.CharField(max_length=120, verbose_name="nimi")),
                (
                    "changed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "kampanja",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="kampanjat.kampanja",
                        verbose_name="kampanja",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="palkinnot.raati",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Arvio",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("change_reason", models.CharField(blank=True, editable=False, max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("assigned", "Aloittamatta"),
                            ("begun", "Kesken"),
                            ("given", "Annettu"),
                            ("abstained", "Pidättäytyi"),
                            ("recused", "Jäävi"),
                        ],
                        default="assigned",
                        max_length=9,
                        verbose_name="tila",
                    ),
                ),
                (
                    "place",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="In the juror's own order of reading, which stays once it has been shown."
                    ),
                ),
                ("comment_to_jury", models.TextField(blank=True, max_length=4000, verbose_name="kommentti raadille")),
                (
                    "comment_to_authors",
                    models.TextField(blank=True, max_length=4000, verbose_name="kommentti tekijöille"),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="syy")),
                ("assigned_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="jaettu")),
                ("begun_at", models.DateTimeField(null=True, verbose_name="aloitettu")),
                ("given_at", models.DateTimeField(null=True, verbose_name="annettu")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="jätetty pois")),
                ("saved_at", models.DateTimeField(null=True, verbose_name="tallennettu")),
                ("saved_page", models.CharField(blank=True, max_length=40)),
                ("saved_base", models.PositiveIntegerField(default=1)),
                (
                    "saved_turn",
                    models.PositiveBigIntegerField(default=0, help_text="Milliseconds since 1970, by the browser."),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ehdokas",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="arviot",
                        to="palkinnot.ehdokas",
                        verbose_name="ehdokas",
                    ),
                ),
                (
                    "juror",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="arviot",
                        to="palkinnot.raatilainen",
                        verbose_name="raatilainen",
                    ),
                ),
            ],
            options={
                "verbose_name": "arvio",
                "verbose_name_plural": "arviot",
                "ordering": ["ehdokas", "juror"],
                "constraints": [
                    models.UniqueConstraint(fields=("juror", "ehdokas"), name="arvio_is_one_per_juror_and_candidate"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "given"), _negated=True),
                            models.Q(("begun_at__isnull", False), ("given_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="arvio_given_has_its_moments",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "assigned"), _negated=True), ("begun_at", None), _connector="OR"
                        ),
                        name="arvio_assigned_is_untouched",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "begun"), _negated=True), ("begun_at__isnull", False), _connector="OR"
                        ),
                        name="arvio_begun_has_its_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", False),
                                ("state__in", ["abstained", "recused"]),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state__in", ["abstained", "recused"]), _negated=True),
                                ("closed_at", None),
                                ("reason", ""),
                            ),
                            _connector="OR",
                        ),
                        name="arvio_left_out_has_a_reason",
                    ),
                ],
            },
            bases=(palkinnot.models.filling.Filling, palkinnot.models.locking.Locking, models.Model),
        ),
        migrations.CreateModel(
            name="Esteellisyys",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("change_reason", models.CharField(blank=True, editable=False, max_length=300)),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("own", "Oma organisaatio"),
                            ("related", "Oman organisaation omistaja, yhtiö, edeltäjä tai seuraaja"),
                            ("partner", "Oma organisaatio on teon kumppani"),
                            ("author", "Teon ilmoittaja tai kanssakirjoittaja"),
                            ("contact", "Teon yhteyshenkilö"),
                            ("colleague", "Oman teon kanssakirjoittaja on tämän teon tekijä"),
                            ("declared", "Ilmoitti itse"),
                            ("pinned", "Ohjelmatoimisto merkitsi"),
                        ],
                        max_length=9,
                        verbose_name="peruste",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="syy")),
                (
                    "added_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="merkitty"),
                ),
                ("lifted_at", models.DateTimeField(editable=False, null=True, verbose_name="poistettu")),
                (
                    "lifted_reason",
                    models.CharField(blank=True, editable=False, max_length=300, verbose_name="miksi poistettu"),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ehdokas",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="esteellisyydet",
                        to="palkinnot.ehdokas",
                        verbose_name="ehdokas",
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="esteellisyydet",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="kuka",
                    ),
                ),
            ],
            options={
                "verbose_name": "esteellisyys",
                "verbose_name_plural": "esteellisyydet",
                "ordering": ["ehdokas", "user", "cause"],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "ehdokas", "cause"), name="esteellisyys_is_one_per_cause"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cause__in", ["declared", "pinned"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="esteellisyys_said_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lifted_at", None), ("lifted_by", None), ("lifted_reason", "")),
                            models.Q(("lifted_at__isnull", False), models.Q(("lifted_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="esteellisyys_lifted_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lifted_by", None),
                            models.Q(("lifted_by", models.F("user")), _negated=True),
                            _connector="OR",
                        ),
                        name="esteellisyys_is_not_lifted_by_oneself",
                    ),
                ],
            },
            bases=(palkinnot.models.locking.Locking, models.Model),
        ),
        migrations.CreateModel(
            name="Lukitus",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="numero")),
                ("inputs", models.JSONField()),
                ("method", models.CharField(max_length=8, verbose_name="menetelmä")),
                ("method_version", models.CharField(max_length=40, verbose_name="menetelmän versio")),
                ("seed", models.BigIntegerField(verbose_name="siemen")),
                ("result", models.JSONField()),
                ("digest", models.CharField(max_length=64, verbose_name="tiiviste")),
                ("reason", models.TextField(blank=True, verbose_name="syy")),
                ("locked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="lukittu")),
                (
                    "kierros",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lukitukset", to="palkinnot.kierros"
                    ),
                ),
                (
                    "locked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "lukitus",
                "verbose_name_plural": "lukitukset",
                "ordering": ["kierros", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("kierros", "number"), name="lukitus_number_is_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")), name="lukitus_digest_is_whole"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Puheenvuoro",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=4000, verbose_name="puheenvuoro")),
                ("said_at", models.DateTimeField(auto_now_add=True)),
                (
                    "ehdokas",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="puheenvuorot", to="palkinnot.ehdokas"
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "puheenvuoro",
                "verbose_name_plural": "puheenvuorot",
                "ordering": ["said_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="puheenvuoro_says_something"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Merkinta",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=4000, verbose_name="omat muistiinpanot")),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "ehdokas",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="merkinnat", to="palkinnot.ehdokas"
                    ),
                ),
                (
                    "juror",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="merkinnat",
                        to="palkinnot.raatilainen",
                    ),
                ),
                ("saved_page", models.CharField(blank=True, max_length=40)),
            ],
            options={
                "verbose_name": "oma merkintä",
                "verbose_name_plural": "omat merkinnät",
                "constraints": [
                    models.UniqueConstraint(fields=("juror", "ehdokas"), name="merkinta_is_one_per_candidate")
                ],
            },
        ),
        migrations.CreateModel(
            name="Kysymys",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=2000, verbose_name="kysymys")),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="kysytty")),
                ("answer", models.TextField(blank=True, max_length=4000, verbose_name="vastaus")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="vastattu")),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ehdokas",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="kysymykset", to="palkinnot.ehdokas"
                    ),
                ),
                (
                    "juror",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kysymykset",
                        to="palkinnot.raatilainen",
                    ),
                ),
            ],
            options={
                "verbose_name": "raadin kysymys",
                "verbose_name_plural": "raadin kysymykset",
                "ordering": ["asked_at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="kysymys_asks_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None)),
                            models.Q(("answered_at__isnull", False), models.Q(("answer", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="kysymys_answer_has_its_moment",
                    ),
                    models.UniqueConstraint(fields=("ehdokas", "juror", "text"), name="kysymys_is_asked_once"),
                ],
            },
            bases=(palkinnot.models.locking.Locking, models.Model),
        ),
        migrations.CreateModel(
            name="RaatilainenEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("change_reason", models.CharField(blank=True, editable=False, max_length=300)),
                ("email", models.EmailField(max_length=254, verbose_name="sähköposti")),
                ("name", models.CharField(max_length=100, verbose_name="nimi")),
                (
                    "language",
                    models.CharField(
                        choices=[("fi", "suomi"), ("sv", "ruotsi"), ("en", "englanti")],
                        default="fi",
                        max_length=2,
                        verbose_name="kieli",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("member", "Jäsen"), ("chair", "Puheenjohtaja")],
                        default="member",
                        max_length=6,
                        verbose_name="tehtävä",
                    ),
                ),
                ("represents", models.CharField(blank=True, max_length=120, verbose_name="ketä edustaa")),
                (
                    "invited_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="kutsuttu"),
                ),
                ("accepted_at", models.DateTimeField(editable=False, null=True, verbose_name="suostui")),
                ("declined_at", models.DateTimeField(editable=False, null=True, verbose_name="kieltäytyi")),
                ("ended_at", models.DateTimeField(editable=False, null=True, verbose_name="päättyi")),
                (
                    "ended_reason",
                    models.CharField(blank=True, editable=False, max_length=300, verbose_name="miksi päättyi"),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="tekojentori.organisaatio",
                        verbose_name="organisaatio",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="palkinnot.raatilainen",
                    ),
                ),
                (
                    "raati",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="palkinnot.raati",
                        verbose_name="raati",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="palkinnot.raatilainen",
                        verbose_name="kenen tilalla",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="KriteeriEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("name_fi", models.CharField(max_length=120, verbose_name="nimi suomeksi")),
                ("name_sv", models.CharField(blank=True, max_length=120, verbose_name="nimi ruotsiksi")),
                ("name_en", models.CharField(blank=True, max_length=120, verbose_name="nimi englanniksi")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("change_reason", models.CharField(blank=True, editable=False, max_length=300)),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="järjestys")),
                ("guidance_fi", models.TextField(blank=True, max_length=600, verbose_name="ohje suomeksi")),
                ("guidance_sv", models.TextField(blank=True, max_length=600, verbose_name="ohje ruotsiksi")),
                ("guidance_en", models.TextField(blank=True, max_length=600, verbose_name="ohje englanniksi")),
                (
                    "weight",
                    models.DecimalField(
                        decimal_places=2,
                        default=1,
                        max_digits=6,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="paino",
                    ),
                ),
                ("low", models.SmallIntegerField(default=1, verbose_name="asteikon alku")),
                ("high", models.SmallIntegerField(default=5, verbose_name="asteikon loppu")),
                ("low_end_fi", models.CharField(blank=True, max_length=120, verbose_name="alkupää suomeksi")),
                ("low_end_sv", models.CharField(blank=True, max_length=120, verbose_name="alkupää ruotsiksi")),
                ("low_end_en", models.CharField(blank=True, max_length=120, verbose_name="alkupää englanniksi")),
                ("high_end_fi", models.CharField(blank=True, max_length=120, verbose_name="loppupää suomeksi")),
                ("high_end_sv", models.CharField(blank=True, max_length=120, verbose_name="loppupää ruotsiksi")),
                ("high_end_en", models.CharField(blank=True, max_length=120, verbose_name="loppupää englanniksi")),
                (
                    "is_scored",
                    models.BooleanField(
                        default=True,
                        help_text="Muuten näytetään erikseen, eikä se muuta järjestystä.",
                        verbose_name="vaikuttaa pisteisiin",
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="palkinnot.kriteeri",
                    ),
                ),
                (
                    "sarja",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="palkinnot.sarja",
                        verbose_name="sarja",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="KierrosEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("change_reason", models.CharField(blank=True, editable=False, max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("preparing", "Valmistellaan"),
                            ("scoring", "Arvioidaan"),
                            ("discussion", "Keskustellaan"),
                            ("locked", "Lukittu"),
                        ],
                        default="preparing",
                        editable=False,
                        max_length=10,
                        verbose_name="tila",
                    ),
                ),
                (
                    "state_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="tila muuttui"
                    ),
                ),
                ("state_reason", models.CharField(blank=True, editable=False, max_length=300, verbose_name="syy")),
                (
                    "sheets_per_candidate",
                    models.PositiveSmallIntegerField(default=3, verbose_name="arvioita ehdokasta kohti"),
                ),
                (
                    "quorum",
                    models.PositiveSmallIntegerField(
                        default=2,
                        help_text="Ehdokas, jolla on annettuja arvioita vähemmän, jää ilman sijaa.",
                        verbose_name="arvioita vähintään",
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("adjusted", "Tasoitettu pistemäärä (ankaruus otettu huomioon)"),
                            ("mean", "Keskiarvo"),
                        ],
                        default="adjusted",
                        max_length=8,
                        verbose_name="menetelmä",
                    ),
                ),
                (
                    "tie_breaks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("mean", "Keskiarvo"),
                                ("adjusted", "Tasoitettu pistemäärä"),
                                ("median", "Mediaani"),
                                ("top_marks", "Parhaiden arvosanojen osuus"),
                                ("discussion", "Raadin keskustelu"),
                            ],
                            max_length=10,
                        ),
                        blank=True,
                        default=list,
                        verbose_name="tasatilanteen ratkaisu järjestyksessä",
                    ),
                ),
                (
                    "agreed",
                    models.JSONField(
                        default=list,
                        editable=False,
                        help_text="Orders agreed in the discussion: candidates' numbers from the best on, each breaks a tie.",
                    ),
                ),
                (
                    "seed",
                    models.BigIntegerField(
                        default=palkinnot.models.kierros.new_seed, editable=False, verbose_name="siemen"
                    ),
                ),
                ("scoring_until", models.DateTimeField(blank=True, null=True, verbose_name="arvioitava viimeistään")),
                ("assigned_at", models.DateTimeField(editable=False, null=True, verbose_name="arviot jaettu")),
                (
                    "assigned_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="palkinnot.kierros",
                    ),
                ),
                (
                    "state_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "raati",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="palkinnot.raati",
                        verbose_name="raati",
                    ),
                ),
                (
                    "sarja",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="palkinnot.sarja",
                        verbose_name="sarja",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EhdokasEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("change_reason", models.CharField(blank=True, editable=False, max_length=300)),
                ("by_rule", models.BooleanField(default=True, editable=False, verbose_name="sarjan säännöllä")),
                (
                    "added_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="lisätty"),
                ),
                (
                    "added_reason",
                    models.CharField(blank=True, editable=False, max_length=300, verbose_name="miksi lisätty"),
                ),
                ("removed_at", models.DateTimeField(editable=False, null=True, verbose_name="poistettu")),
                (
                    "removed_reason",
                    models.CharField(blank=True, editable=False, max_length=300, verbose_name="miksi poistettu"),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="tekojentori.organisaatio",
                        verbose_name="organisaatio",
                    ),
                ),
                (
                    "osallistuminen",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="teot.osallistuminen",
                        verbose_name="osallistuminen",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="palkinnot.ehdokas",
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sarja",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="palkinnot.sarja",
                        verbose_name="sarja",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Sitoumus",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="numero")),
                (
                    "language",
                    models.CharField(
                        choices=[("fi", "suomi"), ("sv", "ruotsi"), ("en", "englanti")],
                        max_length=2,
                        verbose_name="kieli",
                    ),
                ),
                ("text", models.TextField(verbose_name="teksti")),
                ("signed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="allekirjoitettu")),
                (
                    "juror",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sitoumukset",
                        to="palkinnot.raatilainen",
                    ),
                ),
            ],
            options={
                "verbose_name": "sitoumus",
                "verbose_name_plural": "sitoumukset",
                "ordering": ["juror", "number"],
                "constraints": [models.UniqueConstraint(fields=("juror", "number"), name="sitoumus_number_is_unique")],
            },
        ),
        migrations.CreateModel(
            name="Oikaisu",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("change_reason", models.CharField(blank=True, editable=False, max_length=300)),
                (
                    "was",
                    models.JSONField(
                        default=dict, help_text="What the decision said; empty: none.", verbose_name="oli"
                    ),
                ),
                (
                    "becomes",
                    models.JSONField(default=dict, help_text="What it then says; empty: annulled.", verbose_name="on"),
                ),
                ("note_fi", models.TextField(max_length=1000, verbose_name="selitys suomeksi")),
                ("note_sv", models.TextField(max_length=1000, verbose_name="selitys ruotsiksi")),
                ("note_en", models.TextField(blank=True, max_length=1000, verbose_name="selitys englanniksi")),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "Ehdotettu"), ("confirmed", "Vahvistettu"), ("returned", "Palautettu")],
                        default="proposed",
                        max_length=9,
                        verbose_name="tila",
                    ),
                ),
                ("proposed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="ehdotettu")),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="vahvistettu")),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ehdokas",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="oikaisut",
                        to="palkinnot.ehdokas",
                        verbose_name="ehdokas",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sarja",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="oikaisut",
                        to="palkinnot.sarja",
                        verbose_name="palkintosarja",
                    ),
                ),
            ],
            options={
                "verbose_name": "oikaisu",
                "verbose_name_plural": "oikaisut",
                "ordering": ["sarja", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "proposed")),
                        fields=("sarja", "ehdokas"),
                        name="oikaisu_waits_once_per_candidate",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at__isnull", False), ("state", "confirmed")),
                            models.Q(
                                models.Q(("state", "confirmed"), _negated=True),
                                ("confirmed_at", None),
                                ("confirmed_by", None),
                            ),
                            _connector="OR",
                        ),
                        name="oikaisu_confirmed_has_its_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by", None),
                            models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="oikaisu_is_confirmed_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("note_fi", ""), _negated=True), models.Q(("note_sv", ""), _negated=True)
                        ),
                        name="oikaisu_is_explained",
                    ),
                ],
            },
            bases=(palkinnot.models.locking.Locking, models.Model),
        ),
        migrations.CreateModel(
            name="EsteellisyysEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("change_reason", models.CharField(blank=True, editable=False, max_length=300)),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("own", "Oma organisaatio"),
                            ("related", "Oman organisaation omistaja, yhtiö, edeltäjä tai seuraaja"),
                            ("partner", "Oma organisaatio on teon kumppani"),
                            ("author", "Teon ilmoittaja tai kanssakirjoittaja"),
                            ("contact", "Teon yhteyshenkilö"),
                            ("colleague", "Oman teon kanssakirjoittaja on tämän teon tekijä"),
                            ("declared", "Ilmoitti itse"),
                            ("pinned", "Ohjelmatoimisto merkitsi"),
                        ],
                        max_length=9,
                        verbose_name="peruste",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="syy")),
                (
                    "added_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="merkitty"),
                ),
                ("lifted_at", models.DateTimeField(editable=False, null=True, verbose_name="poistettu")),
                (
                    "lifted_reason",
                    models.CharField(blank=True, editable=False, max_length=300, verbose_name="miksi poistettu"),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ehdokas",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="palkinnot.ehdokas",
                        verbose_name="ehdokas",
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="palkinnot.esteellisyys",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="kuka",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Piste",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("change_reason", models.CharField(blank=True, editable=False, max_length=300)),
                ("value", models.SmallIntegerField(null=True, verbose_name="pisteet")),
                (
                    "arvio",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pisteet", to="palkinnot.arvio"
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "kriteeri",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pisteet", to="palkinnot.kriteeri"
                    ),
                ),
            ],
            options={
                "verbose_name": "piste",
                "verbose_name_plural": "pisteet",
                "ordering": ["arvio", "kriteeri"],
                "constraints": [
                    models.UniqueConstraint(fields=("arvio", "kriteeri"), name="piste_is_one_per_criterion")
                ],
            },
        ),
        migrations.CreateModel(
            name="ArvioEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("change_reason", models.CharField(blank=True, editable=False, max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("assigned", "Aloittamatta"),
                            ("begun", "Kesken"),
                            ("given", "Annettu"),
                            ("abstained", "Pidättäytyi"),
                            ("recused", "Jäävi"),
                        ],
                        default="assigned",
                        max_length=9,
                        verbose_name="tila",
                    ),
                ),
                (
                    "place",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="In the juror's own order of reading, which stays once it has been shown."
                    ),
                ),
                ("comment_to_jury", models.TextField(blank=True, max_length=4000, verbose_name="kommentti raadille")),
                (
                    "comment_to_authors",
                    models.TextField(blank=True, max_length=4000, verbose_name="kommentti tekijöille"),
                ),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="syy")),
                ("assigned_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="jaettu")),
                ("begun_at", models.DateTimeField(null=True, verbose_name="aloitettu")),
                ("given_at", models.DateTimeField(null=True, verbose_name="annettu")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="jätetty pois")),
                ("saved_at", models.DateTimeField(null=True, verbose_name="tallennettu")),
                (
                    "changed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="palkinnot.arvio",
                    ),
                ),
                (
                    "ehdokas",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="palkinnot.ehdokas",
                        verbose_name="ehdokas",
                    ),
                ),
                (
                    "juror",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="palkinnot.raatilainen",
                        verbose_name="raatilainen",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OikaisuEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("change_reason", models.CharField(blank=True, editable=False, max_length=300)),
                (
                    "was",
                    models.JSONField(
                        default=dict, help_text="What the decision said; empty: none.", verbose_name="oli"
                    ),
                ),
                (
                    "becomes",
                    models.JSONField(default=dict, help_text="What it then says; empty: annulled.", verbose_name="on"),
                ),
                ("note_fi", models.TextField(max_length=1000, verbose_name="selitys suomeksi")),
                ("note_sv", models.TextField(max_length=1000, verbose_name="selitys ruotsiksi")),
                ("note_en", models.TextField(blank=True, max_length=1000, verbose_name="selitys englanniksi")),
                (
                    "state",
                    models.CharField(
                        choices=[("proposed", "Ehdotettu"), ("confirmed", "Vahvistettu"), ("returned", "Palautettu")],
                        default="proposed",
                        max_length=9,
                        verbose_name="tila",
                    ),
                ),
                ("proposed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="ehdotettu")),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="vahvistettu")),
                (
                    "changed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ehdokas",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="palkinnot.ehdokas",
                        verbose_name="ehdokas",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="palkinnot.oikaisu",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sarja",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="palkinnot.sarja",
                        verbose_name="palkintosarja",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Palkinto",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("change_reason", models.CharField(blank=True, editable=False, max_length=300)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("prize", "Palkinto"),
                            ("place", "Sija"),
                            ("mention", "Kunniamaininta"),
                            ("none", "Ei jaeta"),
                        ],
                        max_length=7,
                        verbose_name="laji",
                    ),
                ),
                ("place", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="sija")),
                ("citation_fi", models.TextField(blank=True, max_length=2000, verbose_name="perustelu suomeksi")),
                ("citation_sv", models.TextField(blank=True, max_length=2000, verbose_name="perustelu ruotsiksi")),
                ("citation_en", models.TextField(blank=True, max_length=2000, verbose_name="perustelu englanniksi")),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        help_text="Why the order was left, or why staff chose so.",
                        max_length=300,
                        verbose_name="päätöksen syy",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Avoin"),
                            ("proposed", "Ehdotettu"),
                            ("confirmed", "Vahvistettu"),
                            ("annulled", "Kumottu oikaisulla"),
                        ],
                        default="open",
                        max_length=9,
                        verbose_name="tila",
                    ),
                ),
                ("proposed_at", models.DateTimeField(null=True, verbose_name="ehdotettu")),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="vahvistettu")),
                ("corrected_at", models.DateTimeField(null=True, verbose_name="oikaistu")),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ehdokas",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="palkinnot",
                        to="palkinnot.ehdokas",
                        verbose_name="ehdokas",
                    ),
                ),
                (
                    "lukitus",
                    models.ForeignKey(
                        help_text="The ranking it was made by.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="palkinnot.lukitus",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sarja",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="palkinnot",
                        to="palkinnot.sarja",
                        verbose_name="palkintosarja",
                    ),
                ),
            ],
            options={
                "verbose_name": "palkinto",
                "verbose_name_plural": "palkinnot",
                "ordering": ["sarja", "place", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sarja", "ehdokas"), name="palkinto_is_one_per_candidate", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ehdokas", None), ("kind", "none")),
                            models.Q(models.Q(("kind", "none"), _negated=True), ("ehdokas__isnull", False)),
                            _connector="OR",
                        ),
                        name="palkinto_none_has_no_candidate",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "place"), ("place__gte", 1)),
                            models.Q(models.Q(("kind", "place"), _negated=True), ("place", None)),
                            _connector="OR",
                        ),
                        name="palkinto_place_has_its_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["proposed", "confirmed"]), _negated=True),
                            ("proposed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="palkinto_proposed_has_its_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at__isnull", False), ("state__in", ["confirmed", "annulled"])),
                            models.Q(
                                ("confirmed_at", None), ("confirmed_by", None), ("state__in", ["open", "proposed"])
                            ),
                            _connector="OR",
                        ),
                        name="palkinto_confirmed_has_its_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by", None),
                            models.Q(("confirmed_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="palkinto_is_confirmed_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "none"), _negated=True),
                            ("state", "open"),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="palkinto_none_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "annulled"), _negated=True),
                            ("corrected_at__isnull", False),
                            _connector="OR",
                        ),
                        name="palkinto_annulled_has_its_moment",
                    ),
                ],
            },
            bases=(palkinnot.models.locking.Locking, models.Model),
        ),
        migrations.CreateModel(
            name="PisteEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("change_reason", models.CharField(blank=True, editable=False, max_length=300)),
                ("value", models.SmallIntegerField(null=True, verbose_name="pisteet")),
                (
                    "arvio",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="palkinnot.arvio",
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "kriteeri",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="palkinnot.kriteeri",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="palkinnot.piste",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PalkintoEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("change_reason", models.CharField(blank=True, editable=False, max_length=300)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("prize", "Palkinto"),
                            ("place", "Sija"),
                            ("mention", "Kunniamaininta"),
                            ("none", "Ei jaeta"),
                        ],
                        max_length=7,
                        verbose_name="laji",
                    ),
                ),
                ("place", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="sija")),
                ("citation_fi", models.TextField(blank=True, max_length=2000, verbose_name="perustelu suomeksi")),
                ("citation_sv", models.TextField(blank=True, max_length=2000, verbose_name="perustelu ruotsiksi")),
                ("citation_en", models.TextField(blank=True, max_length=2000, verbose_name="perustelu englanniksi")),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        help_text="Why the order was left, or why staff chose so.",
                        max_length=300,
                        verbose_name="päätöksen syy",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Avoin"),
                            ("proposed", "Ehdotettu"),
                            ("confirmed", "Vahvistettu"),
                            ("annulled", "Kumottu oikaisulla"),
                        ],
                        default="open",
                        max_length=9,
                        verbose_name="tila",
                    ),
                ),
                ("proposed_at", models.DateTimeField(null=True, verbose_name="ehdotettu")),
                ("confirmed_at", models.DateTimeField(null=True, verbose_name="vahvistettu")),
                ("corrected_at", models.DateTimeField(null=True, verbose_name="oikaistu")),
                (
                    "changed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ehdokas",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="palkinnot.ehdokas",
                        verbose_name="ehdokas",
                    ),
                ),
                (
                    "lukitus",
                    models.ForeignKey(
                        db_constraint=False,
                        help_text="The ranking it was made by.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="palkinnot.lukitus",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="palkinnot.palkinto",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sarja",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="palkinnot.sarja",
                        verbose_name="palkintosarja",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Vastaanotto",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("change_reason", models.CharField(blank=True, editable=False, max_length=300)),
                ("accepts", models.BooleanField(verbose_name="ottaa vastaan")),
                ("guests", models.TextField(blank=True, max_length=1000, verbose_name="ketkä tulevat gaalaan")),
                ("answered_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="vastattu")),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "palkinto",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="vastaanotto",
                        to="palkinnot.palkinto",
                        verbose_name="palkinto",
                    ),
                ),
            ],
            options={
                "verbose_name": "vastaanotto",
                "verbose_name_plural": "vastaanotot",
            },
            bases=(palkinnot.models.locking.Locking, models.Model),
        ),
        migrations.CreateModel(
            name="VastaanottoEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("change_reason", models.CharField(blank=True, editable=False, max_length=300)),
                ("accepts", models.BooleanField(verbose_name="ottaa vastaan")),
                ("guests", models.TextField(blank=True, max_length=1000, verbose_name="ketkä tulevat gaalaan")),
                ("answered_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="vastattu")),
                (
                    "answered_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "palkinto",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="palkinnot.palkinto",
                        verbose_name="palkinto",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="palkinnot.vastaanotto",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="esteellisyys",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "palkinnot_esteellisyysevent" ("added_at", "added_by_id", "cause", "change_reason", "changed_at", "changed_by_id", "ehdokas_id", "id", "lifted_at", "lifted_by_id", "lifted_reason", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "user_id", "version") VALUES (NEW."added_at", NEW."added_by_id", NEW."cause", NEW."change_reason", NEW."changed_at", NEW."changed_by_id", NEW."ehdokas_id", NEW."id", NEW."lifted_at", NEW."lifted_by_id", NEW."lifted_reason", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason", NEW."user_id", NEW."version"); RETURN NULL;',
                    hash="b2cc89bd0b3ab914e8a832528fb8cf3d5e3e8254",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_32bde",
                    table="palkinnot_esteellisyys",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="esteellisyys",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "palkinnot_esteellisyysevent" ("added_at", "added_by_id", "cause", "change_reason", "changed_at", "changed_by_id", "ehdokas_id", "id", "lifted_at", "lifted_by_id", "lifted_reason", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "user_id", "version") VALUES (NEW."added_at", NEW."added_by_id", NEW."cause", NEW."change_reason", NEW."changed_at", NEW."changed_by_id", NEW."ehdokas_id", NEW."id", NEW."lifted_at", NEW."lifted_by_id", NEW."lifted_reason", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason", NEW."user_id", NEW."version"); RETURN NULL;',
                    hash="58788a096b5193a4c5f4e231fca332996ab4a8fe",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ef35d",
                    table="palkinnot_esteellisyys",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="esteellisyysevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6016f3f589d92c61abc3a580e6eb4ecf8ffd6268",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_215e5",
                    table="palkinnot_esteellisyysevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lukitus",
            trigger=pgtrigger.compiler.Trigger(
                name="lukitus_is_immutable",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='RAISE EXCEPTION \'pgtrigger: Cannot update of "kierros_id", "number", "inputs", "method", "method_version", "seed", "result", "digest", "reason", "locked_at" rows from % table\', TG_TABLE_NAME;',
                    hash="6667ea491dd78afab63799cb170d3df79f56237a",
                    operation='UPDATE OF "kierros_id", "number", "inputs", "method", "method_version", "seed", "result", "digest", "reason", "locked_at"',
                    pgid="pgtrigger_lukitus_is_immutable_d74d1",
                    table="palkinnot_lukitus",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="piste",
            trigger=pgtrigger.compiler.Trigger(
                name="piste_is_on_its_scale",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n                    IF NOT EXISTS (\n                        SELECT FROM palkinnot_kriteeri AS kriteeri\n                        JOIN palkinnot_arvio AS arvio ON arvio.id = NEW.arvio_id\n                        JOIN palkinnot_ehdokas AS ehdokas\n                            ON ehdokas.id = arvio.ehdokas_id AND ehdokas.sarja_id = kriteeri.sarja_id\n                        WHERE kriteeri.id = NEW.kriteeri_id\n                            AND (NEW.value IS NULL OR NEW.value BETWEEN kriteeri.low AND kriteeri.high)\n                    ) THEN\n                        RAISE EXCEPTION 'palkinnot: a score off its scale, or on a criterion of another category';\n                    END IF;\n                    RETURN NEW;\n                ",
                    hash="54bcd003f45798620b7149bb7a57f131a1584fd2",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_piste_is_on_its_scale_d8f08",
                    table="palkinnot_piste",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="piste",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "palkinnot_pisteevent" ("arvio_id", "change_reason", "changed_at", "changed_by_id", "id", "kriteeri_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "value", "version") VALUES (NEW."arvio_id", NEW."change_reason", NEW."changed_at", NEW."changed_by_id", NEW."id", NEW."kriteeri_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."value", NEW."version"); RETURN NULL;',
                    hash="f2778a55a0aa3688d18400e6e35045dc450a69f2",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a6e1c",
                    table="palkinnot_piste",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="piste",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "palkinnot_pisteevent" ("arvio_id", "change_reason", "changed_at", "changed_by_id", "id", "kriteeri_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "value", "version") VALUES (NEW."arvio_id", NEW."change_reason", NEW."changed_at", NEW."changed_by_id", NEW."id", NEW."kriteeri_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."value", NEW."version"); RETURN NULL;',
                    hash="12b4d62187299b633053c4fcdc692aab7873ca7c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_cd9e8",
                    table="palkinnot_piste",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pisteevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a31a918abc0d47d5afb8cf5820dec8f2addfbf91",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_29d32",
                    table="palkinnot_pisteevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="puheenvuoro",
            trigger=pgtrigger.compiler.Trigger(
                name="puheenvuoro_is_immutable",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='RAISE EXCEPTION \'pgtrigger: Cannot update of "ehdokas_id", "text", "said_at" rows from % table\', TG_TABLE_NAME;',
                    hash="e7fe1be728a54ddbecece377cdc74267e8b566a0",
                    operation='UPDATE OF "ehdokas_id", "text", "said_at"',
                    pgid="pgtrigger_puheenvuoro_is_immutable_a47de",
                    table="palkinnot_puheenvuoro",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="raatilainen",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "palkinnot_raatilainenevent" ("accepted_at", "change_reason", "changed_at", "changed_by_id", "declined_at", "email", "ended_at", "ended_reason", "id", "invited_at", "invited_by_id", "language", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raati_id", "replaces_id", "represents", "role", "user_id", "version") VALUES (NEW."accepted_at", NEW."change_reason", NEW."changed_at", NEW."changed_by_id", NEW."declined_at", NEW."email", NEW."ended_at", NEW."ended_reason", NEW."id", NEW."invited_at", NEW."invited_by_id", NEW."language", NEW."name", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."raati_id", NEW."replaces_id", NEW."represents", NEW."role", NEW."user_id", NEW."version"); RETURN NULL;',
                    hash="20133e05dc288a8b24227eb26955d5627b9e9953",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_fbbbf",
                    table="palkinnot_raatilainen",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="raatilainen",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "palkinnot_raatilainenevent" ("accepted_at", "change_reason", "changed_at", "changed_by_id", "declined_at", "email", "ended_at", "ended_reason", "id", "invited_at", "invited_by_id", "language", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raati_id", "replaces_id", "represents", "role", "user_id", "version") VALUES (NEW."accepted_at", NEW."change_reason", NEW."changed_at", NEW."changed_by_id", NEW."declined_at", NEW."email", NEW."ended_at", NEW."ended_reason", NEW."id", NEW."invited_at", NEW."invited_by_id", NEW."language", NEW."name", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."raati_id", NEW."replaces_id", NEW."represents", NEW."role", NEW."user_id", NEW."version"); RETURN NULL;',
                    hash="f42ab74241c202a2b2e313019d18deb2c3445450",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_16798",
                    table="palkinnot_raatilainen",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="arvioevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1481a25188ff37bc5cfe5fd23e82a45c14abd3c0",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_2b2fd",
                    table="palkinnot_arvioevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="arvio",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "palkinnot_arvioevent" ("assigned_at", "begun_at", "change_reason", "changed_at", "changed_by_id", "closed_at", "comment_to_authors", "comment_to_jury", "ehdokas_id", "given_at", "id", "juror_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "reason", "saved_at", "state", "version") VALUES (NEW."assigned_at", NEW."begun_at", NEW."change_reason", NEW."changed_at", NEW."changed_by_id", NEW."closed_at", NEW."comment_to_authors", NEW."comment_to_jury", NEW."ehdokas_id", NEW."given_at", NEW."id", NEW."juror_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."reason", NEW."saved_at", NEW."state", NEW."version"); RETURN NULL;',
                    hash="133ccd757ae926add1de0b98e5a92e44ed985bfb",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_856df",
                    table="palkinnot_arvio",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="arvio",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."assigned_at" IS DISTINCT FROM (NEW."assigned_at") OR OLD."begun_at" IS DISTINCT FROM (NEW."begun_at") OR OLD."change_reason" IS DISTINCT FROM (NEW."change_reason") OR OLD."changed_at" IS DISTINCT FROM (NEW."changed_at") OR OLD."changed_by_id" IS DISTINCT FROM (NEW."changed_by_id") OR OLD."closed_at" IS DISTINCT FROM (NEW."closed_at") OR OLD."comment_to_authors" IS DISTINCT FROM (NEW."comment_to_authors") OR OLD."comment_to_jury" IS DISTINCT FROM (NEW."comment_to_jury") OR OLD."ehdokas_id" IS DISTINCT FROM (NEW."ehdokas_id") OR OLD."given_at" IS DISTINCT FROM (NEW."given_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."juror_id" IS DISTINCT FROM (NEW."juror_id") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."saved_at" IS DISTINCT FROM (NEW."saved_at") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                    func='INSERT INTO "palkinnot_arvioevent" ("assigned_at", "begun_at", "change_reason", "changed_at", "changed_by_id", "closed_at", "comment_to_authors", "comment_to_jury", "ehdokas_id", "given_at", "id", "juror_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "reason", "saved_at", "state", "version") VALUES (NEW."assigned_at", NEW."begun_at", NEW."change_reason", NEW."changed_at", NEW."changed_by_id", NEW."closed_at", NEW."comment_to_authors", NEW."comment_to_jury", NEW."ehdokas_id", NEW."given_at", NEW."id", NEW."juror_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."reason", NEW."saved_at", NEW."state", NEW."version"); RETURN NULL;',
                    hash="ca99784e652120705729a3cfaf643f826fa33484",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c49a2",
                    table="palkinnot_arvio",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="raatilainenevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ba979e4d956f377f7b0e15a534ed930d1033e966",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_2fb9a",
                    table="palkinnot_raatilainenevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kriteerievent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0c3d903465b14ec23c6e8bd4ef9200ed69b1beb1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_6d111",
                    table="palkinnot_kriteerievent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kriteeri",
            trigger=pgtrigger.compiler.Trigger(
                name="kriteeri_is_fixed_while_scored",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE changed palkinnot_kriteeri;",
                    func="\n                    IF TG_OP = 'DELETE' THEN changed := OLD; ELSE changed := NEW; END IF;\n                    IF TG_OP = 'UPDATE' AND (to_jsonb(OLD) - 'changed_by_id') = (to_jsonb(NEW) - 'changed_by_id') THEN\n                        RETURN NEW;\n                    END IF;\n                    IF EXISTS (SELECT FROM palkinnot_kierros\n                               WHERE sarja_id = changed.sarja_id AND state <> 'preparing') THEN\n                        RAISE EXCEPTION 'palkinnot: criteria are fixed once the round has begun';\n                    END IF;\n                    RETURN changed;\n                ",
                    hash="14df3a0a3fcb25cf8bd69385c13e5e760a58aace",
                    operation="INSERT OR UPDATE OR DELETE",
                    pgid="pgtrigger_kriteeri_is_fixed_while_scored_b9c2c",
                    table="palkinnot_kriteeri",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kriteeri",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "palkinnot_kriteerievent" ("change_reason", "changed_at", "changed_by_id", "guidance_en", "guidance_fi", "guidance_sv", "high", "high_end_en", "high_end_fi", "high_end_sv", "id", "is_scored", "low", "low_end_en", "low_end_fi", "low_end_sv", "name_en", "name_fi", "name_sv", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "sarja_id", "version", "weight") VALUES (NEW."change_reason", NEW."changed_at", NEW."changed_by_id", NEW."guidance_en", NEW."guidance_fi", NEW."guidance_sv", NEW."high", NEW."high_end_en", NEW."high_end_fi", NEW."high_end_sv", NEW."id", NEW."is_scored", NEW."low", NEW."low_end_en", NEW."low_end_fi", NEW."low_end_sv", NEW."name_en", NEW."name_fi", NEW."name_sv", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."sarja_id", NEW."version", NEW."weight"); RETURN NULL;',
                    hash="3248df0d6413db9cf15369b7c27ae5386f0c9310",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_513d2",
                    table="palkinnot_kriteeri",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kriteeri",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "palkinnot_kriteerievent" ("change_reason", "changed_at", "changed_by_id", "guidance_en", "guidance_fi", "guidance_sv", "high", "high_end_en", "high_end_fi", "high_end_sv", "id", "is_scored", "low", "low_end_en", "low_end_fi", "low_end_sv", "name_en", "name_fi", "name_sv", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "sarja_id", "version", "weight") VALUES (NEW."change_reason", NEW."changed_at", NEW."changed_by_id", NEW."guidance_en", NEW."guidance_fi", NEW."guidance_sv", NEW."high", NEW."high_end_en", NEW."high_end_fi", NEW."high_end_sv", NEW."id", NEW."is_scored", NEW."low", NEW."low_end_en", NEW."low_end_fi", NEW."low_end_sv", NEW."name_en", NEW."name_fi", NEW."name_sv", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."sarja_id", NEW."version", NEW."weight"); RETURN NULL;',
                    hash="ca936dbd18c202fc40644e1b347b34fa3a03d7c1",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a2a4a",
                    table="palkinnot_kriteeri",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kierrosevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a3a17fa77a059cb4ac503c561ffd9c6e9b71d623",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_2b7e7",
                    table="palkinnot_kierrosevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kierros",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "palkinnot_kierrosevent" ("agreed", "assigned_at", "assigned_by_id", "change_reason", "changed_at", "changed_by_id", "id", "method", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quorum", "raati_id", "sarja_id", "scoring_until", "seed", "sheets_per_candidate", "state", "state_at", "state_by_id", "state_reason", "tie_breaks", "version") VALUES (NEW."agreed", NEW."assigned_at", NEW."assigned_by_id", NEW."change_reason", NEW."changed_at", NEW."changed_by_id", NEW."id", NEW."method", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."quorum", NEW."raati_id", NEW."sarja_id", NEW."scoring_until", NEW."seed", NEW."sheets_per_candidate", NEW."state", NEW."state_at", NEW."state_by_id", NEW."state_reason", NEW."tie_breaks", NEW."version"); RETURN NULL;',
                    hash="a1917190510538441602a045bc8840ec55dc4d59",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f8833",
                    table="palkinnot_kierros",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="kierros",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "palkinnot_kierrosevent" ("agreed", "assigned_at", "assigned_by_id", "change_reason", "changed_at", "changed_by_id", "id", "method", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quorum", "raati_id", "sarja_id", "scoring_until", "seed", "sheets_per_candidate", "state", "state_at", "state_by_id", "state_reason", "tie_breaks", "version") VALUES (NEW."agreed", NEW."assigned_at", NEW."assigned_by_id", NEW."change_reason", NEW."changed_at", NEW."changed_by_id", NEW."id", NEW."method", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."quorum", NEW."raati_id", NEW."sarja_id", NEW."scoring_until", NEW."seed", NEW."sheets_per_candidate", NEW."state", NEW."state_at", NEW."state_by_id", NEW."state_reason", NEW."tie_breaks", NEW."version"); RETURN NULL;',
                    hash="0b8ca511df9771990cc7051af916da78cd25cc76",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ff706",
                    table="palkinnot_kierros",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ehdokasevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="2fbc9040a492f312759ba23cba8ed8b10eaad5d6",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a20a5",
                    table="palkinnot_ehdokasevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ehdokas",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "palkinnot_ehdokasevent" ("added_at", "added_by_id", "added_reason", "by_rule", "change_reason", "changed_at", "changed_by_id", "id", "organisation_id", "osallistuminen_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "removed_by_id", "removed_reason", "sarja_id", "version") VALUES (NEW."added_at", NEW."added_by_id", NEW."added_reason", NEW."by_rule", NEW."change_reason", NEW."changed_at", NEW."changed_by_id", NEW."id", NEW."organisation_id", NEW."osallistuminen_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."removed_at", NEW."removed_by_id", NEW."removed_reason", NEW."sarja_id", NEW."version"); RETURN NULL;',
                    hash="2aee2b687866e600f8a9ccd9eff10c5c01ff5d91",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_72a46",
                    table="palkinnot_ehdokas",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ehdokas",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "palkinnot_ehdokasevent" ("added_at", "added_by_id", "added_reason", "by_rule", "change_reason", "changed_at", "changed_by_id", "id", "organisation_id", "osallistuminen_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "removed_at", "removed_by_id", "removed_reason", "sarja_id", "version") VALUES (NEW."added_at", NEW."added_by_id", NEW."added_reason", NEW."by_rule", NEW."change_reason", NEW."changed_at", NEW."changed_by_id", NEW."id", NEW."organisation_id", NEW."osallistuminen_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."removed_at", NEW."removed_by_id", NEW."removed_reason", NEW."sarja_id", NEW."version"); RETURN NULL;',
                    hash="88857f218ff1a3b1a6ec900e8a688a44fc59c31a",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7d795",
                    table="palkinnot_ehdokas",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sarjaevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="013c667955034f78f1fba68c9ced744d6807a9c1",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_ec8c9",
                    table="palkinnot_sarjaevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sitoumus",
            trigger=pgtrigger.compiler.Trigger(
                name="sitoumus_is_immutable",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="5193aae7bcc853caab1e33053c1af48bafd9fdcf",
                    operation="UPDATE",
                    pgid="pgtrigger_sitoumus_is_immutable_5ca34",
                    table="palkinnot_sitoumus",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sarja",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "palkinnot_sarjaevent" ("change_reason", "changed_at", "changed_by_id", "fewest_prizes", "gala_position", "honourable_mentions", "id", "kampanja_id", "most_prizes", "name_en", "name_fi", "name_sv", "organisation_types", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "revealed_from", "selection", "target", "version") VALUES (NEW."change_reason", NEW."changed_at", NEW."changed_by_id", NEW."fewest_prizes", NEW."gala_position", NEW."honourable_mentions", NEW."id", NEW."kampanja_id", NEW."most_prizes", NEW."name_en", NEW."name_fi", NEW."name_sv", NEW."organisation_types", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."revealed_from", NEW."selection", NEW."target", NEW."version"); RETURN NULL;',
                    hash="6cf0e2156ae06c23f899864872c923e9ad0a6a95",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_aec14",
                    table="palkinnot_sarja",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sarja",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "palkinnot_sarjaevent" ("change_reason", "changed_at", "changed_by_id", "fewest_prizes", "gala_position", "honourable_mentions", "id", "kampanja_id", "most_prizes", "name_en", "name_fi", "name_sv", "organisation_types", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "revealed_from", "selection", "target", "version") VALUES (NEW."change_reason", NEW."changed_at", NEW."changed_by_id", NEW."fewest_prizes", NEW."gala_position", NEW."honourable_mentions", NEW."id", NEW."kampanja_id", NEW."most_prizes", NEW."name_en", NEW."name_fi", NEW."name_sv", NEW."organisation_types", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."revealed_from", NEW."selection", NEW."target", NEW."version"); RETURN NULL;',
                    hash="352063d4d961219d26a754c08c5a0a0868081fb9",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f5f5d",
                    table="palkinnot_sarja",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="oikaisu",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "palkinnot_oikaisuevent" ("becomes", "change_reason", "changed_at", "changed_by_id", "confirmed_at", "confirmed_by_id", "ehdokas_id", "id", "note_en", "note_fi", "note_sv", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "sarja_id", "state", "version", "was") VALUES (NEW."becomes", NEW."change_reason", NEW."changed_at", NEW."changed_by_id", NEW."confirmed_at", NEW."confirmed_by_id", NEW."ehdokas_id", NEW."id", NEW."note_en", NEW."note_fi", NEW."note_sv", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."sarja_id", NEW."state", NEW."version", NEW."was"); RETURN NULL;',
                    hash="5cb3cd285e9bb03e4aadc0ec21225a38b2c1ee2a",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c3884",
                    table="palkinnot_oikaisu",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="oikaisu",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "palkinnot_oikaisuevent" ("becomes", "change_reason", "changed_at", "changed_by_id", "confirmed_at", "confirmed_by_id", "ehdokas_id", "id", "note_en", "note_fi", "note_sv", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "sarja_id", "state", "version", "was") VALUES (NEW."becomes", NEW."change_reason", NEW."changed_at", NEW."changed_by_id", NEW."confirmed_at", NEW."confirmed_by_id", NEW."ehdokas_id", NEW."id", NEW."note_en", NEW."note_fi", NEW."note_sv", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."sarja_id", NEW."state", NEW."version", NEW."was"); RETURN NULL;',
                    hash="1a5e12b011b46bec28b53479dc1f8f965af3aa06",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_ab7c9",
                    table="palkinnot_oikaisu",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="oikaisuevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="6b3d3a40a085e21da0656fa93806c12fd93c9483",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_0d671",
                    table="palkinnot_oikaisuevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="palkinto",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "palkinnot_palkintoevent" ("change_reason", "changed_at", "changed_by_id", "citation_en", "citation_fi", "citation_sv", "confirmed_at", "confirmed_by_id", "corrected_at", "ehdokas_id", "id", "kind", "lukitus_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "proposed_at", "proposed_by_id", "reason", "sarja_id", "state", "version") VALUES (NEW."change_reason", NEW."changed_at", NEW."changed_by_id", NEW."citation_en", NEW."citation_fi", NEW."citation_sv", NEW."confirmed_at", NEW."confirmed_by_id", NEW."corrected_at", NEW."ehdokas_id", NEW."id", NEW."kind", NEW."lukitus_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."proposed_at", NEW."proposed_by_id", NEW."reason", NEW."sarja_id", NEW."state", NEW."version"); RETURN NULL;',
                    hash="66b713b9be39b5246984388c67445d986b399bd0",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c86ec",
                    table="palkinnot_palkinto",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="palkinto",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "palkinnot_palkintoevent" ("change_reason", "changed_at", "changed_by_id", "citation_en", "citation_fi", "citation_sv", "confirmed_at", "confirmed_by_id", "corrected_at", "ehdokas_id", "id", "kind", "lukitus_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "proposed_at", "proposed_by_id", "reason", "sarja_id", "state", "version") VALUES (NEW."change_reason", NEW."changed_at", NEW."changed_by_id", NEW."citation_en", NEW."citation_fi", NEW."citation_sv", NEW."confirmed_at", NEW."confirmed_by_id", NEW."corrected_at", NEW."ehdokas_id", NEW."id", NEW."kind", NEW."lukitus_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."proposed_at", NEW."proposed_by_id", NEW."reason", NEW."sarja_id", NEW."state", NEW."version"); RETURN NULL;',
                    hash="5f143972a7cf2f9896a7146edb3271bd79c84335",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_84090",
                    table="palkinnot_palkinto",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="palkintoevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c98e4fc7cecc3c70a1cb4f079bb8e0a64d10eff0",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_384f6",
                    table="palkinnot_palkintoevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="vastaanotto",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "palkinnot_vastaanottoevent" ("accepts", "answered_at", "answered_by_id", "change_reason", "changed_at", "changed_by_id", "guests", "id", "palkinto_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") VALUES (NEW."accepts", NEW."answered_at", NEW."answered_by_id", NEW."change_reason", NEW."changed_at", NEW."changed_by_id", NEW."guests", NEW."id", NEW."palkinto_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."version"); RETURN NULL;',
                    hash="583563f51c58958da049c1fbee50a3d7faa70e99",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_46c13",
                    table="palkinnot_vastaanotto",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="vastaanotto",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "palkinnot_vastaanottoevent" ("accepts", "answered_at", "answered_by_id", "change_reason", "changed_at", "changed_by_id", "guests", "id", "palkinto_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") VALUES (NEW."accepts", NEW."answered_at", NEW."answered_by_id", NEW."change_reason", NEW."changed_at", NEW."changed_by_id", NEW."guests", NEW."id", NEW."palkinto_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."version"); RETURN NULL;',
                    hash="12f98ec3f70e2a6cc296831717eef184d691f1c4",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d08d4",
                    table="palkinnot_vastaanotto",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="vastaanottoevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a34dd25e27a4908407966c44acc445ad88910eee",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c87be",
                    table="palkinnot_vastaanottoevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="raati",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "palkinnot_raatievent" ("change_reason", "changed_at", "changed_by_id", "id", "kampanja_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") VALUES (NEW."change_reason", NEW."changed_at", NEW."changed_by_id", NEW."id", NEW."kampanja_id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."version"); RETURN NULL;',
                    hash="04cd5a9a39cb0b69e0a9beadf43e1816bcc2b910",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b1e36",
                    table="palkinnot_raati",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="raati",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "palkinnot_raatievent" ("change_reason", "changed_at", "changed_by_id", "id", "kampanja_id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") VALUES (NEW."change_reason", NEW."changed_at", NEW."changed_by_id", NEW."id", NEW."kampanja_id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."version"); RETURN NULL;',
                    hash="767bc1030b4ceed2f0853a567fe0892bd6e05589",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_7bd8b",
                    table="palkinnot_raati",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="raatievent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="336e633f3d8182bb89f25ac12cb1cecfdfba98cd",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_46463",
                    table="palkinnot_raatievent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(VIEW, OWN_HALF),
    ]
