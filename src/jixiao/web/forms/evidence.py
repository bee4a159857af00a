"""Evidence of each indicator (佐证材料): files with hash and kind, what is missing, download, withdrawal."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from jixiao.errors import JixiaoError
from jixiao.web.forms.beginning import fillable_or_404
from jixiao.web.forms.editing import can_fill
from jixiao.web.forms.models import Evidence, FormRecord
from jixiao.web.forms.receiving import received
from jixiao.web.ledger.record import record as log
from jixiao.web.notices import attempt
from jixiao.web.people.access import acting, roles_at, visible_or_404

if TYPE_CHECKING:
    from jixiao.form import Form, Indicator
    from jixiao.web.people.models import Account

AUDITOR = "AU"
LONGEST_KIND = 40
LONGEST_LABEL = 200


class NotAllowed(JixiaoError):
    """不收这类文件。"""

    def __init__(self, name: str) -> None:
        kinds = "、".join(_lists()["suffixes"])
        super().__init__(f"{name}：佐证材料只收 {kinds}。", f"{name}: evidence may be {kinds} only.")


class Shelf(NamedTuple):
    """One indicator with its files (一项指标的材料)."""

    label: str
    place: str  #: 序号, for links from the form
    done: str  #: 实际完成值
    asked: str  #: 常见材料
    files: list[Evidence]
    missing: bool


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("evidence.toml").read_text(encoding="utf-8"))


@require_GET
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """All evidence of a form, indicator by indicator, and what is missing (佐证清单)."""
    record = visible_or_404(request, FormRecord, pk=pk)
    account = acting(request)
    rows = record.evidence.select_related("added_by").order_by("pk")
    if not audits(account, record):
        rows = rows.filter(removed_at__isnull=True)
    shelves, loose = shelved(record.form, list(rows))
    facts = {
        "record": record,
        "shelves": shelves,
        "loose": loose,
        "missing": sum(1 for one in shelves if one.missing),
        "can_fill": can_fill(record, account),
        "kinds": _lists()["kinds"],
        "accept": ",".join(f".{one}" for one in _lists()["suffixes"]),
    }
    return render(request, "forms/evidence.html", facts)


def audits(account: Account, record: FormRecord) -> bool:
    """Whether the account sees what was taken away as well (审计可见撤下的材料)."""
    return AUDITOR in roles_at(account, record)


def shelved(form: Form, files: list[Evidence]) -> tuple[list[Shelf], list[Evidence]]:
    """The files under their indicators, and those of the whole form or of an indicator that is gone (归类)."""
    labels = [_label(row, at) for at, row in enumerate(form.indicators)]
    shelves = []
    for at, (row, label) in enumerate(zip(form.indicators, labels, strict=True)):
        own = [one for one in files if one.indicator == label]
        done = row.actual.told if row.actual is not None else ""
        missing = bool(done) and not any(one.removed_at is None for one in own)
        shelves.append(Shelf(label, f"i{at}", done, _asked(row), own, missing))
    return shelves, [one for one in files if one.indicator not in labels]


def _label(row: Indicator, at: int) -> str:
    return (row.label or f"{at + 1}")[:LONGEST_LABEL]


def _asked(row: Indicator) -> str:
    """What usually proves such an indicator (常见材料), by its facet."""
    asked: dict[str, str] = _lists()["asked"]
    return asked.get(row.facet.value if row.facet is not None else "", asked["other"])


def refuse_kind(name: str) -> None:
    """Raise NotAllowed for a file that is no evidence by its kind (不收的文件)."""
    if Path(name).suffix.lower().removeprefix(".") not in _lists()["suffixes"]:
        raise NotAllowed(name)


@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Attach a file to an indicator (上传佐证)."""
    record = fillable_or_404(request, pk)
    account = acting(request)
    with attempt(request, "evidence.added"):
        sent = received(request.FILES.get("file"))
        refuse_kind(sent.name)
        one = Evidence(
            form=record,
            indicator=request.POST.get("indicator", "")[:LONGEST_LABEL],
            name=sent.name,
            size=sent.size,
            sha256=sent.sha256,
            kind=request.POST.get("kind", "").strip()[:LONGEST_KIND],
            added_by=account,
        )
        one.file.save(sent.stored.name or "file", sent.stored, save=False)
        with transaction.atomic():
            one.save()
            log(account, "forms.evidence.add", record, name=one.name, sha256=one.sha256, indicator=one.indicator)
    return redirect("evidence", pk=pk)


@require_POST
def remove(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take a file away (撤下佐证); it stays for the auditor."""
    record = fillable_or_404(request, pk)
    one = visible_or_404(request, Evidence, pk=number, form=record, removed_at__isnull=True)
    with attempt(request, "evidence.removed"), transaction.atomic():
        one.removed_at = timezone.now()
        one.save(update_fields=["removed_at"])
        log(acting(request), "forms.evidence.remove", record, name=one.name, sha256=one.sha256)
    return redirect("evidence", pk=pk)


@require_GET
def download(request: HttpRequest, pk: int, number: int) -> FileResponse:
    """The file itself, never shown by the browser (下载)."""
    record = visible_or_404(request, FormRecord, pk=pk)
    one = visible_or_404(request, Evidence, pk=number, form=record)
    if one.removed_at is not None and not audits(acting(request), record):
        raise Http404
    response = FileResponse(
        one.file.open("rb"), as_attachment=True, filename=one.name, content_type="application/octet-stream"
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
