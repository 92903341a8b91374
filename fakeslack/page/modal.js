// The stack of modals the server says is open, each a <dialog>; the last one is on top.

import { gesture, Refused } from "./api.js";
import { renderBlocks } from "./blocks/index.js";
import { h, replace, uid } from "./dom.js";
import { complaint } from "./elements/text.js";
import { icon } from "./icons.js";
import { textObject, wordsOf } from "./mrkdwn.js";
import { store } from "./store.js";
import { createSurface, explain } from "./surface.js";
import { whileBusy } from "./elements/buttons.js";
import { avatar } from "./avatar.js";

const isEmpty = (value) => value === undefined || value === null || (typeof value === "string" && value.trim() === "") || (Array.isArray(value) && value.length === 0);

const lookOf = (view) => JSON.stringify([view.blocks, view.title, view.submit, view.close, view.hash]);

function inputsOf(view) {
  return (view.blocks ?? []).filter((block) => block.type === "input" && block.element);
}

/** onChange() is called after anything that may have changed the stack. */
export function createModals({ onChange }) {
  /** view id → open dialog */
  const open = new Map();
  /** What had the focus before the first modal. */
  let cameFrom = null;

  const make = (view) => {
    const titleId = uid("modal");
    const state = { view, look: "", surface: null, closing: false };
    const title = h("h2", { id: titleId });
    const head = h("div", { class: "dialog-head" });
    const notice = h("p", { class: "dialog-notice", role: "alert", hidden: true });
    const body = h("div", { class: "dialog-body" });
    const foot = h("div", { class: "dialog-foot" });
    const form = h("form", { class: "dialog-form", novalidate: true }, head, notice, body, foot);
    const dialog = h("dialog", { class: "dialog modal", "aria-labelledby": titleId, dataset: { viewId: view.id, callbackId: view.callback_id } }, form);

    const say = (text) => {
      notice.textContent = text ?? "";
      notice.hidden = !text;
    };

    const close = async () => {
      if (state.closing) return;
      state.closing = true;
      // Gone at once, so that a second Escape means the view below; the server's word comes after.
      dialog.close();
      try {
        await gesture("close", { as: store.as, view_id: view.id });
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        // A view the server no longer has is closed all the same.
      }
      state.closing = false;
      onChange();
    };

    const showErrors = (errors) => {
      let first = null;
      for (const [blockId, field] of state.surface.fields) {
        const message = errors[blockId];
        field.setError(message);
        if (message && !first) first = field;
      }
      const stray = Object.entries(errors).filter(([blockId]) => !state.surface.fields.has(blockId));
      say(stray.map(([, message]) => message).join(" "));
      first?.focus();
    };

    const submit = async () => {
      say(null);
      document.activeElement?.blur?.();
      const errors = {};
      const values = {};
      for (const block of inputsOf(state.view)) {
        const value = state.surface.valueOf(block, block.element);
        if (isEmpty(value)) {
          if (!block.optional) errors[block.block_id] = "Please complete this required field.";
        } else {
          const wrong = complaint(block.element, value);
          if (wrong) errors[block.block_id] = wrong;
        }
        (values[block.block_id] ??= {})[block.element.action_id] = isEmpty(value) ? null : value;
      }
      if (Object.keys(errors).length) {
        showErrors(errors);
        return;
      }
      await state.surface.settled();
      try {
        const answer = await gesture("submit", { as: store.as, view_id: view.id, values });
        if (answer.errors && Object.keys(answer.errors).length) showErrors(answer.errors);
        else if (answer.failure) say(`The app's answer could not be shown (${answer.failure}). ${(answer.messages ?? []).join(" ")}`);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        say(`${explain(error)} Nothing was sent; you can try again.`);
      }
      onChange();
    };

    const draw = (next, depth) => {
      const look = `${depth > 0}${lookOf(next)}`;
      state.view = next;
      if (look === state.look) return;
      state.look = look;
      const focused = dialog.contains(document.activeElement) ? document.activeElement.dataset?.actionId : null;
      const before = state.surface;
      const surface = createSurface({ kind: "modal", target: { view_id: next.id }, state: next.state });
      // What was typed stays typed when the app redraws the same fields.
      if (before) {
        for (const block of next.blocks ?? []) {
          for (const element of [block.element, block.accessory, ...(block.elements ?? [])]) {
            if (!element?.action_id) continue;
            const old = (previous.blocks ?? []).some((other) => other.block_id === block.block_id && [other.element, other.accessory, ...(other.elements ?? [])].some((twin) => twin?.action_id === element.action_id));
            const value = old ? before.valueOf(block, element) : undefined;
            if (value !== undefined) surface.keep(block, element, value);
          }
        }
      }
      previous = next;
      state.surface = surface;
      dialog.setAttribute("aria-label", wordsOf(next.title));

      const goesBack = depth > 0;
      const leave = h("button", { type: "button", class: "icon-button", "aria-label": goesBack ? "Back" : "Close dialog" }, icon(goesBack ? "back" : "close", 18));
      leave.addEventListener("click", close);
      replace(title, textObject(next.title));
      replace(head, goesBack ? leave : null, avatar({ bot: true }, 28), title, goesBack ? null : leave);
      replace(body, renderBlocks(next.blocks, surface));

      const needsSubmit = Boolean(next.submit);
      const cancel = h("button", { type: "button", class: "button" }, next.close ? textObject(next.close) : goesBack ? "Back" : needsSubmit ? "Cancel" : "Close");
      cancel.addEventListener("click", close);
      const send = needsSubmit ? h("button", { type: "submit", class: "button primary", "data-submit": "yes" }, next.submit ? textObject(next.submit) : "Submit") : null;
      replace(foot, cancel, send);
      for (const [blockId, message] of Object.entries(next.errors ?? {})) surface.fields.get(blockId)?.setError(message);
      if (focused) body.querySelector(`[data-action-id="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    };
    let previous = view;

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const button = form.querySelector("[data-submit]");
      if (button) whileBusy(button, submit);
    });
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      close();
    });
    return { dialog, draw, body, isClosing: () => state.closing };
  };

  const startFocus = (modal) => {
    const wanted = modal.body.querySelector('[data-autofocus="yes"]') ?? modal.body.querySelector("input:not([type=file]):not([disabled]),textarea:not([disabled])");
    (wanted ?? modal.dialog.querySelector("[data-submit]") ?? modal.dialog.querySelector(".dialog-foot .button"))?.focus();
  };

  return {
    /** Make the page agree with the stack, bottom first. */
    show(views) {
      const ids = new Set(views.map((view) => view.id));
      let removed = false;
      for (const [id, modal] of [...open]) {
        if (ids.has(id)) continue;
        modal.dialog.close();
        modal.dialog.remove();
        open.delete(id);
        removed = true;
      }
      views.forEach((view, depth) => {
        let modal = open.get(view.id);
        const isNew = !modal;
        if (isNew) {
          if (!open.size) cameFrom = document.activeElement;
          modal = make(view);
          open.set(view.id, modal);
          document.body.append(modal.dialog);
        }
        modal.draw(view, depth);
        modal.dialog.classList.toggle("is-under", depth < views.length - 1);
        if (!modal.dialog.open && !modal.isClosing()) {
          modal.dialog.showModal();
          if (isNew) startFocus(modal);
        }
      });
      if (removed && !open.size) {
        const back = cameFrom?.isConnected ? cameFrom : document.querySelector(".composer-field");
        back?.focus({ preventScroll: true });
        cameFrom = null;
      }
    },
    get count() {
      return open.size;
    },
  };
}
