"""The draft as plain text (纯文本), for those who paste it into a system of their own."""

from __future__ import annotations

from jixiao.reports.blocks import Block, Heading, PageBreak, Paper, Paragraph, Table


def text(paper: Paper) -> bytes:
    """The draft as UTF-8 text, cells of a table parted by tabs (写出文本)."""
    return ("\ufeff" + "\n".join(_lines(block) for block in paper.blocks) + "\n").encode()


def _lines(block: Block) -> str:
    match block:
        case Heading(words, level):
            return words if level else f"{words}\n"
        case Paragraph(runs, style):
            return ("　　" if style == "body" else "") + "".join(run.text for run in runs)
        case Table():
            rows = ("\t".join("".join(run.text for run in cell.runs) for cell in row) for row in block.rows)
            return "\n".join(row.replace("\n", " ") for row in rows)
        case PageBreak():
            return "\n" + "—" * 20
    return ""
