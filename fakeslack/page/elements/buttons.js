// Buttons of every kind, and the overflow menu.

import { h, safeUrl } from "../dom.js";
import { icon } from "../icons.js";
import { menuButton } from "../menu.js";
import { textObject, wordsOf } from "../mrkdwn.js";
import { slackIcon } from "./slackicons.js";

/** While `work` runs the button is busy and cannot be pressed again. */
export async function whileBusy(node, work) {
  if (node.getAttribute("aria-busy") === "true") return;
  node.setAttribute("aria-busy", "true");
  try {
    await work();
  } finally {
    node.removeAttribute("aria-busy");
  }
}

export function button(element, block, surface) {
  const style = element.style === "primary" || element.style === "danger" ? element.style : "";
  const attributes = {
    class: `button ${style}`,
    "aria-label": element.accessibility_label ?? null,
    dataset: { actionId: element.action_id, value: element.value },
  };
  const address = element.url ? safeUrl(element.url) : null;
  if (address) {
    const anchor = h("a", { ...attributes, target: "_blank", rel: "noopener noreferrer", role: "button" }, textObject(element.text));
    anchor.href = address;
    anchor.addEventListener("click", () => surface.click(block, element));
    return anchor;
  }
  const node = h("button", { type: "button", disabled: !surface.enabled, ...attributes }, textObject(element.text));
  node.addEventListener("click", () => whileBusy(node, () => surface.click(block, element)));
  return node;
}

export function workflowButton(element) {
  return h("button", { type: "button", class: "button", disabled: true, title: "Workflows do not run here" }, textObject(element.text));
}

export function feedbackButtons(element, block, surface) {
  const one = (part, sign) => {
    if (!part) return null;
    const node = h("button", { type: "button", class: "icon-button", "aria-label": part.accessibility_label ?? wordsOf(part.text), title: wordsOf(part.text), dataset: { actionId: element.action_id, value: part.value } }, slackIcon(sign));
    node.addEventListener("click", () => whileBusy(node, () => surface.click(block, element, part.value)));
    return node;
  };
  return h("span", { class: "feedback", role: "group", "aria-label": "Feedback" }, one(element.positive_button, "thumbs-up"), one(element.negative_button, "thumbs-down"));
}

export function iconButton(element, block, surface) {
  const node = h("button", { type: "button", class: "icon-button", "aria-label": element.accessibility_label ?? wordsOf(element.text), title: wordsOf(element.text), dataset: { actionId: element.action_id, value: element.value } }, slackIcon(element.icon));
  node.addEventListener("click", () => whileBusy(node, () => surface.click(block, element)));
  return node;
}

export function overflow(element, block, surface, names) {
  const node = h("button", { type: "button", class: "button overflow", "aria-label": names.label ? `More: ${names.label}` : "More options", dataset: { actionId: element.action_id } }, icon("dots", 16));
  menuButton(
    node,
    () =>
      (element.options ?? []).map((option) => ({
        label: h("span", null, textObject(option.text)),
        hint: option.description ? wordsOf(option.description) : null,
        run() {
          const address = option.url ? safeUrl(option.url) : null;
          if (address) open(address, "_blank", "noopener,noreferrer");
          surface.commit(block, element, option.value);
        },
      })),
    { label: names.label || "More options", end: true },
  );
  return node;
}
