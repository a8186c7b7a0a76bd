import breaches.letters.kinds
import web.files
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("capacity", models.CharField(max_length=40)),
                ("reference", models.CharField(max_length=24)),
                ("title", models.CharField(max_length=120)),
                (
                    "status",
                    models.CharField(choices=[("open", "Open"), ("closed", "Closed")], default="open", max_length=8),
                ),
                ("opened_on", models.DateField()),
                ("opened_at", models.DateTimeField()),
                ("closed_on", models.DateField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("resolved", "Put right"),
                            ("unfounded", "Nothing in it"),
                            ("passed_on", "Passed to someone else"),
                            ("no_further", "Nothing further can usefully be done"),
                            ("other", "Something else"),
                        ],
                        max_length=12,
                    ),
                ),
                ("closing_note", models.TextField(blank=True)),
                ("open_since", models.JSONField(default=dict)),
                ("next_due_on", models.DateField(blank=True, null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("search_text", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["-opened_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="CaseFinding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("finding", models.CharField(max_length=40)),
                ("why", models.TextField()),
                ("established_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_why", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["case", "established_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Closing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("resolved", "Put right"),
                            ("unfounded", "Nothing in it"),
                            ("passed_on", "Passed to someone else"),
                            ("no_further", "Nothing further can usefully be done"),
                            ("other", "Something else"),
                        ],
                        max_length=12,
                    ),
                ),
                ("note", models.TextField()),
                ("closed_at", models.DateTimeField()),
                ("reopened_at", models.DateTimeField(blank=True, null=True)),
                ("reopened_why", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["case", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("fact", models.CharField(max_length=40)),
                ("scope", models.CharField(blank=True, max_length=40)),
                ("question", models.TextField()),
                ("answer", models.CharField(choices=[("yes", "Yes"), ("no", "No")], max_length=3)),
                ("why", models.TextField()),
                ("confirmed_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_why", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["case", "confirmed_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=breaches.letters.kinds.list_choices, max_length=24)),
                ("step", models.CharField(blank=True, max_length=40)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("approved", "Approved"),
                            ("produced", "Produced"),
                            ("sent", "Sent"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("addressee", models.CharField(max_length=150)),
                ("address", models.TextField(blank=True)),
                ("salutation", models.CharField(blank=True, max_length=150)),
                ("subject", models.CharField(max_length=150)),
                ("body", models.TextField()),
                ("signature", models.TextField(blank=True)),
                ("outside_reason", models.TextField(blank=True)),
                ("reply_by", models.DateField(blank=True, null=True)),
                ("review_on", models.DateField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("dated_on", models.DateField(blank=True, null=True)),
                ("clauses", models.JSONField(default=list)),
                ("drafted_at", models.DateTimeField()),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("produced_at", models.DateTimeField(blank=True, null=True)),
                ("pdf", models.FileField(blank=True, max_length=200, storage=web.files.private_files, upload_to="")),
                ("pdf_sha256", models.CharField(blank=True, max_length=64)),
                ("verification_code", models.CharField(blank=True, max_length=24, null=True, unique=True)),
                ("sent_on", models.DateField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "sent_way",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("post", "By post"),
                            ("email", "By email, from the school's own account"),
                            ("hand", "By hand"),
                            ("online_form", "Through an online form"),
                        ],
                        max_length=12,
                    ),
                ),
                ("sent_note", models.CharField(blank=True, max_length=200)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_why", models.TextField(blank=True)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("form_token", models.UUIDField(unique=True)),
            ],
            options={
                "ordering": ["case", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                ("form_token", models.UUIDField(unique=True)),
            ],
            options={
                "ordering": ["case", "pk"],
            },
        ),
        migrations.CreateModel(
            name="StepRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.CharField(blank=True, max_length=40)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("taken", "Taken"),
                            ("left_undone", "Left undone"),
                            ("outside_policy", "Something the policy does not give"),
                        ],
                        max_length=16,
                    ),
                ),
                ("what", models.TextField(blank=True)),
                ("done_on", models.DateField(blank=True, null=True)),
                ("done_by", models.CharField(blank=True, max_length=150)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("complied", "They did what was asked"),
                            ("refused", "They refused"),
                            ("no_reply", "No reply yet"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("clauses", models.JSONField(default=list)),
                ("force", models.CharField(blank=True, max_length=10)),
                ("follow_up_on", models.DateField(blank=True, null=True)),
                ("follow_up_done_at", models.DateTimeField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField()),
                ("form_token", models.UUIDField(unique=True)),
            ],
            options={
                "ordering": ["case", "pk"],
            },
        ),
        migrations.CreateModel(
            name="StoredAssessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField()),
                ("cause", models.CharField(max_length=200)),
                ("pack_sha256", models.CharField(blank=True, max_length=64)),
                ("facts", models.JSONField()),
                ("answer", models.JSONField()),
                ("changed", models.JSONField(default=list)),
            ],
            options={
                "ordering": ["case", "-pk"],
                "get_latest_by": "pk",
            },
        ),
    ]
