// What can go wrong with Slack, on demand.

import { addFault, clearFaults, readFaults, Refused } from "../api.js";
import { h, replace, uid } from "../dom.js";
import { explain } from "../surface.js";
import { toast } from "../toast.js";
import { panel } from "./panel.js";

const METHODS = ["chat.postMessage", "chat.update", "chat.postEphemeral", "views.open", "views.publish", "conversations.history", "reactions.get", "users.info"];

const CALL_FAULTS = [
  ["ratelimited", "429, too many calls", { retry_after: 5 }],
  ["http_500", "500, server error"],
  ["http_502", "502, bad gateway"],
  ["http_503", "503, unavailable"],
  ["internal_error", "internal_error"],
  ["delay", "answers late", { seconds: 4 }],
  ["lost_reply", "stored, but the reply is lost"],
  ["half_reply", "half a reply"],
  ["reset", "connection reset"],
  ["lagging_history", "history lags behind", { seconds: 10 }],
  ["token_revoked", "token revoked"],
  ["missing_scope", "scope missing"],
  ["is_archived", "channel archived"],
  ["not_in_channel", "bot not in the channel"],
];

const EVENT_FAULTS = [
  ["drop", "events dropped"],
  ["double", "events doubled"],
  ["delay", "events late", { seconds: 4 }],
  ["shuffle", "events out of order"],
  ["deaf", "the socket has gone deaf"],
];

const PRESETS = [
  ["A shower of 429s", { method: "*", fault: "ratelimited", retry_after: 3, times: 3 }],
  ["Next reply lost", { method: "chat.postMessage", fault: "lost_reply", times: 1 }],
  ["Slow Slack", { method: "*", fault: "delay", seconds: 4, times: 5 }],
  ["Events twice", { method: "events", fault: "double", times: 5 }],
];

function words(fault) {
  const known = [...CALL_FAULTS, ...EVENT_FAULTS].find(([name]) => name === fault.fault);
  const often = fault.share !== undefined && fault.share !== null ? `${Math.round(fault.share * 100)} % of calls` : `${fault.times ?? 1} to go`;
  return `${fault.method}: ${known?.[1] ?? fault.fault} · ${often}${fault.channel ? ` · ${fault.channel}` : ""}`;
}

export function createWeather({ close }) {
  const methodsId = uid("methods");
  const method = h("input", { type: "text", class: "control", list: methodsId, value: "chat.postMessage", "aria-label": "Method", spellcheck: "false", autocomplete: "off" });
  method.value = "chat.postMessage";
  const fault = h("select", { class: "control", "aria-label": "What happens" });
  const amount = h("input", { type: "number", class: "control short", min: "0", step: "any", "aria-label": "Seconds" });
  const amountRow = h("label", { class: "panel-row" }, h("span", null, "Seconds"), amount);
  const times = h("input", { type: "number", class: "control short", min: "1", value: "1", "aria-label": "How many calls" });
  times.value = "1";
  const share = h("input", { type: "number", class: "control short", min: "1", max: "100", "aria-label": "Share of calls in per cent" });
  const add = h("button", { type: "submit", class: "button primary" }, "Let it happen");
  const clear = h("button", { type: "button", class: "button" }, "Clear sky");
  const active = h("div", { class: "weather-now", role: "status" });
  const pacing = h("input", { type: "checkbox" });

  const fill = () => {
    const list = method.value.trim() === "events" ? EVENT_FAULTS : CALL_FAULTS;
    const chosen = fault.value;
    replace(fault, list.map(([name, label]) => h("option", { value: name }, `${label}`)));
    if (list.some(([name]) => name === chosen)) fault.value = chosen;
    needs();
  };
  const extraOf = () => (method.value.trim() === "events" ? EVENT_FAULTS : CALL_FAULTS).find(([name]) => name === fault.value)?.[2];
  const needs = () => {
    const extra = extraOf();
    amountRow.hidden = !extra;
    if (extra) amount.value = String(Object.values(extra)[0]);
  };
  method.addEventListener("input", fill);
  fault.addEventListener("change", needs);

  const show = async () => {
    let faults = [];
    try {
      const answer = await readFaults();
      faults = answer.faults ?? [];
      pacing.checked = answer.pacing === true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
    replace(active, faults.length ? h("ul", null, faults.map((item) => h("li", null, words(item)))) : h("p", { class: "quiet" }, "Clear sky: nothing is set to go wrong."));
  };

  const act = async (work) => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      toast(explain(error), "bad");
    }
    await show();
  };

  const form = h(
    "form",
    { class: "panel-form" },
    h("label", { class: "panel-row" }, h("span", null, "Method"), method),
    h("label", { class: "panel-row" }, h("span", null, "What happens"), fault),
    amountRow,
    h("label", { class: "panel-row" }, h("span", null, "How many calls"), times),
    h("label", { class: "panel-row" }, h("span", null, "or share, in %"), share),
    h("div", { class: "panel-buttons" }, add, clear),
    h("datalist", { id: methodsId }, [...METHODS, "events", "*"].map((name) => h("option", { value: name }))),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const body = { method: method.value.trim() || "*", fault: fault.value };
    const extra = extraOf();
    if (extra) body[Object.keys(extra)[0]] = Number(amount.value) || 0;
    if (share.value) body.share = Number(share.value) / 100;
    else body.times = Math.max(1, Number(times.value) || 1);
    act(() => addFault(body));
  });
  clear.addEventListener("click", () => act(clearFaults));
  pacing.addEventListener("change", () => act(() => addFault({ pacing: pacing.checked })));

  const presets = h(
    "div",
    { class: "presets", role: "group", "aria-label": "Ready-made" },
    PRESETS.map(([label, body]) => {
      const button = h("button", { type: "button", class: "button small" }, label);
      button.addEventListener("click", () => act(() => addFault(body)));
      return button;
    }),
  );

  fill();
  show();
  const root = panel("Weather", "Make this Slack misbehave as the real one does, and see how the bot takes it.", close, h("h3", null, "Now"), active, h("h3", null, "Ready-made"), presets, h("h3", null, "Your own"), form, h("label", { class: "choice pacing" }, pacing, h("span", { class: "choice-words" }, h("span", null, "Real pacing"), h("span", { class: "hint" }, "1 message a second a channel, and Slack's rate tiers"))));
  return { root, refresh: show, stop() {} };
}
