// Date, time, and both: the browser's own pickers.

import { h } from "../dom.js";
import { wordsOf } from "../mrkdwn.js";
import { epochOf, wallTime } from "../time.js";

function field(type, element, block, surface, names, { shown, parse }) {
  const node = h("input", {
    type,
    class: "control date-control",
    "aria-label": names.labelId ? null : (wordsOf(element.placeholder) || names.label || "Date"),
    "aria-describedby": names.describedBy ?? null,
    "aria-required": names.required ? "true" : null,
    disabled: !surface.enabled,
    dataset: { actionId: element.action_id },
  });
  const value = surface.valueOf(block, element);
  node.value = value === undefined || value === null ? "" : shown(value);
  let told = node.value;
  let waiting = null;
  const tell = () => {
    clearTimeout(waiting);
    if (node.value === told) return;
    told = node.value;
    surface.commit(block, element, node.value ? parse(node.value) : null);
  };
  node.addEventListener("change", () => {
    if (surface.kind !== "message" && block.type === "input") {
      tell();
      return;
    }
    // A date typed by keyboard passes through half-typed years; wait for the hand to rest.
    clearTimeout(waiting);
    waiting = setTimeout(tell, 500);
  });
  node.addEventListener("blur", tell);
  return node;
}

export const datePicker = (element, block, surface, names) => field("date", element, block, surface, names, { shown: String, parse: String });

export const timePicker = (element, block, surface, names) => field("time", element, block, surface, names, { shown: String, parse: (value) => value.slice(0, 5) });

export const dateTimePicker = (element, block, surface, names) => field("datetime-local", element, block, surface, names, { shown: wallTime, parse: epochOf });
