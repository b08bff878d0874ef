from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vr_rooms", "0008_blur")]

    operations = [
        migrations.AddField(
            model_name="assetcaptions", name="warnings", field=models.JSONField(blank=True, default=list, editable=False)
        ),
    ]
