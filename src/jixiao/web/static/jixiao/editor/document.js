// 表的内容：不可变的文字，改动即得新的一份 · the content of a form as texts; never changed in place, so undo is keeping the old one
export const BLOCKS = ["funds", "management", "goals", "indicators", "notes"];
export const FIRST = { funds: "source", management: "aspect", goals: "expected", indicators: "name", notes: "text" }; // 各块的主格

let made = 0;
export const fresh = () => `r${Date.now().toString(36)}${(made += 1)}`;

export function read(texts, ids = {}) {
  const rows = {};
  for (const block of BLOCKS) {
    rows[block] = (texts.rows[block] ?? []).map((cells, at) => ({ id: ids[block]?.[at] ?? fresh(), cells: { ...cells } }));
  }
  return { cells: { ...texts.cells }, rows };
}

export const idsOf = (doc) => Object.fromEntries(BLOCKS.map((block) => [block, doc.rows[block].map((row) => row.id)]));

export const rowOf = (doc, block, id) => doc.rows[block].find((row) => row.id === id);

export function textAt(doc, place) {
  return (place.block ? rowOf(doc, place.block, place.id)?.cells[place.key] : doc.cells[place.path]) ?? "";
}

// place: {path} 或 {block, id, key} · several rows at once, where a merged cell stands for them: {block, ids, key}
export function withText(doc, place, text) {
  if (!place.block) return { ...doc, cells: { ...doc.cells, [place.path]: text } };
  const ids = new Set(place.ids ?? [place.id]);
  const rows = doc.rows[place.block].map((row) => (ids.has(row.id) ? { ...row, cells: { ...row.cells, [place.key]: text } } : row));
  return { ...doc, rows: { ...doc.rows, [place.block]: rows } };
}

export const withRows = (doc, block, rows) => ({ ...doc, rows: { ...doc.rows, [block]: rows } });

export function withNewRow(doc, block, at, cells = {}) {
  const row = { id: fresh(), cells };
  const rows = [...doc.rows[block]];
  rows.splice(at, 0, row);
  return [withRows(doc, block, rows), row.id];
}

export const LEVELS = ["level1", "level2"];

// 行所在的组：一、二级指标 · the group of a row
export const groupOf = (row) => Object.fromEntries(LEVELS.map((key) => [key, row?.cells[key] ?? ""]));

export const sameGroup = (one, two) => LEVELS.every((key) => (one.cells[key] ?? "") === (two.cells[key] ?? ""));

// 移到组的边上时，先归入邻组，再换位 · at the edge of its group a row first joins the next one, then changes places
export function withMoved(doc, block, id, step) {
  const rows = [...doc.rows[block]];
  const from = rows.findIndex((row) => row.id === id);
  const to = from + step;
  if (from < 0 || to < 0 || to >= rows.length) return doc;
  if (block === "indicators" && !sameGroup(rows[from], rows[to])) {
    rows[from] = { ...rows[from], cells: { ...rows[from].cells, ...groupOf(rows[to]) } };
  } else {
    [rows[from], rows[to]] = [rows[to], rows[from]];
  }
  return withRows(doc, block, rows);
}

// 与上次保存相比的改动，即发给服务器的内容 · what changed since the last save, as the server takes it
export function changes(base, doc) {
  const cells = {};
  for (const [path, text] of Object.entries(doc.cells)) {
    if (text !== (base.cells[path] ?? "")) cells[path] = text;
  }
  const rows = {};
  for (const block of BLOCKS) {
    const change = rowChanges(base.rows[block], doc.rows[block]);
    if (change) rows[block] = change;
  }
  return { cells, rows };
}

function rowChanges(before, after) {
  if (before === after) return null;
  const known = new Map(before.map((row, at) => [row.id, at]));
  const order = after.map((row, at) => known.get(row.id) ?? `n${at + 1}`);
  const cells = {};
  after.forEach((row, at) => {
    const old = known.has(row.id) ? before[known.get(row.id)].cells : {};
    const typed = Object.entries(row.cells).filter(([key, text]) => text !== (old[key] ?? ""));
    if (typed.length) cells[order[at]] = Object.fromEntries(typed);
  });
  const moved = order.length !== before.length || order.some((one, at) => one !== at);
  if (!moved && !Object.keys(cells).length) return null;
  return moved ? { order, cells } : { cells };
}

export function isEmpty(edits) {
  return !Object.keys(edits.cells).length && !Object.keys(edits.rows).length;
}

// 服务器规范过的文字，只写入此后没有再改的格 · texts as the server put them, where nobody typed on meanwhile
export function retold(doc, sent, texts) {
  let now = doc;
  for (const [path, text] of Object.entries(texts)) {
    const place = placeOf(sent, path);
    if (place && textAt(now, place) === textAt(sent, place) && textAt(now, place) !== text) now = withText(now, place, text);
  }
  return now;
}

export function placeOf(doc, path) {
  const found = /^(funds|management|goals|indicators|notes)\[(\d+)\](?:\.(\w+))?$/.exec(path);
  if (!found) return path in doc.cells ? { path } : null;
  const row = doc.rows[found[1]][Number(found[2])];
  return row ? { block: found[1], id: row.id, key: found[3] ?? (found[1] === "notes" ? FIRST.notes : "") } : null;
}

// placeOf 的反向；行已不在时为 null · the other way round; null where the row is gone
export function pathOf(doc, { block, id, key }) {
  const at = doc.rows[block].findIndex((row) => row.id === id);
  return at < 0 ? null : `${block}[${at}].${key}`;
}

// 把 from→to 的改动搬到另一份上 · the changes that led from one content to another, made to a third with the same rows
export function replayed(from, to, onto) {
  let doc = onto;
  for (const [path, text] of Object.entries(to.cells)) {
    if (text !== from.cells[path]) doc = withText(doc, { path }, text);
  }
  for (const block of BLOCKS) {
    const before = new Map(from.rows[block].map((row) => [row.id, row]));
    const under = new Map(onto.rows[block].map((row) => [row.id, row]));
    const rows = to.rows[block].map((row) => {
      const old = before.get(row.id)?.cells ?? {};
      const typed = Object.entries(row.cells).filter(([key, text]) => text !== old[key]);
      return { id: row.id, cells: { ...(under.get(row.id)?.cells ?? row.cells), ...Object.fromEntries(typed) } };
    });
    doc = withRows(doc, block, rows);
  }
  return doc;
}
