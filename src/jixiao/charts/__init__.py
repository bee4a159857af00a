"""Charts (图表) of one audited form: options of Apache ECharts as pure data, drawn in a browser or without one.

A chart is the same option everywhere: the HTML report hands it to ECharts in the page, the PDF and Word reports to the
same ECharts file in a small JavaScript engine, which answers with an SVG.
"""

from __future__ import annotations

from jixiao.charts.engine import is_ready, script, svg
from jixiao.charts.model import Chart, Option, as_json
from jixiao.charts.of_form import charts_of

__all__ = ["Chart", "Option", "as_json", "charts_of", "is_ready", "script", "svg"]
