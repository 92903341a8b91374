// Everything that went between Slack and the app, newest first.

import { readCalls, readTraffic, Refused } from "../api.js";
import { coalesce, h } from "../dom.js";
import { panel } from "./panel.js";

const KEPT = 300;

const AGAIN = 2000;

/** A call of the Web API in the shape of the other payloads. */
const asEntry = (call) => ({ ...call, call: true, direction: "in", kind: call.method, payload: { args: call.args, ok: call.ok, error: call.error || undefined, status: call.status, fault: call.fault || undefined } });

/** A short description of one payload. */
function about(entry) {
  const payload = entry.payload ?? {};
  const inner = payload.payload ?? payload.body ?? payload;
  const event = inner.event;
  const words = [
    event?.type ?? (entry.call ? null : (inner.type ?? payload.type)),
    event?.reaction ? `:${event.reaction}:` : null,
    inner.command ? `${inner.command} ${inner.text ?? ""}` : null,
    inner.actions?.[0]?.action_id,
    inner.view?.callback_id ?? inner.callback_id,
    payload.args?.channel ?? payload.args?.user_id,
    payload.ok === false ? (payload.error ?? payload.fault) : null,
  ].filter(Boolean);
  return [...new Set(words)].join(" · ").slice(0, 120);
}

export function createTraffic({ close }) {
  const filter = h("input", { type: "search", class: "control", placeholder: "Filter", "aria-label": "Filter the traffic" });
  const list = h("ol", { class: "traffic", reversed: true, "aria-label": "Payloads, newest first" });
  const empty = h("p", { class: "quiet" }, "Nothing has gone either way yet.");
  let lastPayload = 0;
  let lastCall = 0;
  let shown = [];

  const row = (entry) => {
    const out = entry.direction === "out";
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
    return h("li", { class: entry.call && !entry.payload.ok ? "is-refused" : null, dataset: { words: JSON.stringify(entry).slice(0, 4000).toLowerCase() } }, details);
  };

  const sift = () => {
    const wanted = filter.value.trim().toLowerCase();
    for (const item of list.children) item.hidden = Boolean(wanted) && !item.dataset.words.includes(wanted);
  };

  const refresh = coalesce(async () => {
    let payloads;
    let calls;
    try {
      [payloads, calls] = await Promise.all([readTraffic(lastPayload), readCalls(lastCall)]);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return;
    }
    lastPayload = Math.max(lastPayload, ...payloads.map((entry) => entry.seq));
    lastCall = Math.max(lastCall, ...calls.map((entry) => entry.seq));
    const fresh = [...payloads, ...calls.map(asEntry)].sort((a, b) => a.at - b.at).slice(-KEPT);
    for (const entry of fresh) {
      const item = row(entry);
      // Both lists come in their own order; by the clock they belong between each other.
      const below = shown.findIndex((other) => other.at <= entry.at);
      const at = below < 0 ? shown.length : below;
      list.insertBefore(item, shown[at]?.item ?? null);
      shown.splice(at, 0, { at: entry.at, item });
    }
    for (const { item } of shown.slice(KEPT)) item.remove();
    shown = shown.slice(0, KEPT);
    empty.hidden = shown.length > 0;
    if (fresh.length) sift();
  });

  filter.addEventListener("input", sift);
  refresh();
  const again = setInterval(refresh, AGAIN);
  const root = panel("Traffic", "The payloads that went both ways, and every call the app made.", close, filter, empty, list);
  return {
    root,
    refresh,
    stop() {
      clearInterval(again);
    },
  };
}
