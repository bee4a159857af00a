// 统计图 · draws each chart from its option, data alone; a bar leads to the list behind it
for (const place of document.querySelectorAll(".chart")) {
  const room = place.previousElementSibling;
  place.style.height = `${room.getAttribute("height")}px`;
  room.remove();
  const chart = globalThis.echarts.init(place, null, { renderer: "svg" });
  chart.setOption(JSON.parse(place.dataset.option));
  const links = place.dataset.links.split(" ");
  chart.on("click", (event) => {
    const link = links[event.dataIndex];
    if (link) globalThis.location.href = `${place.dataset.list}?${link}`;
  });
  new ResizeObserver(() => chart.resize()).observe(place);
}
