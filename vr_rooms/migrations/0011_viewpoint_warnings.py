from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vr_rooms", "0010_poster_at")]

    operations = [
        migrations.AddField(
            model_name="viewpoint", name="warnings", field=models.JSONField(blank=True, default=list, editable=False)
        ),
    ]
