// The everyday blocks.

import { h, link, picture, safeUrl } from "../dom.js";
import { markdown } from "../markdown.js";
import { textObject, wordsOf } from "../mrkdwn.js";

const LONG_TEXT = 700;

export function section(block, surface, { renderElement }) {
  const parts = [];
  if (block.text) {
    const text = h("div", { class: "text" }, textObject(block.text));
    parts.push(text);
    if (!block.expand && surface.kind === "message" && String(block.text.text ?? "").length > LONG_TEXT) {
      parts.push(fold(text));
    }
  }
  if (Array.isArray(block.fields)) {
    parts.push(h("div", { class: "fields" }, block.fields.map((field) => h("div", { class: "field text" }, textObject(field)))));
  }
  const accessory = block.accessory
    ? h("div", { class: `accessory accessory-${block.accessory.type}` }, renderElement(block.accessory, block, surface, { label: wordsOf(block.text).slice(0, 80) }))
    : null;
  return h("div", { class: "section" }, h("div", { class: "section-text" }, parts), accessory);
}

function fold(text) {
  text.classList.add("folded");
  const button = h("button", { type: "button", class: "link-button", "aria-expanded": "false" }, "See more");
  button.addEventListener("click", () => {
    const folded = text.classList.toggle("folded");
    button.textContent = folded ? "See more" : "See less";
    button.setAttribute("aria-expanded", String(!folded));
  });
  return button;
}

export function header(block) {
  const level = Math.min(6, Math.max(1, Number(block.level) || 3));
  return h("div", { class: `header header-${level}`, role: "heading", "aria-level": Math.min(6, level + 1) }, textObject(block.text));
}

export function divider() {
  return h("hr");
}

export function context(block) {
  return h(
    "div",
    { class: "context" },
    (block.elements ?? []).map((element) =>
      element.type === "image"
        ? picture(element.image_url ?? element.slack_file?.url, element.alt_text, "context-image")
        : h("span", { class: "context-text text" }, textObject(element)),
    ),
  );
}

export function actions(block, surface, { renderElement }) {
  return h("div", { class: "actions" }, (block.elements ?? []).map((element) => renderElement(element, block, surface, {})));
}

export function contextActions(block, surface, { renderElement }) {
  return h("div", { class: "actions context-actions" }, (block.elements ?? []).map((element) => renderElement(element, block, surface, {})));
}

export function image(block) {
  return h(
    "figure",
    { class: "image" },
    block.title ? h("figcaption", null, textObject(block.title)) : null,
    picture(block.image_url ?? block.slack_file?.url, block.alt_text, "image-picture"),
    safeUrl(block.image_url) && !String(block.image_url).startsWith(location.origin) ? h("div", { class: "image-source" }, link(block.image_url, "open picture")) : null,
  );
}

export function markdownBlock(block) {
  return h("div", { class: "text markdown" }, markdown(block.text));
}

export function video(block) {
  return h(
    "div",
    { class: "video" },
    block.author_name || block.provider_name ? h("div", { class: "quiet" }, [block.author_name, block.provider_name].filter(Boolean).join(" · ")) : null,
    h("div", { class: "video-title" }, block.title_url ? link(block.title_url, textObject(block.title)) : textObject(block.title)),
    block.description ? h("div", { class: "text" }, textObject(block.description)) : null,
    link(block.video_url, picture(block.thumbnail_url, block.alt_text ?? "video", "image-picture")),
  );
}

export function file(block) {
  return h("div", { class: "quiet" }, `Remote file ${block.external_id ?? ""}`);
}
