"""ECharts without a browser (不用浏览器绘图): the vendored file in an embedded JavaScript engine writes SVG.

The engine (QuickJS) has no access to files or the network; it sees the option and nothing else.
"""

from __future__ import annotations

import importlib.util
import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jixiao.charts.model import Option, as_json

if TYPE_CHECKING:
    import quickjs

FILE = Path(__file__).parent / "vendored" / "echarts.common.min.js"
VERSION = "6.1.0"
SHA256 = "61f13280aba3161f77fc801bf5f9c786f55f10432153a0683fc5cc0700b013d5"
MEMORY = 256 * 1024 * 1024  # bytes; a chart takes a few millions
SECONDS = 20  # of processor time; a chart takes hundredths

_BEFORE = """
var self = globalThis;
var setTimeout = function () {}, clearTimeout = setTimeout, setInterval = setTimeout, clearInterval = setTimeout;
"""
_AFTER = """
function draw(option, width, height) {
  var chart = echarts.init(null, null, {renderer: "svg", ssr: true, width: width, height: height});
  chart.setOption(JSON.parse(option));
  var drawn = chart.renderToSVGString();
  chart.dispose();
  return JSON.parse(JSON.stringify(drawn)); // joined in many steps; the engine hands over only a string that is whole
}
"""
_local = threading.local()  # a context belongs to the thread that made it


@cache
def script() -> str:
    """The one vendored copy of ECharts (图表程序), to be put into a page."""
    return FILE.read_text(encoding="utf-8")


def is_ready() -> bool:
    """Whether charts can be drawn without a browser on this machine (绘图组件是否已安装)."""
    return importlib.util.find_spec("quickjs") is not None


def svg(option: Option, width: int, height: int) -> str:
    """The chart as an SVG picture of that many pixels (绘图). Raises ImportError where the engine is not installed."""
    drawn: Any = _draw()(as_json(option), width, height)
    return str(drawn)


def _draw() -> Any:  # noqa: ANN401 - a function of the engine
    """The drawing function of this thread's engine; loading ECharts takes a third of a second, once."""
    if not hasattr(_local, "draw"):
        import quickjs  # noqa: PLC0415 - only where a chart is drawn without a browser

        _local.context = _loaded(quickjs.Context())
        _local.draw = _local.context.get("draw")
    return _local.draw


def _loaded(context: quickjs.Context) -> quickjs.Context:
    context.set_memory_limit(MEMORY)
    context.set_time_limit(SECONDS)
    for part in (_BEFORE, script(), _AFTER):
        context.eval(part)
    return context
