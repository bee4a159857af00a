from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    # apart from 0002: PostgreSQL alters no table whose rows were changed in the same transaction

    dependencies = [
        ("rules", "0002_unit"),
    ]

    operations = [
        migrations.AlterField(
            model_name="localrulebook",
            name="unit",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"),
        ),
    ]
