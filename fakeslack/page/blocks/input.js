// input: a label, an element, a hint and, after a refused submit, what was wrong with it.

import { h, uid } from "../dom.js";
import { textObject, wordsOf } from "../mrkdwn.js";

const GROUPED = new Set(["radio_buttons", "checkboxes"]);

export function input(block, surface, { renderElement }) {
  const labelId = uid("label");
  const hintId = uid("hint");
  const errorId = uid("error");
  const error = h("p", { class: "field-error", id: errorId, role: "alert", hidden: true });
  const control = renderElement(block.element, block, surface, {
    label: wordsOf(block.label),
    labelId,
    describedBy: `${block.hint ? `${hintId} ` : ""}${errorId}`,
    required: !block.optional,
  });
  const label = h(
    GROUPED.has(block.element?.type) ? "div" : "label",
    { class: "field-label", id: labelId },
    textObject(block.label),
    block.optional ? h("span", { class: "quiet" }, " (optional)") : null,
  );
  const focusable = control.matches?.("input,textarea") ? control : control.querySelector?.("input,textarea");
  if (label.tagName === "LABEL" && focusable) {
    focusable.id ||= uid("field");
    label.htmlFor = focusable.id;
  }
  const node = h("div", { class: "input", dataset: { field: block.block_id } }, label, control, block.hint ? h("p", { class: "hint", id: hintId }, textObject(block.hint)) : null, error);
  surface.fields?.set(block.block_id, {
    block,
    setError(message) {
      error.textContent = message ?? "";
      error.hidden = !message;
      node.classList.toggle("has-error", Boolean(message));
      for (const field of node.querySelectorAll("input,textarea,[role=radiogroup],[role=group]")) {
        if (message) field.setAttribute("aria-invalid", "true");
        else field.removeAttribute("aria-invalid");
      }
    },
    focus() {
      (focusable ?? node.querySelector("input,textarea,button"))?.focus();
    },
  });
  return node;
}
