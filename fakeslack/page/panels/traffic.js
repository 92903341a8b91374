// Everything that went between Slack and the app, newest first.

import { readTraffic, Refused } from "../api.js";
import { coalesce, h } from "../dom.js";
import { panel } from "./panel.js";

const KEPT = 300;

const toApp = (entry) => /out|to_app|sent|slack_to_app|^->|→/.test(entry.direction ?? "") || entry.direction === "to app";

/** A short description of one payload. */
function about(entry) {
  const payload = entry.payload ?? {};
  const inner = payload.payload ?? payload.body ?? payload;
  const event = inner.event;
  const words = [
    event?.type ?? inner.type ?? payload.type ?? payload.method ?? entry.method ?? "",
    event?.reaction ? `:${event.reaction}:` : null,
    inner.command ? `${inner.command} ${inner.text ?? ""}` : null,
    inner.actions?.[0]?.action_id,
    inner.view?.callback_id ?? inner.callback_id,
    payload.ok === false || inner.ok === false ? (payload.error ?? inner.error) : null,
  ].filter(Boolean);
  return [...new Set(words)].join(" · ").slice(0, 120);
}

export function createTraffic({ close }) {
  const filter = h("input", { type: "search", class: "control", placeholder: "Filter", "aria-label": "Filter the traffic" });
  const list = h("ol", { class: "traffic", reversed: true, "aria-label": "Payloads, newest first" });
  const empty = h("p", { class: "quiet" }, "Nothing has gone either way yet.");
  const seen = new Set();
  let highest = null;

  const row = (entry) => {
    const out = toApp(entry);
    const body = h("pre", { tabindex: "0" });
    const details = h(
      "details",
      { class: `traffic-row ${out ? "is-out" : "is-in"}` },
      h("summary", null, h("span", { class: "traffic-way", title: out ? "Slack to the app" : "The app to Slack" }, out ? "→ app" : "← app"), h("span", { class: "traffic-kind" }, entry.kind ?? ""), h("span", { class: "traffic-about quiet" }, about(entry))),
      body,
    );
    details.addEventListener("toggle", () => {
      if (details.open && !body.textContent) body.textContent = JSON.stringify(entry.payload ?? entry, null, 2);
    });
    return h("li", { dataset: { seq: entry.seq, words: JSON.stringify(entry).slice(0, 4000).toLowerCase() } }, details);
  };

  const sift = () => {
    const wanted = filter.value.trim().toLowerCase();
    for (const item of list.children) item.hidden = Boolean(wanted) && !item.dataset.words.includes(wanted);
  };

  const refresh = coalesce(async () => {
    let answer;
    try {
      answer = await readTraffic({ since: highest });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return;
    }
    const entries = answer.slice(-KEPT);
    for (const entry of entries) {
      if (seen.has(entry.seq)) continue;
      seen.add(entry.seq);
      highest = Math.max(highest ?? 0, Number(entry.seq) || 0);
      list.prepend(row(entry));
    }
    while (list.childElementCount > KEPT) list.lastElementChild.remove();
    empty.hidden = list.childElementCount > 0;
    sift();
  });

  filter.addEventListener("input", sift);
  refresh();
  const root = panel("Traffic", "The payloads that went both ways, as the app got and sent them.", close, filter, empty, list);
  return { root, refresh, stop() {} };
}
