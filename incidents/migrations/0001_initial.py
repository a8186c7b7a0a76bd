import web.files
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120)),
                ("file", models.FileField(max_length=200, storage=web.files.private_files, upload_to="")),
                ("original_name", models.CharField(max_length=200)),
                ("content_type", models.CharField(max_length=40)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("added_at", models.DateTimeField()),
                ("taken_back_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name_plural": "evidence",
                "ordering": ["incident", "added_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Incident",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draft"), ("logged", "Logged"), ("discarded", "Discarded draft")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=20)),
                ("title", models.CharField(blank=True, max_length=120)),
                ("happened_on", models.DateField(blank=True, null=True)),
                ("happened_at_time", models.TimeField(blank=True, null=True)),
                ("known_on", models.DateField(blank=True, null=True)),
                (
                    "platform",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("facebook", "Facebook"),
                            ("instagram", "Instagram"),
                            ("whatsapp", "WhatsApp"),
                            ("x", "X (Twitter)"),
                            ("tiktok", "TikTok"),
                            ("snapchat", "Snapchat"),
                            ("youtube", "YouTube"),
                            ("school_channel", "A page, account or forum the school runs"),
                            ("other", "Somewhere else"),
                            ("not_online", "Not on a platform"),
                        ],
                        max_length=20,
                    ),
                ),
                ("platform_name", models.CharField(blank=True, max_length=80)),
                ("account", models.CharField(blank=True, max_length=120)),
                ("address", models.CharField(blank=True, max_length=500)),
                (
                    "audience",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("public", "Anyone"),
                            ("group", "The members of a group"),
                            ("friends", "Friends or followers of the account"),
                            ("private", "Only the people in the conversation"),
                            ("unknown", "Not known"),
                        ],
                        max_length=10,
                    ),
                ),
                ("facts", models.TextField(blank=True)),
                ("opinion", models.TextField(blank=True)),
                ("started_at", models.DateTimeField()),
                ("logged_at", models.DateTimeField(blank=True, null=True)),
                ("revision", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["-happened_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="IncidentFinding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("finding", models.CharField(max_length=40)),
                ("reason", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["incident", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Involvement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("subject", "Did it, or is said to have"),
                            ("affected", "Affected by it"),
                            ("witness", "Saw it"),
                            ("reporter", "Reported it"),
                        ],
                        max_length=10,
                    ),
                ),
                ("capacity", models.CharField(max_length=40)),
            ],
            options={
                "ordering": ["incident", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Recusal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("why", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["incident", "at"],
            },
        ),
        migrations.CreateModel(
            name="ReferenceCounter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
            ],
        ),
    ]
