from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("vr_rooms", "0007_cancelling"),
    ]

    operations = [
        migrations.AddField(
            model_name="mediaasset",
            name="blur",
            field=models.TextField(blank=True, default="", editable=False),
            preserve_default=False,
        ),
    ]
