// plan and task_card.

import { h, link } from "../dom.js";
import { textObject } from "../mrkdwn.js";
import { richText } from "./richtext.js";

const SIGNS = { pending: "○", in_progress: "◐", complete: "●", error: "▲" };

export function taskCard(block) {
  const status = SIGNS[block.status] ? block.status : "pending";
  return h(
    "div",
    { class: `task-card task-${status}` },
    h("div", { class: "task-head" }, h("span", { class: "task-sign", "aria-hidden": "true" }, SIGNS[status]), h("span", null, textObject(block.title)), h("span", { class: "quiet" }, status.replace("_", " "))),
    block.details ? richText(block.details) : null,
    block.output ? richText(block.output) : null,
    block.sources?.length ? h("div", { class: "task-sources" }, block.sources.map((source) => link(source.url, source.text || source.url))) : null,
  );
}

export function plan(block) {
  return h("div", { class: "plan" }, h("div", { class: "card-title" }, textObject(block.title)), (block.tasks ?? []).map(taskCard));
}
