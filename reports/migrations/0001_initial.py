import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('incidents', '0001_initial'),
        ('people', '0001_initial'),
        ('policies', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='StaffReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('friend_request', 'A friend request or a message'), ('prior_relationship', 'Somebody I already know'), ('exceptional_contact', 'I needed to contact a parent from a personal account'), ('closure_contact', 'Contact while the school was closed'), ('third_party_post', 'Somebody else’s post'), ('school_account', 'A school account in trouble'), ('other', 'Something else')], max_length=20)),
                ('reported_at', models.DateTimeField()),
                ('form_token', models.UUIDField()),
                ('about_headteacher', models.BooleanField(default=False)),
                ('described', models.CharField(blank=True, max_length=200)),
                ('who', models.CharField(blank=True, choices=[('pupil', 'A pupil'), ('former_pupil', 'A former pupil'), ('parent', 'A parent or carer'), ('colleague', 'Somebody who works or helps at the school'), ('other', 'Somebody else, or I do not know')], max_length=12)),
                ('age', models.PositiveSmallIntegerField(null=True)),
                ('tie', models.CharField(blank=True, choices=[('own_child', 'My own child'), ('relative', 'Another relative of mine'), ('friend_before', 'A friend from before')], max_length=14)),
                ('happened_on', models.DateField(null=True)),
                ('platform', models.CharField(blank=True, choices=[('facebook', 'Facebook'), ('instagram', 'Instagram'), ('whatsapp', 'WhatsApp'), ('x', 'X (Twitter)'), ('tiktok', 'TikTok'), ('snapchat', 'Snapchat'), ('youtube', 'YouTube'), ('school_channel', 'A page, account or forum the school runs'), ('other', 'Somewhere else'), ('not_online', 'Not on a platform')], max_length=20)),
                ('platform_name', models.CharField(blank=True, max_length=80)),
                ('way', models.CharField(blank=True, choices=[('received', 'They contacted me'), ('sent', 'I contacted them')], max_length=10)),
                ('response', models.CharField(blank=True, choices=[('nothing', 'Nothing yet'), ('declined', 'I declined it'), ('blocked', 'I blocked the account'), ('accepted', 'I accepted it'), ('replied', 'I replied')], max_length=10)),
                ('words', models.TextField(blank=True)),
                ('answer', models.JSONField(null=True)),
                ('at_once', models.BooleanField(default=False)),
                ('read_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, choices=[('noted', 'Noted. Nothing more is asked of you'), ('talked_over', 'Talked over with you'), ('passed_on', 'Passed to the safeguarding lead'), ('being_dealt_with', 'Being dealt with. You may hear no more of it')], max_length=20)),
                ('outcome_line', models.CharField(blank=True, max_length=200)),
                ('outcome_at', models.DateTimeField(null=True)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('incident', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='incidents.incident')),
                ('outcome_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person')),
                ('read_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reported_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='people.school')),
                ('version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.version')),
            ],
            options={
                'ordering': ['-reported_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ReportAddition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField()),
                ('at', models.DateTimeField()),
                ('form_token', models.UUIDField()),
                ('read_at', models.DateTimeField(null=True)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='additions', to='reports.staffreport')),
            ],
            options={
                'ordering': ['report', 'at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='LowLevelConcern',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('happened_on', models.DateField()),
                ('words', models.TextField()),
                ('done', models.TextField(blank=True, help_text='What was said or done about it, and why')),
                ('recorded_at', models.DateTimeField()),
                ('form_token', models.UUIDField()),
                ('about', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='concerns', to='people.person')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='concerns', to='people.school')),
                ('report', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='concern', to='reports.staffreport')),
            ],
            options={
                'ordering': ['-happened_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ConcernReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entries', models.PositiveSmallIntegerField(help_text='How many entries, self-reports apart, there were to look at')),
                ('words', models.TextField()),
                ('reviewed_at', models.DateTimeField()),
                ('form_token', models.UUIDField()),
                ('about', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='concern_reviews', to='people.person')),
                ('reviewed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['about', '-reviewed_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('about', 'form_token'), name='reports_concern_review_once')],
            },
        ),
        migrations.AddIndex(
            model_name='staffreport',
            index=models.Index(fields=['school', '-reported_at'], name='reports_report_by_school'),
        ),
        migrations.AddIndex(
            model_name='staffreport',
            index=models.Index(fields=['reported_by', '-reported_at'], name='reports_report_by_writer'),
        ),
        migrations.AddIndex(
            model_name='staffreport',
            index=models.Index(condition=models.Q(('read_at__isnull', True)), fields=['school'], name='reports_report_unread'),
        ),
        migrations.AddConstraint(
            model_name='staffreport',
            constraint=models.UniqueConstraint(fields=('school', 'form_token'), name='reports_report_once'),
        ),
        migrations.AddConstraint(
            model_name='staffreport',
            constraint=models.CheckConstraint(condition=models.Q(('age__isnull', True), ('who', 'former_pupil'), _connector='OR'), name='reports_report_age_of_a_former_pupil'),
        ),
        migrations.AddConstraint(
            model_name='staffreport',
            constraint=models.CheckConstraint(condition=models.Q(('outcome', ''), ('outcome_at__isnull', False), _connector='OR'), name='reports_report_outcome_has_a_time'),
        ),
        migrations.AddConstraint(
            model_name='staffreport',
            constraint=models.CheckConstraint(condition=models.Q(('read_at__isnull', True), ('read_by__isnull', False), _connector='OR'), name='reports_report_read_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='reportaddition',
            constraint=models.UniqueConstraint(fields=('report', 'form_token'), name='reports_report_addition_once'),
        ),
        migrations.AddIndex(
            model_name='lowlevelconcern',
            index=models.Index(fields=['about', '-happened_on'], name='reports_concern_by_person'),
        ),
        migrations.AddConstraint(
            model_name='lowlevelconcern',
            constraint=models.UniqueConstraint(fields=('school', 'form_token'), name='reports_concern_once'),
        ),
    ]
