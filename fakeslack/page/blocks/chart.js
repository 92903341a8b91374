// data_visualization: bar, line, area and pie as inline SVG, with the same numbers as a table.

import { h, replace, svg } from "../dom.js";

const HEIGHT = 230;
const number = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 2 });

/** Round axis steps (1, 2, 2.5, 5 × 10ⁿ) that hold the range. */
function ticks(low, high, wanted = 4) {
  const span = high - low || Math.abs(high) || 1;
  const raw = span / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= raw);
  const from = Math.floor(low / step) * step;
  const marks = [];
  for (let value = from; value < high + step * 0.999 && marks.length < 12; value += step) marks.push(Number(value.toPrecision(10)));
  if (marks.length < 2) marks.push(from + step);
  return marks;
}

const valuesOf = (series, categories) =>
  categories.map((category) => Number(series.data?.find((point) => point.label === category)?.value ?? 0));

function axisChart(chart, width) {
  const categories = (chart.axis_config?.categories ?? chart.series?.[0]?.data?.map((point) => point.label) ?? []).map(String);
  const series = chart.series ?? [];
  const rows = series.map((item) => valuesOf(item, categories));
  const all = rows.flat();
  const marks = ticks(Math.min(0, ...all), Math.max(0, ...all));
  const low = marks[0];
  const high = marks.at(-1);
  const longest = Math.max(...marks.map((mark) => number.format(mark).length));
  const left = 14 + longest * 7 + (chart.axis_config?.y_label ? 16 : 0);
  const bottom = 24 + (chart.axis_config?.x_label ? 18 : 0);
  const top = 10;
  const right = 10;
  const plotWidth = width - left - right;
  const plotHeight = HEIGHT - top - bottom;
  const y = (value) => top + plotHeight - ((value - low) / (high - low)) * plotHeight;
  const slot = plotWidth / Math.max(1, categories.length);
  const middle = (index) => left + slot * (index + 0.5);

  const root = svg("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, class: "chart-drawing", "aria-hidden": "true", focusable: "false" });
  for (const mark of marks) {
    root.append(
      svg("line", { x1: left, x2: width - right, y1: y(mark), y2: y(mark), class: mark === 0 ? "axis" : "grid" }),
      svg("text", { x: left - 7, y: y(mark) + 4, "text-anchor": "end" }, number.format(mark)),
    );
  }
  // A label has its slot, and 14 letters even where that leaves out the labels beside it.
  const most = Math.max(14, Math.floor((slot - 8) / 6.4));
  const every = Math.max(1, Math.ceil((Math.max(...categories.map((c) => Math.min(c.length, most)), 1) * 6.4 + 8) / slot));
  categories.forEach((category, index) => {
    if (index % every) return;
    root.append(svg("text", { x: middle(index), y: top + plotHeight + 17, "text-anchor": "middle" }, category.length > most ? `${category.slice(0, most - 1)}…` : category));
  });
  if (chart.axis_config?.x_label) root.append(svg("text", { x: left + plotWidth / 2, y: HEIGHT - 5, "text-anchor": "middle", class: "axis-title" }, chart.axis_config.x_label));
  if (chart.axis_config?.y_label) {
    root.append(svg("text", { x: 0, y: 0, "text-anchor": "middle", class: "axis-title", transform: `translate(11 ${top + plotHeight / 2}) rotate(-90)` }, chart.axis_config.y_label));
  }

  series.forEach((item, order) => {
    const name = (index) => svg("title", null, `${item.name}, ${categories[index]}: ${number.format(rows[order][index])}`);
    if (chart.type === "bar") {
      const room = Math.min(slot * 0.72, 64 * series.length);
      const bar = room / series.length;
      rows[order].forEach((value, index) => {
        const x = middle(index) - room / 2 + bar * order;
        const upper = Math.min(y(value), y(0));
        const height = Math.max(1, Math.abs(y(value) - y(0)));
        const gap = Math.min(2, bar * 0.15);
        root.append(svg("rect", { x: x + gap / 2, y: upper, width: Math.max(1, bar - gap), height, rx: Math.min(3, bar / 4), class: `fill-${order % 12}` }, name(index)));
      });
      return;
    }
    const points = rows[order].map((value, index) => [middle(index), y(value)]);
    const path = points.map(([px, py], index) => `${index ? "L" : "M"}${px.toFixed(1)} ${py.toFixed(1)}`).join("");
    if (chart.type === "area" && points.length) {
      root.append(svg("path", { d: `${path}L${points.at(-1)[0].toFixed(1)} ${y(0)}L${points[0][0].toFixed(1)} ${y(0)}Z`, class: `area fill-${order % 12}` }));
    }
    root.append(svg("path", { d: path, class: `line stroke-${order % 12}` }));
    points.forEach(([px, py], index) => root.append(svg("circle", { cx: px, cy: py, r: 3.5, class: `dot fill-${order % 12}` }, name(index))));
  });
  return root;
}

function pieChart(chart) {
  const segments = chart.segments ?? [];
  const total = segments.reduce((sum, segment) => sum + Math.max(0, Number(segment.value) || 0), 0) || 1;
  const size = 180;
  const centre = size / 2;
  const radius = 84;
  const root = svg("svg", { viewBox: `0 0 ${size} ${size}`, width: size, height: size, class: "chart-drawing", "aria-hidden": "true", focusable: "false" });
  let angle = -Math.PI / 2;
  segments.forEach((segment, index) => {
    const share = Math.max(0, Number(segment.value) || 0) / total;
    const end = angle + share * Math.PI * 2;
    const title = svg("title", null, `${segment.label}: ${number.format(segment.value)} (${Math.round(share * 100)} %)`);
    if (share > 0.9999) {
      root.append(svg("circle", { cx: centre, cy: centre, r: radius, class: `slice fill-${index % 12}` }, title));
    } else if (share > 0) {
      const at = (a) => `${(centre + radius * Math.cos(a)).toFixed(2)} ${(centre + radius * Math.sin(a)).toFixed(2)}`;
      root.append(svg("path", { d: `M${centre} ${centre}L${at(angle)}A${radius} ${radius} 0 ${share > 0.5 ? 1 : 0} 1 ${at(end)}Z`, class: `slice fill-${index % 12}` }, title));
    }
    angle = end;
  });
  return root;
}

function legend(names) {
  return h("ul", { class: "legend" }, names.map(([name, extra], index) => h("li", null, h("span", { class: `key back-${index % 12}`, "aria-hidden": "true" }), name, extra ? h("span", { class: "quiet" }, ` ${extra}`) : null)));
}

function numbers(chart, title) {
  if (chart.type === "pie") {
    return h("table", { class: "table" }, h("caption", { class: "sr-only" }, title), h("tbody", null, (chart.segments ?? []).map((segment) => h("tr", null, h("th", { scope: "row" }, segment.label), h("td", { class: "align-right" }, number.format(segment.value))))));
  }
  const categories = chart.axis_config?.categories ?? [];
  return h(
    "table",
    { class: "table" },
    h("caption", { class: "sr-only" }, title),
    h("thead", null, h("tr", null, h("th", { scope: "col" }, chart.axis_config?.x_label ?? ""), (chart.series ?? []).map((item) => h("th", { scope: "col", class: "align-right" }, item.name)))),
    h("tbody", null, categories.map((category, index) => h("tr", null, h("th", { scope: "row" }, category), (chart.series ?? []).map((item) => h("td", { class: "align-right" }, number.format(valuesOf(item, categories)[index])))))),
  );
}

function summary(chart, title) {
  if (chart.type === "pie") return `${title}. Pie chart: ${(chart.segments ?? []).map((segment) => `${segment.label} ${number.format(segment.value)}`).join(", ")}.`;
  const categories = chart.axis_config?.categories ?? [];
  const rows = (chart.series ?? []).map((item) => {
    const values = valuesOf(item, categories);
    return `${item.name}: ${categories.map((category, index) => `${category} ${number.format(values[index])}`).join(", ")}`;
  });
  const kind = { bar: "Bar chart", line: "Line chart", area: "Area chart" }[chart.type];
  return `${title}. ${kind}. ${rows.join("; ")}.`;
}

export function dataVisualization(block) {
  const chart = block.chart ?? {};
  const title = block.title ?? "Chart";
  if (!["bar", "line", "area", "pie"].includes(chart.type)) throw new Error(`no drawing for ${chart.type}`);
  const holder = h("div", { class: `chart-holder chart-${chart.type}`, role: "img", "aria-label": summary(chart, title) });
  let width = 0;
  const draw = (wanted) => {
    if (Math.abs(wanted - width) < 4) return;
    width = wanted;
    replace(holder, chart.type === "pie" ? pieChart(chart) : axisChart(chart, width));
  };
  draw(520);
  if (chart.type !== "pie") {
    new ResizeObserver(([entry]) => {
      const room = Math.floor(entry.contentRect.width);
      if (room > 120) draw(Math.min(room, 640));
    }).observe(holder);
  }
  const total = (chart.segments ?? []).reduce((sum, segment) => sum + Number(segment.value), 0) || 1;
  const names =
    chart.type === "pie"
      ? (chart.segments ?? []).map((segment) => [segment.label, `${number.format(segment.value)} · ${Math.round((segment.value / total) * 100)} %`])
      : (chart.series ?? []).map((item) => [item.name, ""]);
  return h(
    "figure",
    { class: `chart ${chart.type === "pie" ? "chart-with-side-legend" : ""}` },
    h("figcaption", null, title),
    h("div", { class: "chart-body" }, holder, legend(names)),
    h("details", { class: "chart-numbers" }, h("summary", null, "Numbers"), h("div", { class: "table-scroll" }, numbers(chart, title))),
  );
}
