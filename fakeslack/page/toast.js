import { h } from "./dom.js";
import { icon } from "./icons.js";

/**
 * A short note at the edge of the page that goes by itself; read out by screen readers.
 * Of one `topic` only the newest is shown.
 */
export function toast(text, kind = "plain", topic = null) {
  // In the top layer of an open dialog the page's own toasts would be hidden behind it.
  const dialogs = [...document.querySelectorAll("dialog[open]")];
  const home = document.getElementById("toasts");
  const box = dialogs.length ? (dialogs.at(-1).querySelector(".toasts") ?? dialogs.at(-1).appendChild(h("div", { class: "toasts", role: "status" }))) : home;
  const close = h("button", { type: "button", class: "icon-button small", "aria-label": "Dismiss" }, icon("close", 14));
  const note = h("div", { class: `toast toast-${kind}`, dataset: { topic } }, h("span", null, text), close);
  const away = () => note.remove();
  close.addEventListener("click", away);
  if (topic) document.querySelectorAll(`.toast[data-topic="${CSS.escape(topic)}"]`).forEach((other) => other.remove());
  box.append(note);
  while (box.childElementCount > 4) box.firstElementChild.remove();
  setTimeout(away, kind === "bad" ? 9000 : 5000);
}
