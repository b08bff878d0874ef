from django.core.validators import MinValueValidator
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vr_rooms", "0009_caption_warnings")]

    operations = [
        migrations.AddField(
            model_name="mediaasset",
            name="poster_at",
            field=models.FloatField(
                blank=True,
                help_text="Which moment of a film is its picture before it plays. Empty: at a tenth. "
                "The film is not converted again.",
                null=True,
                validators=[MinValueValidator(0)],
                verbose_name="poster at (seconds)",
            ),
        ),
    ]
