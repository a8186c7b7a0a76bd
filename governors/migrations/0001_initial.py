import web.files
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='GovernorPack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('meeting_on', models.DateField()),
                ('made_at', models.DateTimeField()),
                ('form_token', models.UUIDField()),
                ('file', models.FileField(max_length=200, storage=web.files.private_files, upload_to='')),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveIntegerField()),
            ],
            options={
                'ordering': ['-meeting_on', '-pk'],
            },
        ),
    ]
