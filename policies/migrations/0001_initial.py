import django.db.models.deletion
import web.files
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
            name='Adoption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('adopted_on', models.DateField()),
                ('ended_on', models.DateField(blank=True, null=True)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adoptions', to='people.school')),
            ],
            options={
                'ordering': ['school', '-adopted_on'],
            },
        ),
        migrations.CreateModel(
            name='Policy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=80, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('nation', models.CharField(choices=[('england', 'England'), ('wales', 'Wales')], max_length=10)),
                ('schools', models.ManyToManyField(related_name='policies', through='policies.Adoption', to='people.school')),
            ],
            options={
                'verbose_name_plural': 'policies',
                'ordering': ['title', 'slug'],
            },
        ),
        migrations.AddField(
            model_name='adoption',
            name='policy',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adoptions', to='policies.policy'),
        ),
        migrations.CreateModel(
            name='ReviewCycle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('anchor', models.CharField(choices=[('fixed', 'By a day'), ('month', 'By a month, no day given'), ('interval', 'So many months after the governing body approves it'), ('none', 'No review date is set')], default='none', max_length=10)),
                ('interval_months', models.PositiveSmallIntegerField(null=True)),
                ('due_on', models.DateField(null=True)),
                ('brought_forward_because', models.TextField(blank=True)),
                ('remind_on', models.DateField(null=True)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='review_cycles', to='policies.policy')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='review_cycles', to='people.school')),
            ],
            options={
                'ordering': ['school', 'policy'],
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40)),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('proposed', 'Proposed'), ('adopted', 'Adopted'), ('withdrawn', 'Withdrawn before it came into force')], max_length=10)),
                ('in_force_from', models.DateField(blank=True, null=True)),
                ('date_stated', models.BooleanField(default=True)),
                ('pack_text', models.TextField(blank=True)),
                ('pack_sha256', models.CharField(blank=True, max_length=64)),
                ('document', models.FileField(blank=True, storage=web.files.private_files, upload_to='documents')),
                ('document_name', models.CharField(blank=True, max_length=200)),
                ('document_sha256', models.CharField(blank=True, max_length=64)),
                ('loaded_at', models.DateTimeField()),
                ('revision', models.PositiveIntegerField(default=1)),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='policies.policy')),
                ('started_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('started_from', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.version')),
            ],
            options={
                'ordering': ['policy', '-in_force_from', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('unchanged', 'Renewed unchanged'), ('changed', 'Changed by a new version'), ('withdrawn', 'Withdrawn: the school no longer keeps to it')], max_length=10)),
                ('held_on', models.DateField()),
                ('minute_reference', models.CharField(blank=True, max_length=100)),
                ('words', models.TextField(blank=True)),
                ('was_due_on', models.DateField(null=True)),
                ('next_due_on', models.DateField(null=True)),
                ('recorded_at', models.DateTimeField()),
                ('form_token', models.UUIDField()),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='policies.policy')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.school')),
                ('version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.version')),
            ],
            options={
                'ordering': ['policy', '-held_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Approval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.CharField(choices=[('headteacher', 'Headteacher'), ('governing_body', 'Governing body')], max_length=20)),
                ('approved_on', models.DateField()),
                ('minute_reference', models.CharField(blank=True, max_length=100)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.school')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approvals', to='policies.version')),
            ],
            options={
                'ordering': ['version', 'approved_on'],
            },
        ),
        migrations.CreateModel(
            name='AcknowledgementRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('audience', models.CharField(choices=[('staff', 'Staff'), ('governors', 'Governors'), ('volunteers', 'Volunteers')], max_length=10)),
                ('deadline_on', models.DateField()),
                ('days_for_new_starters', models.PositiveSmallIntegerField(default=14)),
                ('asked_on', models.DateField()),
                ('asked_at', models.DateTimeField()),
                ('revision', models.PositiveIntegerField(default=1)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.school')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acknowledgement_requests', to='policies.version')),
            ],
            options={
                'ordering': ['school', '-asked_at', 'audience'],
            },
        ),
        migrations.CreateModel(
            name='Acknowledgement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.school')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acknowledgements', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acknowledgements', to='policies.version')),
            ],
            options={
                'ordering': ['version', 'at'],
            },
        ),
        migrations.AddConstraint(
            model_name='adoption',
            constraint=models.UniqueConstraint(fields=('school', 'policy', 'adopted_on'), name='policies_adoption_once'),
        ),
        migrations.AddConstraint(
            model_name='adoption',
            constraint=models.CheckConstraint(condition=models.Q(('ended_on__isnull', True), ('ended_on__gte', models.F('adopted_on')), _connector='OR'), name='policies_adoption_ends_after_start'),
        ),
        migrations.AddIndex(
            model_name='reviewcycle',
            index=models.Index(fields=['remind_on'], name='policies_cycle_to_remind'),
        ),
        migrations.AddIndex(
            model_name='reviewcycle',
            index=models.Index(fields=['school', 'due_on'], name='policies_cycle_by_urgency'),
        ),
        migrations.AddConstraint(
            model_name='reviewcycle',
            constraint=models.UniqueConstraint(fields=('school', 'policy'), name='policies_cycle_one_each'),
        ),
        migrations.AddConstraint(
            model_name='reviewcycle',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('anchor', 'interval'), _negated=True), ('interval_months__gte', 1), _connector='OR'), name='policies_cycle_interval_has_months'),
        ),
        migrations.AddConstraint(
            model_name='reviewcycle',
            constraint=models.CheckConstraint(condition=models.Q(('due_on__isnull', False), ('remind_on__isnull', True), _connector='OR'), name='policies_cycle_reminds_of_a_day'),
        ),
        migrations.AddConstraint(
            model_name='reviewcycle',
            constraint=models.CheckConstraint(condition=models.Q(('anchor__in', ['none', 'interval']), ('due_on__isnull', False), _connector='OR'), name='policies_cycle_by_a_day_has_one'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.UniqueConstraint(fields=('policy', 'number'), name='policies_version_number_once'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.UniqueConstraint(fields=('policy', 'in_force_from'), name='policies_version_one_for_each_day'),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'adopted'), _negated=True), ('in_force_from__isnull', False), _connector='OR'), name='policies_version_adopted_is_dated'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.UniqueConstraint(fields=('school', 'form_token'), name='policies_review_once'),
        ),
        migrations.AddConstraint(
            model_name='approval',
            constraint=models.UniqueConstraint(fields=('version', 'school', 'body'), name='policies_approval_once'),
        ),
        migrations.AddConstraint(
            model_name='acknowledgementrequest',
            constraint=models.UniqueConstraint(fields=('school', 'version', 'audience'), name='policies_request_once'),
        ),
        migrations.AddConstraint(
            model_name='acknowledgement',
            constraint=models.UniqueConstraint(fields=('school', 'version', 'user'), name='policies_acknowledged_once'),
        ),
    ]
