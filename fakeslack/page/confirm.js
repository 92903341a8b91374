import { h, uid } from "./dom.js";
import { textObject } from "./mrkdwn.js";

/** Ask before doing, when the element carries a `confirm`; resolves to whether to go on. */
export function confirmFirst(confirm) {
  if (!confirm) return Promise.resolve(true);
  return new Promise((resolve) => {
    const titleId = uid("confirm");
    const yes = h("button", { type: "button", class: `button ${confirm.style === "danger" ? "danger" : "primary"}` }, textObject(confirm.confirm ?? "Yes"));
    const no = h("button", { type: "button", class: "button" }, textObject(confirm.deny ?? "Cancel"));
    const dialog = h(
      "dialog",
      { class: "dialog confirm", "aria-labelledby": titleId },
      h("div", { class: "dialog-head" }, h("h2", { id: titleId }, textObject(confirm.title ?? "Are you sure?"))),
      h("div", { class: "dialog-body text" }, textObject(confirm.text ?? "")),
      h("div", { class: "dialog-foot" }, no, yes),
    );
    const end = (answer) => {
      dialog.close();
      dialog.remove();
      resolve(answer);
    };
    yes.addEventListener("click", () => end(true));
    no.addEventListener("click", () => end(false));
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      end(false);
    });
    document.body.append(dialog);
    dialog.showModal();
    yes.focus();
  });
}
