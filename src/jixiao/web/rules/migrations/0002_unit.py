from __future__ import annotations

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def place(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """Each edition belongs to where whoever offered it held a post first, else to the top (补所属单位)."""
    posts = apps.get_model("people", "Post").objects.order_by("since", "pk")
    top = apps.get_model("people", "Unit").objects.order_by("path").first()
    for one in apps.get_model("rules", "LocalRulebook").objects.all():
        post = posts.filter(account=one.added_by_id).first()
        one.unit_id = top.pk if post is None else post.unit_id
        one.save(update_fields=["unit"])


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
        ("rules", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="localrulebook",
            name="unit",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.unit"
            ),
        ),
        migrations.RunPython(place, migrations.RunPython.noop),
    ]
