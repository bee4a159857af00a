// 鼠标：单击选格，拖动选一片，双击修改 · the mouse: a click chooses a cell, dragging several, a double click edits
const DOUBLE = 500; // milliseconds

// 单击当前格，接着输入仍是替换，与电子表格一致 · what is typed after a click on the current cell replaces it all the same
export function pointing({ grid, selection, box }) {
  let pressed = { at: -DOUBLE, td: null };
  let dragging = false;
  const press = (event, td) => {
    event.preventDefault();
    box.finish();
    selection.select(grid.cellOf(td.place) ?? td, { extend: event.shiftKey, scroll: false });
    pressed = { at: event.timeStamp, td: selection.active };
    dragging = true;
  };
  box.element.addEventListener("mousedown", (event) => {
    if (box.mode !== "move" || event.button) return;
    if (event.timeStamp - pressed.at < DOUBLE && pressed.td === selection.active) box.start("edit");
    else press(event, selection.active);
  });
  grid.table.addEventListener("mousedown", (event) => {
    const td = event.target.closest("td.field");
    if (td && !event.button) press(event, td);
  });
  grid.table.addEventListener("mouseover", (event) => {
    const td = dragging && event.buttons === 1 && event.target.closest("td.field");
    if (td && td !== selection.active) selection.select(td, { extend: true, scroll: false });
  });
  addEventListener("mouseup", () => { dragging = false; });
}
