// alert, card, carousel and container.

import { h, picture, uid } from "../dom.js";
import { icon } from "../icons.js";
import { textObject } from "../mrkdwn.js";
import { slackIcon } from "../elements/slackicons.js";
import { richText } from "./richtext.js";

const ALERT_ICONS = { info: "info", warning: "warning", error: "warning", success: "check", default: "info" };

export function alert(block) {
  const level = ALERT_ICONS[block.level] ? block.level : "default";
  return h(
    "div",
    { class: `alert alert-${level}`, role: level === "error" || level === "warning" ? "alert" : "note" },
    icon(ALERT_ICONS[level], 18),
    h("div", { class: "text" }, level === "default" ? null : h("span", { class: "sr-only" }, `${level}: `), textObject(block.text)),
  );
}

function badge(block) {
  if (block.icon) return picture(block.icon.image_url ?? block.icon.slack_file?.url, block.icon.alt_text, "card-icon");
  if (block.slack_icon) return h("span", { class: "card-icon" }, slackIcon(block.slack_icon.name));
  return null;
}

export function card(block, surface, { renderElement }) {
  return h(
    "div",
    { class: "card" },
    block.hero_image ? picture(block.hero_image.image_url ?? block.hero_image.slack_file?.url, block.hero_image.alt_text, "card-hero") : null,
    h(
      "div",
      { class: "card-head" },
      badge(block),
      h("div", { class: "card-titles" },
        block.title ? h("div", { class: "card-title" }, textObject(block.title)) : null,
        block.subtitle ? h("div", { class: "card-subtitle quiet" }, textObject(block.subtitle)) : null),
    ),
    block.body ? h("div", { class: "card-body text" }, textObject(block.body)) : null,
    block.subtext ? h("div", { class: "card-subtitle quiet" }, textObject(block.subtext)) : null,
    block.actions?.length ? h("div", { class: "actions" }, block.actions.map((element) => renderElement(element, block, surface, {}))) : null,
  );
}

export function carousel(block, surface, { renderBlocks }) {
  const cards = (block.elements ?? []).map((element) => ({ ...element, type: element.type ?? "card" }));
  const track = h("div", { class: "carousel-track", tabindex: "0", role: "group", "aria-label": `${cards.length} cards, scroll sideways` }, renderBlocks(cards, surface));
  const turn = (direction) => () => {
    const step = track.firstElementChild?.getBoundingClientRect().width ?? 240;
    track.scrollBy({ left: direction * (step + 12), behavior: "smooth" });
  };
  const back = h("button", { type: "button", class: "carousel-turn carousel-back", "aria-label": "Previous cards" }, icon("back", 16));
  const on = h("button", { type: "button", class: "carousel-turn carousel-on", "aria-label": "Next cards" }, icon("right", 16));
  back.addEventListener("click", turn(-1));
  on.addEventListener("click", turn(1));
  const mark = () => {
    back.hidden = track.scrollLeft < 4;
    on.hidden = track.scrollLeft + track.clientWidth > track.scrollWidth - 4;
  };
  track.addEventListener("scroll", mark, { passive: true });
  new ResizeObserver(mark).observe(track);
  return h("div", { class: "carousel" }, back, track, on);
}

export function container(block, surface, { renderBlocks }) {
  const children = h("div", { class: "container-body", id: uid("container") }, renderBlocks(block.child_blocks, surface));
  const title = block.rich_text_title ? richText(block.rich_text_title) : textObject(block.title);
  const head = h(
    "div",
    { class: `container-head ${block.has_header_divider ? "ruled" : ""}` },
    badge(block),
    h("div", { class: "card-titles" }, h("div", { class: "card-title" }, title), block.subtitle ? h("div", { class: "card-subtitle quiet" }, textObject(block.subtitle)) : null),
  );
  if (block.is_collapsible) {
    const folded = block.default_collapsed === true;
    const button = h("button", { type: "button", class: "icon-button", "aria-controls": children.id, "aria-expanded": String(!folded), "aria-label": "Show or hide the content" }, icon("down", 16));
    children.hidden = folded;
    button.addEventListener("click", () => {
      children.hidden = !children.hidden;
      button.setAttribute("aria-expanded", String(!children.hidden));
    });
    head.append(button);
  }
  const width = ["narrow", "standard", "wide", "full"].includes(block.width) ? block.width : "standard";
  return h("div", { class: `container width-${width}` }, head, children);
}
