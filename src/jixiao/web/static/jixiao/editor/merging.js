// 两人同改一张表时的对照：我的、对方的、共同的来处 · my typing against what another has saved, by what both began from
import { BLOCKS, LEVELS, fresh, withRows, withText } from "./document.js";

const NAMES = { funds: ["source"], management: ["aspect"], goals: [], indicators: ["name", ...LEVELS], notes: [] };

// 每行在对方那里的对应行 · which row of theirs each row of the common ground became
function matched(block, base, theirs) {
  const found = new Map();
  const taken = new Set();
  const label = (row) => JSON.stringify(NAMES[block].map((key) => row.cells[key] ?? ""));
  const whole = (row) => JSON.stringify(Object.entries(row.cells).filter(([, text]) => text).sort());
  const pair = (row, other) => {
    if (!other || taken.has(other.id) || found.has(row.id)) return;
    found.set(row.id, other);
    taken.add(other.id);
  };
  // 先认原样未动的，再认名称相同的，最后认位置 · rows left as they were, then those of one name, then those of one place
  for (const of of NAMES[block].length ? [whole, label] : [whole]) {
    base.forEach((row, at) => theirs[at] && of(theirs[at]) === of(row) && pair(row, theirs[at]));
    for (const row of base) if (!found.has(row.id)) pair(row, theirs.find((one) => !taken.has(one.id) && of(one) === of(row)));
  }
  if (base.length === theirs.length) {
    const free = theirs.filter((one) => !taken.has(one.id));
    base.filter((row) => !found.has(row.id)).forEach((row, at) => pair(row, free[at]));
  }
  return found;
}

// 各项差异；mine 为预选 · each difference, with what is chosen at first: mine, unless the other changed the same cell
export function compare(base, mine, theirs) {
  const items = [];
  for (const [path, text] of Object.entries(mine.cells)) {
    const old = base.cells[path] ?? "";
    const other = theirs.cells[path] ?? "";
    if (text !== old && text !== other) items.push({ kind: "cell", path, key: path, mine: text, theirs: other, clash: other !== old });
  }
  for (const block of BLOCKS) items.push(...rowItems(block, base.rows[block], mine.rows[block], theirs.rows[block]));
  return items.sort((one, two) => two.clash - one.clash); // 双方都改过的在前
}

function rowItems(block, base, mine, theirs) {
  const items = [];
  const pairs = matched(block, base, theirs);
  const before = new Map(base.map((row) => [row.id, row]));
  const name = (row) => NAMES[block].map((key) => row.cells[key]).find(Boolean) ?? "";
  let after = null;
  mine.forEach((row, at) => {
    const old = before.get(row.id);
    const other = old ? pairs.get(row.id) : null;
    if (!old) {
      const twin = theirs.find((one) => JSON.stringify(one.cells) === JSON.stringify({ ...one.cells, ...row.cells }));
      if (!twin && Object.values(row.cells).some(Boolean)) items.push({ kind: "added", block, row, after, at, name: name(row), mine: said(row), theirs: "", clash: false });
    } else {
      const typed = Object.entries(row.cells).filter(([key, text]) => text !== (old.cells[key] ?? ""));
      if (!other && typed.length) items.push({ kind: "gone", block, row, after, at, name: name(row), mine: said(row), theirs: "", clash: true });
      if (other) for (const [key, text] of typed) {
        const now = other.cells[key] ?? "";
        if (text !== now) items.push({ kind: "cell", block, id: other.id, key, at, name: name(row), mine: text, theirs: now, clash: now !== (old.cells[key] ?? "") });
      }
    }
    if (other) after = other.id;
  });
  const left = new Set(mine.map((row) => row.id));
  base.forEach((row, at) => {
    const other = pairs.get(row.id);
    if (left.has(row.id) || !other) return;
    items.push({ kind: "removed", block, id: other.id, at, name: name(row), mine: "", theirs: said(other), clash: JSON.stringify(other.cells) !== JSON.stringify(row.cells) });
  });
  const order = reordered(base, mine, theirs, pairs);
  return order ? [{ kind: "order", block, at: 0, name: "", ...order }, ...items] : items;
}

// 我调过行序：对方的行照我的次序排 · I moved rows: theirs follow my order, a clash only where they moved rows as well
function reordered(base, mine, theirs, pairs) {
  const kept = new Set(mine.map((row) => row.id));
  const before = base.filter((row) => kept.has(row.id) && pairs.has(row.id)).map((row) => pairs.get(row.id).id);
  const known = new Set(before);
  const order = mine.filter((row) => pairs.has(row.id)).map((row) => pairs.get(row.id).id);
  const now = theirs.filter((row) => known.has(row.id)).map((row) => row.id);
  const same = (one, two) => one.every((id, at) => id === two[at]);
  if (same(order, before) || same(order, now)) return null;
  const rows = new Map(theirs.map((row) => [row.id, row]));
  const listed = (ids) => ids.map((id) => Object.values(rows.get(id).cells).filter(Boolean).slice(0, 3).join(" ").slice(0, 24)).join("\n");
  return { order, mine: listed(order), theirs: listed(now), clash: !same(now, before) };
}

function inOrder(rows, order) {
  const known = new Set(order);
  const behind = new Map([[null, []], ...order.map((id) => [id, []])]); // 对方新加的行跟着它前面的行
  let last = null;
  for (const row of rows) {
    if (known.has(row.id)) last = row.id;
    behind.get(last).push(row);
  }
  return [null, ...order].flatMap((id) => behind.get(id));
}

const said = (row) => Object.values(row.cells).filter(Boolean).join(" · ");

// 按所选合成 · theirs, with those of mine that were chosen
export function merge(theirs, items, chosen) {
  let doc = theirs;
  const behindOf = new Map(); // rows added one after the other stay in their order
  items.forEach((item, at) => {
    if (chosen[at] && item.kind === "order") doc = withRows(doc, item.block, inOrder(doc.rows[item.block], item.order));
  });
  items.forEach((item, at) => {
    if (!chosen[at] || item.kind === "order") return;
    if (item.kind === "cell") doc = withText(doc, item.block ? { block: item.block, id: item.id, key: item.key } : { path: item.path }, item.mine);
    else if (item.kind === "removed") doc = withRows(doc, item.block, doc.rows[item.block].filter((row) => row.id !== item.id));
    else {
      const rows = [...doc.rows[item.block]];
      const behind = rows.findIndex((row) => row.id === (behindOf.get(item.after) ?? item.after));
      const row = { id: fresh(), cells: { ...item.row.cells } };
      rows.splice(behind + 1, 0, row);
      behindOf.set(item.after, row.id);
      doc = withRows(doc, item.block, rows);
    }
  });
  return doc;
}
