// rich_text: sections, lists, quotes and preformatted text.

import { h, link } from "../dom.js";
import { broadcast, channelMention, dateNode, emojiNode, mention } from "../mrkdwn.js";
import { unknown } from "./unknown.js";

function withBreaks(text) {
  return String(text ?? "")
    .split("\n")
    .flatMap((row, index) => (index ? [h("br"), row] : [row]));
}

function styled(node, style) {
  let result = node;
  if (style?.code) result = h("code", null, result);
  if (style?.bold) result = h("strong", null, result);
  if (style?.italic) result = h("em", null, result);
  if (style?.strike) result = h("s", null, result);
  if (style?.underline) result = h("u", null, result);
  return result;
}

function part(element) {
  switch (element.type) {
    case "text":
      return styled(h("span", null, withBreaks(element.text)), element.style);
    case "link":
      return styled(link(element.url, element.text || element.url), element.style);
    case "user":
      return styled(mention(element.user_id), element.style);
    case "channel":
      return styled(channelMention(element.channel_id), element.style);
    case "usergroup":
      return h("span", { class: "mention" }, `@${element.usergroup_id}`);
    case "team":
      return h("span", { class: "mention" }, `@${element.team_id}`);
    case "broadcast":
      return broadcast(element.range);
    case "emoji":
      return emojiNode(element.skin_tone ? `${element.name}::skin-tone-${element.skin_tone}` : element.name);
    case "date":
      return dateNode(element.timestamp, element.format ?? "{date}", element.url, element.fallback);
    case "color": {
      const swatch = h("span", { class: "swatch", "aria-hidden": "true" });
      if (/^#[0-9a-f]{3,8}$/i.test(element.value ?? "")) swatch.style.backgroundColor = element.value;
      return h("span", { class: "colour" }, swatch, h("code", null, element.value));
    }
    default:
      return unknown("rich text part", element);
  }
}

const parts = (elements) => (elements ?? []).map(part);

function listItems(element) {
  const ordered = element.style === "ordered";
  const indent = Math.min(8, Number(element.indent) || 0);
  const list = h(ordered ? "ol" : "ul", {
    class: `rich-list indent-${indent} ${element.border ? "bordered" : ""}`,
    start: ordered && element.offset ? Number(element.offset) + 1 : null,
  });
  for (const item of element.elements ?? []) list.append(h("li", null, item.elements ? parts(item.elements) : part(item)));
  return list;
}

function piece(element) {
  switch (element.type) {
    case "rich_text_section":
      return h("div", { class: "rich-section" }, parts(element.elements));
    case "rich_text_list":
      return listItems(element);
    case "rich_text_quote":
      return h("blockquote", null, parts(element.elements));
    case "rich_text_preformatted":
      return h("pre", { tabindex: "0" }, parts(element.elements));
    default:
      return unknown("rich text", element);
  }
}

export function richText(block) {
  return h("div", { class: "text rich" }, (block.elements ?? []).map(piece));
}

/** A rich_text inside something else (a table cell, a task); plain text types as well. */
export function cellContent(cell) {
  if (cell === null || cell === undefined) return [];
  if (typeof cell !== "object") return [String(cell)];
  if (cell.type === "rich_text") return (cell.elements ?? []).map(piece);
  if (cell.type === "raw_number") return [cell.text ?? String(cell.value)];
  if (cell.type === "raw_text") return withBreaks(cell.text);
  return [unknown("cell", cell)];
}

/** What a cell says, for sorting and filtering. */
export function cellWords(cell) {
  if (cell?.type === "raw_number") return cell.value;
  const box = document.createElement("div");
  for (const node of cellContent(cell)) box.append(node);
  return box.textContent;
}
