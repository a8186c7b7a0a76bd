import django.db.models.deletion
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('incidents', '0001_initial'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='evidence',
            name='added_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='incident',
            name='logged_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='incident',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='incidents', to='people.school'),
        ),
        migrations.AddField(
            model_name='incident',
            name='started_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='evidence',
            name='incident',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='incidents.incident'),
        ),
        migrations.AddField(
            model_name='incidentfinding',
            name='incident',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='incidents.incident'),
        ),
        migrations.AddField(
            model_name='involvement',
            name='incident',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='involvements', to='incidents.incident'),
        ),
        migrations.AddField(
            model_name='involvement',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='involvements', to='people.person'),
        ),
        migrations.AddField(
            model_name='incident',
            name='involved',
            field=models.ManyToManyField(related_name='incidents', through='incidents.Involvement', to='people.person'),
        ),
        migrations.AddField(
            model_name='recusal',
            name='incident',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recusals', to='incidents.incident'),
        ),
        migrations.AddField(
            model_name='recusal',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='referencecounter',
            name='school',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.school'),
        ),
        migrations.AddConstraint(
            model_name='incidentfinding',
            constraint=models.UniqueConstraint(fields=('incident', 'finding'), name='incidents_finding_once'),
        ),
        migrations.AddConstraint(
            model_name='incidentfinding',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('finding', 'other_breach'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='incidents_other_breach_has_a_reason'),
        ),
        migrations.AddIndex(
            model_name='involvement',
            index=models.Index(fields=['person', 'part'], name='incidents_by_person_and_part'),
        ),
        migrations.AddIndex(
            model_name='involvement',
            index=models.Index(fields=['incident', 'part', 'capacity'], name='incidents_parts_to_count'),
        ),
        migrations.AddConstraint(
            model_name='involvement',
            constraint=models.UniqueConstraint(fields=('incident', 'person'), name='incidents_one_part_each'),
        ),
        migrations.AddIndex(
            model_name='incident',
            index=models.Index(fields=['school', 'status', '-happened_on'], name='incidents_by_school'),
        ),
        migrations.AddIndex(
            model_name='incident',
            index=models.Index(fields=['school', 'status', 'logged_at'], name='incidents_by_day_logged'),
        ),
        migrations.AddIndex(
            model_name='incident',
            index=models.Index(models.F('school'), models.OrderBy(django.db.models.lookups.IsNull(models.F('happened_on'), True), descending=True), models.OrderBy(models.F('happened_on'), descending=True), models.OrderBy(models.F('id'), descending=True), name='incidents_latest_first'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.UniqueConstraint(condition=models.Q(('reference', ''), _negated=True), fields=('school', 'reference'), name='incidents_reference_once'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'logged'), _negated=True), models.Q(models.Q(('reference', ''), _negated=True), ('happened_on__isnull', False), ('known_on__isnull', False), ('logged_at__isnull', False)), _connector='OR'), name='incidents_logged_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='incident',
            constraint=models.CheckConstraint(condition=models.Q(('known_on__isnull', True), ('happened_on__isnull', True), ('known_on__gte', models.F('happened_on')), _connector='OR'), name='incidents_known_after_it_happened'),
        ),
        migrations.AddConstraint(
            model_name='recusal',
            constraint=models.UniqueConstraint(fields=('incident', 'user'), name='incidents_recusal_once'),
        ),
        migrations.AddConstraint(
            model_name='referencecounter',
            constraint=models.UniqueConstraint(fields=('school', 'year'), name='incidents_counter_one_a_year'),
        ),
    ]
