// What is typed: text, e-mail, address, number, rich text.

import { h } from "../dom.js";
import { wordsOf } from "../mrkdwn.js";

const TYPES = { plain_text_input: "text", email_text_input: "email", url_text_input: "url", number_input: "text", rich_text_input: "text" };

export const isTextField = (type) => Object.hasOwn(TYPES, type);

const asRichText = (text) => ({ type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }] });

function richWords(value) {
  if (typeof value === "string") return value;
  const words = (node) => (node?.text && typeof node.text === "string" ? node.text : (node?.elements ?? []).map(words).join(""));
  return value ? words(value) : "";
}

export function textField(element, block, surface, names) {
  const rich = element.type === "rich_text_input";
  const multiline = element.multiline || rich;
  const node = h(multiline ? "textarea" : "input", {
    type: multiline ? null : TYPES[element.type],
    inputmode: element.type === "number_input" ? (element.is_decimal_allowed ? "decimal" : "numeric") : null,
    class: "control text-control",
    placeholder: wordsOf(element.placeholder) || null,
    maxlength: element.max_length && element.max_length < 3000 ? element.max_length : 3000,
    rows: multiline ? 4 : null,
    autocomplete: "off",
    "aria-label": names.labelId ? null : (names.label || wordsOf(element.placeholder) || "Text"),
    "aria-describedby": names.describedBy ?? null,
    "aria-required": names.required ? "true" : null,
    disabled: !surface.enabled,
    dataset: { actionId: element.action_id, autofocus: element.focus_on_load ? "yes" : null },
  });
  const start = surface.valueOf(block, element);
  node.value = rich ? richWords(start) : (start ?? "");
  const valueNow = () => (rich ? (node.value ? asRichText(node.value) : null) : node.value);

  let told = node.value;
  const typed = () => {
    if (node.value === told) return;
    told = node.value;
    surface.type(block, element, valueNow());
  };
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const dispatches = block.dispatch_action === true;
  let waiting = null;
  node.addEventListener("input", () => {
    surface.keep(block, element, valueNow());
    if (dispatches && triggers.includes("on_character_entered")) {
      clearTimeout(waiting);
      waiting = setTimeout(typed, 250);
    }
  });
  node.addEventListener("change", typed);
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    if (dispatches && triggers.includes("on_enter_pressed") && (!multiline || !event.shiftKey)) {
      event.preventDefault();
      told = node.value;
      surface.type(block, element, valueNow(), { enter: true });
    }
  });

  if (!element.max_length || rich) return node;
  const left = h("span", { class: "characters-left quiet", "aria-hidden": "true" });
  const count = () => {
    const rest = element.max_length - node.value.length;
    left.textContent = rest <= Math.max(20, element.max_length * 0.1) ? String(rest) : "";
  };
  node.addEventListener("input", count);
  count();
  return h("div", { class: "counted" }, node, left);
}

/** What Slack would object to before sending, or null. */
export function complaint(element, value) {
  if (value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length)) return null;
  const text = typeof value === "string" ? value.trim() : value;
  if (element.type === "email_text_input" && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) return "Please enter a valid email address.";
  if (element.type === "url_text_input" && !/^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(text)) return "Please enter a valid URL.";
  if (element.type === "number_input") {
    const pattern = element.is_decimal_allowed ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/;
    if (!pattern.test(text)) return element.is_decimal_allowed ? "Please enter a number." : "Please enter a whole number.";
    if (element.min_value !== undefined && Number(text) < Number(element.min_value)) return `Please enter at least ${element.min_value}.`;
    if (element.max_value !== undefined && Number(text) > Number(element.max_value)) return `Please enter at most ${element.max_value}.`;
  }
  if (element.type === "plain_text_input" && element.min_length && value.length < element.min_length) return `Please enter at least ${element.min_length} characters.`;
  return null;
}
