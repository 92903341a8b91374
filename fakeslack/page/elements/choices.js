// Radio buttons and checkboxes.

import { h, uid } from "../dom.js";
import { textObject } from "../mrkdwn.js";

function choice(type, group, option, checked, disabled) {
  const box = h("input", { type, name: group, value: option.value, disabled });
  box.checked = checked;
  const hintId = option.description ? uid("hint") : null;
  if (hintId) box.setAttribute("aria-describedby", hintId);
  const label = h(
    "label",
    { class: "choice" },
    box,
    h("span", { class: "choice-words" }, h("span", { class: "text" }, textObject(option.text)), option.description ? h("span", { class: "hint", id: hintId }, textObject(option.description)) : null),
  );
  return [label, box];
}

const groupNames = (names, fallback) => (names.labelId ? { "aria-labelledby": names.labelId } : { "aria-label": names.label || fallback });

export function radioButtons(element, block, surface, names) {
  const group = uid("radio");
  const value = surface.valueOf(block, element);
  const node = h("div", { class: "choices", role: "radiogroup", ...groupNames(names, "Choose one"), "aria-describedby": names.describedBy ?? null, "aria-required": names.required ? "true" : null, dataset: { actionId: element.action_id } });
  for (const option of element.options ?? []) {
    const [label, box] = choice("radio", group, option, option.value === value, !surface.enabled);
    box.addEventListener("change", () => surface.commit(block, element, option.value));
    node.append(label);
  }
  return node;
}

export function checkboxes(element, block, surface, names) {
  const chosen = new Set(surface.valueOf(block, element) ?? []);
  const node = h("div", { class: "choices", role: "group", ...groupNames(names, "Choose any"), "aria-describedby": names.describedBy ?? null, dataset: { actionId: element.action_id } });
  for (const option of element.options ?? []) {
    const [label, box] = choice("checkbox", null, option, chosen.has(option.value), !surface.enabled);
    box.addEventListener("change", () => {
      if (box.checked) chosen.add(option.value);
      else chosen.delete(option.value);
      const inOrder = (element.options ?? []).map((item) => item.value).filter((item) => chosen.has(item));
      surface.commit(block, element, inOrder);
    });
    node.append(label);
  }
  return node;
}
