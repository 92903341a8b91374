import { h } from "../dom.js";
import { icon } from "../icons.js";

/** The frame of a tool at the side. */
export function panel(title, about, onClose, ...content) {
  const close = h("button", { type: "button", class: "icon-button", "aria-label": `Close ${title.toLowerCase()}` }, icon("close", 18));
  close.addEventListener("click", onClose);
  const root = h("section", { class: "side-panel tool-panel", "aria-label": title }, h("header", { class: "panel-head" }, h("h2", null, title), close), h("div", { class: "panel-body" }, about ? h("p", { class: "panel-about quiet" }, about) : null, content));
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) onClose();
  });
  return root;
}
