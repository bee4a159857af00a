"""The tables of the benchmark (结果表), on the screen and in docs/reading.md."""

from __future__ import annotations

from pathlib import Path

from bench.reading.exact import Result
from bench.reading.producers import Producer

PAGE = Path(__file__).parents[2] / "docs" / "reading.md"
BEGIN, END = "<!-- begin: python -m bench.reading --write-docs -->", "<!-- end -->"


def exactness(tally: list[tuple[Producer, list[Result]]]) -> tuple[str, list[str]]:
    """One line a producer, and what missed its bar."""
    lines = [
        "| 产出方式 · producer | 文件 · documents | 单元格 · cells | 准确 · exact | 表 · forms | 数字全对 · right |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    missed = []
    for producer, results in tally:
        cells, exact = sum(one.cells for one in results), sum(one.exact for one in results)
        forms, right = sum(one.forms for one in results), sum(one.right for one in results)
        lines.append(f"| {producer.name} | {len(results)} | {cells} | {100 * exact / cells:.3f}% | {forms} | {right} |")
        if exact < producer.bar * cells:
            missed.append(f"{producer.name}: {exact} of {cells} cells exact, {producer.bar:.1%} wanted")
        if right < forms:
            missed.append(f"{producer.name}: {forms - right} of {forms} forms with a wrong number")
    documents = sum(len(results) for _, results in tally)
    return "\n".join([*lines, "", f"{documents} 份文件 · documents"]), missed


def write_page(table: str, timed: str, where: str) -> None:
    """The measured tables into the page, between its marks."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n\n{table}\n\n{timed}\n\n{where}\n\n{END}{after}", encoding="utf-8")
