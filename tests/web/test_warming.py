"""A server process is ready for several threads before the first request comes (预热)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

# In a process of its own, since here every type has been in use already. msgspec asks for a type's annotations when it
# works the type out; after the warming it must not ask again, or two threads could do it at once.
PROGRAM = """
import msgspec
import jixiao.web.wsgi
from jixiao import form_json
from jixiao.form import Form
from jixiao.web.forms.filling import Edits

def asked_again(kind):
    raise AssertionError(f"worked out while serving: {kind}")

import msgspec._utils
msgspec._utils._get_class_annotations = asked_again
form_json.decode(msgspec.json.encode(Form(unit="某单位")), "form")
msgspec.json.decode(b'{"seen": 1}', type=Edits)
print("ready")
"""


def test_no_type_is_worked_out_while_serving(tmp_path: Path) -> None:
    environ = os.environ | {"JIXIAO_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "jixiao.web.settings"}
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=environ, capture_output=True, text=True, check=False)
    assert done.stdout == "ready\n", done.stderr
