import { h } from "./dom.js";
import { icon } from "./icons.js";

const HUES = 10;

function hash(text) {
  let value = 7;
  for (const character of String(text)) value = (value * 31 + character.codePointAt(0)) % 9973;
  return value;
}

const initials = (name) =>
  String(name ?? "?")
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => [...word][0])
    .slice(0, 2)
    .join("")
    .toUpperCase();

/** A square with initials in the person's colour; apps get a mark instead. Decoration only. */
export function avatar(someone, size = 36) {
  const bot = someone?.bot || someone?.is_bot;
  const node = h("span", { class: `avatar avatar-${size} ${bot ? "avatar-bot" : `hue-${hash(someone?.id ?? someone?.name) % HUES}`}`, "aria-hidden": "true" }, bot ? icon("bolt", Math.round(size * 0.58)) : initials(someone?.name));
  if (!bot && /^#?[0-9a-f]{6}$/i.test(someone?.avatar_color ?? "")) {
    node.style.backgroundColor = `#${someone.avatar_color.replace("#", "")}`;
  }
  return node;
}
