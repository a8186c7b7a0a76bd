import django.utils.timezone
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ('oversight', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Poke',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('noted_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveIndex(
            model_name='mailing',
            name='oversight_mailing_unsent',
        ),
        migrations.AddField(
            model_name='mailing',
            name='hand_out_at',
            field=models.DateTimeField(default=django.utils.timezone.now, help_text='When it may next be handed to a worker'),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name='mailing',
            index=models.Index(condition=Q(('dropped_at__isnull', True), ('sent_at__isnull', True)), fields=['hand_out_at'], name='oversight_mailing_unsent'),
        ),
    ]
