// 与 Excel 交换的文字块 · blocks of text as spreadsheets put them on the clipboard: tabs, line ends, quotes
export function parse(text) {
  const rows = [[""]];
  let quoted = false;
  const body = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (let at = 0; at < body.length; at += 1) {
    const row = rows[rows.length - 1];
    const char = body[at];
    if (quoted) {
      if (char === '"' && body[at + 1] === '"') {
        row[row.length - 1] += '"';
        at += 1;
      } else if (char === '"') quoted = false;
      else row[row.length - 1] += char;
    } else if (char === '"' && row[row.length - 1] === "" && closes(body, at)) quoted = true;
    else if (char === "\t") row.push("");
    else if (char === "\n") rows.push([""]);
    else row[row.length - 1] += char;
  }
  return rows;
}

// a quotation mark opens a cell only where another one ends it
function closes(body, from) {
  let at = from + 1;
  while (at < body.length) {
    if (body[at] === '"') {
      if (body[at + 1] !== '"') return at + 1 === body.length || body[at + 1] === "\t" || body[at + 1] === "\n";
      at += 1;
    }
    at += 1;
  }
  return false;
}

export function write(rows) {
  return rows.map((row) => row.map((text) => (/[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join("\t")).join("\n");
}
