"""The database itself refuses to change or remove an entry (只可追加), whoever asks."""

from __future__ import annotations

from typing import ClassVar

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = [
    f"CREATE TRIGGER ledger_entry_no_{what.lower()} BEFORE {what} ON ledger_entry "
    "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
    for what in ("UPDATE", "DELETE")
]
POSTGRESQL = """
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'the log is append-only'; END $$;
CREATE TRIGGER ledger_entry_no_change BEFORE UPDATE OR DELETE ON ledger_entry
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_entry_no_truncate BEFORE TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
"""


def refuse_changes(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers, and the one row that holds the end of the chain."""
    for statement in [POSTGRESQL] if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)
    apps.get_model("ledger", "Head").objects.create(pk=1)


class Migration(migrations.Migration):
    """The triggers."""

    dependencies: ClassVar = [("ledger", "0001_initial")]
    operations: ClassVar = [migrations.RunPython(refuse_changes)]
