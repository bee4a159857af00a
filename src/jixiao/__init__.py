"""jixiao (绩效): read, score and audit budget performance self-evaluation forms (预算绩效自评表).

>>> import jixiao
>>> form = jixiao.Form()
>>> jixiao.for_form(form).rulebook.name
'mof-2020-10'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jixiao.batch.frames import Store
    from jixiao.checks import audit, render
    from jixiao.finding import Finding
    from jixiao.form import Form
    from jixiao.layouts import recognise
    from jixiao.opening import open_forms as read
    from jixiao.rulebooks import for_form
    from jixiao.rulebooks.model import Rulebook
    from jixiao.scoring import score

__version__ = "0.1.0"
__all__ = ["Finding", "Form", "Rulebook", "Store", "audit", "for_form", "read", "recognise", "render", "score"]

_HOMES = {
    "Finding": ("finding", "Finding"),
    "Form": ("form", "Form"),
    "Rulebook": ("rulebooks.model", "Rulebook"),
    "Store": ("batch.frames", "Store"),
    "audit": ("checks", "audit"),
    "for_form": ("rulebooks", "for_form"),
    "read": ("opening", "open_forms"),
    "recognise": ("layouts", "recognise"),
    "render": ("checks", "render"),
    "score": ("scoring", "score"),
}


if not TYPE_CHECKING:  # a type checker sees the imports above, and complains of a name that is not there

    def __getattr__(name: str) -> object:
        """Import a public name when it is first asked for, so that `import jixiao` and `jixiao --help` stay quick."""
        if name not in _HOMES:
            msg = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(msg)
        import importlib  # noqa: PLC0415 - as above

        module, attribute = _HOMES[name]
        return getattr(importlib.import_module(f"jixiao.{module}"), attribute)
