// table and data_table. The latter sorts, filters and pages, as Slack's does.

import { h, replace, uid } from "../dom.js";
import { icon } from "../icons.js";
import { cellContent, cellWords } from "./richtext.js";

const shown = (cell, block, surface, tools) =>
  cell?.type === "action" || cell?.type === "button"
    ? [tools.renderElement(cell.element ?? cell, block, surface, {})]
    : cellContent(cell);

export function table(block, surface, tools) {
  const settings = block.column_settings ?? [];
  const columnClass = (index) => {
    const column = settings[index];
    return `align-${column?.align ?? "left"} ${column?.is_wrapped ? "wrapped" : ""}`;
  };
  const [head = [], ...body] = block.rows ?? [];
  return h(
    "div",
    { class: "table-scroll", tabindex: "0", role: "region", "aria-label": "Table" },
    h(
      "table",
      { class: "table" },
      h("thead", null, h("tr", null, head.map((cell, index) => h("th", { scope: "col", class: columnClass(index) }, shown(cell, block, surface, tools))))),
      h("tbody", null, body.map((row) => h("tr", null, row.map((cell, index) => h("td", { class: columnClass(index) }, shown(cell, block, surface, tools)))))),
    ),
  );
}

function compare(left, right) {
  if (typeof left === "number" && typeof right === "number") return left - right;
  return String(left).localeCompare(String(right), "en", { numeric: true, sensitivity: "base" });
}

export function dataTable(block, surface, tools) {
  const [head = [], ...body] = block.rows ?? [];
  const size = Math.max(1, Number(block.page_size) || 5);
  const headerColumn = Number(block.row_header_column_index) || 0;
  const words = body.map((row) => row.map(cellWords));
  const isNumber = (cell) => cell?.type === "raw_number";
  const isDash = (cell) => cell?.type === "raw_text" && /^[-–—]?$/.test(cell.text);
  const numeric = head.map((_, index) => body.some((row) => isNumber(row[index])) && body.every((row) => isNumber(row[index]) || isDash(row[index])));
  const state = { page: 0, sort: null, up: true, query: "" };
  const captionId = uid("table-caption");

  const tbody = h("tbody");
  const foot = h("div", { class: "table-foot" });
  const status = h("span", { class: "quiet", role: "status" });

  const rowsNow = () => {
    let order = body.map((_, index) => index);
    if (state.query) {
      const wanted = state.query.toLowerCase();
      order = order.filter((index) => body[index].some((cell, n) => `${words[index][n]} ${cell?.text ?? ""}`.toLowerCase().includes(wanted)));
    }
    if (state.sort !== null) {
      order.sort((a, b) => compare(words[a][state.sort], words[b][state.sort]) * (state.up ? 1 : -1));
    }
    return order;
  };

  const heads = head.map((cell, index) => {
    const button = h("button", { type: "button", class: "sort" }, h("span", null, cellContent(cell)), h("span", { class: "sort-mark", "aria-hidden": "true" }));
    const th = h("th", { scope: "col", class: numeric[index] ? "align-right" : "" }, button);
    button.addEventListener("click", () => {
      if (state.sort === index && !state.up) {
        state.sort = null;
        state.up = true;
      } else {
        state.up = state.sort !== index;
        state.sort = index;
      }
      state.page = 0;
      draw();
    });
    return th;
  });

  const previous = h("button", { type: "button", class: "button small", "aria-label": "Previous page" }, icon("back", 14));
  const next = h("button", { type: "button", class: "button small", "aria-label": "Next page" }, icon("right", 14));
  previous.addEventListener("click", () => {
    state.page -= 1;
    draw();
  });
  next.addEventListener("click", () => {
    state.page += 1;
    draw();
  });

  function draw() {
    const order = rowsNow();
    const pages = Math.max(1, Math.ceil(order.length / size));
    state.page = Math.min(Math.max(0, state.page), pages - 1);
    const from = state.page * size;
    const visible = order.slice(from, from + size);
    replace(
      tbody,
      visible.map((index) =>
        h("tr", null, body[index].map((cell, n) => h(n === headerColumn ? "th" : "td", { scope: n === headerColumn ? "row" : null, class: numeric[n] ? "align-right" : "" }, shown(cell, block, surface, tools)))),
      ),
    );
    heads.forEach((th, index) => {
      th.setAttribute("aria-sort", state.sort === index ? (state.up ? "ascending" : "descending") : "none");
    });
    status.textContent = order.length ? `${from + 1}–${from + visible.length} of ${order.length}` : "Nothing matches";
    previous.disabled = state.page === 0;
    next.disabled = state.page >= pages - 1;
    foot.hidden = body.length <= size && !state.query;
  }

  const filter = h("input", { type: "search", class: "control small", placeholder: "Filter", "aria-label": `Filter ${block.caption ?? "table"}` });
  filter.addEventListener("input", () => {
    state.query = filter.value.trim();
    state.page = 0;
    draw();
  });

  const node = h(
    "div",
    { class: "data-table" },
    h("div", { class: "data-table-head" }, h("span", { class: "data-table-caption", id: captionId }, block.caption ?? ""), body.length > 5 ? filter : null),
    h(
      "div",
      { class: "table-scroll", tabindex: "0", role: "region", "aria-labelledby": captionId },
      h("table", { class: "table", "aria-labelledby": captionId }, h("thead", null, h("tr", null, heads)), tbody),
    ),
    foot,
  );
  foot.append(status, previous, next);
  draw();
  return node;
}
