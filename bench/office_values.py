"""What LibreOffice makes of files that we wrote (另一办公软件的结果): opened, worked out anew, saved again."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

WORKBOOK, DOCUMENT = "xlsx:Calc MS Excel 2007 XML", "docx:MS Word 2007 XML"
SECONDS = 900
_FORMULA = re.compile(r'<c r="([A-Z]+\d+)"[^>]*><f[^>]*>[^<]*</f>(?:<v>([^<]*)</v>)?</c>')
_VALUE = re.compile(rb"(</f>)<v>[^<]*</v>")


def convert(office: str, folder: Path, names: Sequence[Path], to: str) -> None:
    """The files as LibreOffice saves them, in the folder `out` (转存)."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", to, "--outdir", str(folder / "out")]
    subprocess.run([*command, *map(str, names)], check=True, capture_output=True, timeout=SECONDS)  # noqa: S603 - ours


def recalculated(office: str, folder: Path, files: dict[str, bytes]) -> dict[str, dict[str, str]]:
    """The values of all formulas as LibreOffice works them out, from files that hold none: file → cell → value."""
    for name, data in files.items():
        (folder / name).write_bytes(without_values(data))
    convert(office, folder, [folder / name for name in files], WORKBOOK)
    return {name: formula_values((folder / "out" / name).read_bytes()) for name in files}


def without_values(data: bytes) -> bytes:
    """The workbook with its formulas' values taken out, so that nobody can but work them out (去现值)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, _VALUE.sub(rb"\1", old.read(name)))
    return out.getvalue()


def formula_values(data: bytes) -> dict[str, str]:
    """The value of each formula of the first sheet (公式现值)."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        text = archive.read("xl/worksheets/sheet1.xml").decode()
    return {ref: value.strip() for ref, value in _FORMULA.findall(text)}


def number(text: str) -> Decimal | None:
    """A value to the fifteen digits that a spreadsheet keeps."""
    return Decimal(f"{float(text):.15G}") if text else None
