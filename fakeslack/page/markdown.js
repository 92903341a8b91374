// Standard Markdown for `markdown` blocks, as DOM nodes: what Slack documents, no raw HTML.

import { h, link } from "./dom.js";
import { emojiFor } from "./emoji.js";
import { emojiNode } from "./mrkdwn.js";

const INLINE =
  /(`+)([\s\S]+?)\1|!?\[([^\]]*)\]\(\s*<?([^\s)>]+)>?(?:\s+"[^"]*")?\s*\)|\*\*([^\s*](?:[\s\S]*?[^\s*])?)\*\*|__([^\s_](?:[\s\S]*?[^\s_])?)__|\*([^\s*](?:[^*]*[^\s*])?)\*|\b_([^\s_](?:[^_]*[^\s_])?)_\b|~~([\s\S]+?)~~|:([a-z0-9_+-]+):|(https?:\/\/[^\s<>)]*[^\s<>).,;:!?])|\\([\\`*_{}[\]()#+\-.!|~>])/g;

function inline(text, depth = 0) {
  const nodes = [];
  let from = 0;
  const plain = (piece) =>
    piece.split(/ {2,}\n|\n/).forEach((row, index) => {
      if (index) nodes.push(h("br"));
      if (row) nodes.push(document.createTextNode(row));
    });
  if (depth > 6) return [document.createTextNode(text)];
  for (const found of text.matchAll(INLINE)) {
    const [whole, , code, label, address, strong, strong2, em, em2, strike, emoji, url, escaped] = found;
    if (emoji && !emojiFor(emoji)) continue;
    plain(text.slice(from, found.index));
    from = found.index + whole.length;
    if (code !== undefined) nodes.push(h("code", null, code.trim()));
    else if (address !== undefined) nodes.push(link(address, inline(label || address, depth + 1)));
    else if (strong ?? strong2) nodes.push(h("strong", null, inline(strong ?? strong2, depth + 1)));
    else if (em ?? em2) nodes.push(h("em", null, inline(em ?? em2, depth + 1)));
    else if (strike) nodes.push(h("s", null, inline(strike, depth + 1)));
    else if (emoji) nodes.push(emojiNode(emoji));
    else if (url) nodes.push(link(url, url));
    else if (escaped) nodes.push(document.createTextNode(escaped));
  }
  plain(text.slice(from));
  return nodes;
}

const BULLET = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;
const cells = (row) => row.trim().replace(/^\||\|$/g, "").split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|"));

function list(rows, start) {
  const first = BULLET.exec(rows[start]);
  const indent = first[1].length;
  const ordered = /\d/.test(first[2]);
  const node = h(ordered ? "ol" : "ul", ordered && Number.parseInt(first[2], 10) !== 1 ? { start: Number.parseInt(first[2], 10) } : null);
  let i = start;
  let item = null;
  while (i < rows.length) {
    const found = BULLET.exec(rows[i]);
    if (found && found[1].length >= indent + 2 && item) {
      const [inner, next] = list(rows, i);
      item.append(inner);
      i = next;
    } else if (found && found[1].length >= indent && found[1].length < indent + 2 && /\d/.test(found[2]) === ordered) {
      const task = /^\[([ xX])\]\s+(.*)$/.exec(found[3]);
      item = task
        ? h("li", { class: "task" }, h("input", { type: "checkbox", disabled: true, checked: task[1] !== " ", "aria-label": task[1] === " " ? "to do" : "done" }), " ", inline(task[2]))
        : h("li", null, inline(found[3]));
      node.append(item);
      i += 1;
    } else if (!found && rows[i].trim() && /^\s{2,}/.test(rows[i]) && item) {
      item.append(h("br"), ...inline(rows[i].trim()));
      i += 1;
    } else {
      break;
    }
  }
  return [node, i];
}

/** A Markdown text as a list of nodes. */
export function markdown(text, depth = 0) {
  const rows = String(text ?? "").replaceAll("\r\n", "\n").split("\n");
  const nodes = [];
  let i = 0;
  while (i < rows.length) {
    const row = rows[i];
    if (!row.trim()) {
      i += 1;
      continue;
    }
    const fence = /^\s*(```+|~~~+)/.exec(row);
    if (fence) {
      let end = i + 1;
      while (end < rows.length && !rows[end].trim().startsWith(fence[1])) end += 1;
      nodes.push(h("pre", { tabindex: "0" }, rows.slice(i + 1, end).join("\n")));
      i = end + 1;
      continue;
    }
    const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(row);
    if (heading) {
      const level = Math.min(6, heading[1].length + 2);
      nodes.push(h(`h${level}`, { class: `md-h md-h${heading[1].length}` }, inline(heading[2])));
      i += 1;
      continue;
    }
    if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(row)) {
      nodes.push(h("hr"));
      i += 1;
      continue;
    }
    if (/^\s*>/.test(row) && depth < 5) {
      let end = i;
      while (end < rows.length && /^\s*>/.test(rows[end])) end += 1;
      nodes.push(h("blockquote", null, markdown(rows.slice(i, end).map((line) => line.replace(/^\s*> ?/, "")).join("\n"), depth + 1)));
      i = end;
      continue;
    }
    if (row.includes("|") && /^[\s|:-]+$/.test(rows[i + 1] ?? "") && (rows[i + 1] ?? "").includes("-")) {
      const head = cells(row);
      const align = cells(rows[i + 1]).map((cell) => (/^:-+:$/.test(cell) ? "center" : /-:$/.test(cell) ? "right" : "left"));
      const body = [];
      i += 2;
      while (i < rows.length && rows[i].includes("|")) {
        body.push(cells(rows[i]));
        i += 1;
      }
      nodes.push(
        h("div", { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "Table" },
          h("table", { class: "table" },
            h("thead", null, h("tr", null, head.map((cell, n) => h("th", { scope: "col", class: `align-${align[n] ?? "left"}` }, inline(cell))))),
            h("tbody", null, body.map((line) => h("tr", null, head.map((_, n) => h("td", { class: `align-${align[n] ?? "left"}` }, inline(line[n] ?? ""))))))),
        ),
      );
      continue;
    }
    if (BULLET.test(row)) {
      const [node, next] = list(rows, i);
      nodes.push(node);
      i = Math.max(next, i + 1);
      continue;
    }
    let end = i + 1;
    while (end < rows.length && rows[end].trim() && !/^(\s*(```|~~~|>|#{1,6}\s))/.test(rows[end]) && !BULLET.test(rows[end])) end += 1;
    nodes.push(h("p", null, inline(rows.slice(i, end).join("\n"))));
    i = end;
  }
  return nodes;
}
