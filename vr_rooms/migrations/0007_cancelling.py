from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("vr_rooms", "0006_viewpoints"),
    ]

    operations = [
        migrations.AddField(
            model_name="mediaasset",
            name="cancel_wanted",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="mediaasset",
            name="left_s",
            field=models.PositiveIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="mediaasset",
            name="state",
            field=models.CharField(
                choices=[
                    ("uploaded", "waiting"),
                    ("packaging", "being packaged"),
                    ("ready", "ready"),
                    ("refused", "refused"),
                    ("failed", "failed"),
                    ("cancelled", "cancelled"),
                ],
                db_index=True,
                default="uploaded",
                editable=False,
                max_length=10,
                verbose_name="state",
            ),
        ),
    ]
