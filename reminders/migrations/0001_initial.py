import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Heartbeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('searched_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Mailing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('at_once', models.BooleanField(default=False)),
                ('message_id', models.CharField(max_length=120, unique=True)),
                ('made_at', models.DateTimeField()),
                ('dispatch_at', models.DateTimeField(help_text='When it may next be given to a worker')),
                ('claimed_at', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('sent_at', models.DateTimeField(null=True)),
                ('dropped_at', models.DateTimeField(help_text='When nothing in it was left to do before it was sent', null=True)),
                ('failure', models.CharField(blank=True, max_length=200)),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-made_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('review', 'A policy to review'), ('case', 'Something due on a case'), ('decision', 'Something to decide on a case'), ('letter', 'A letter waiting for approval'), ('acknowledgement', 'A policy to read'), ('report', 'A report to read'), ('incident', 'An incident without a case')], max_length=20)),
                ('object_id', models.PositiveBigIntegerField()),
                ('due_on', models.DateField()),
                ('stage', models.CharField(max_length=20)),
                ('at_once', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField()),
                ('dropped_at', models.DateTimeField(help_text='When it was no longer due, or no longer for them', null=True)),
                ('mailing', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='reminders.mailing')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.school')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['due_on', 'pk'],
            },
        ),
        migrations.AddIndex(
            model_name='mailing',
            index=models.Index(condition=models.Q(('dropped_at__isnull', True), ('sent_at__isnull', True)), fields=['dispatch_at'], name='reminders_mailing_unsent'),
        ),
        migrations.AddConstraint(
            model_name='mailing',
            constraint=models.UniqueConstraint(condition=models.Q(('at_once', False)), fields=('to', 'day'), name='reminders_one_digest_a_day'),
        ),
        migrations.AddIndex(
            model_name='reminder',
            index=models.Index(condition=models.Q(('dropped_at__isnull', True), ('mailing__isnull', True)), fields=['to'], name='reminders_reminder_waiting'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(fields=('kind', 'object_id', 'due_on', 'stage', 'to'), name='reminders_reminder_once'),
        ),
    ]
