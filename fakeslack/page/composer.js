// Where messages and slash commands are written.

import { gesture, Refused } from "./api.js";
import { avatar } from "./avatar.js";
import { h, place, replace, uid } from "./dom.js";
import { icon } from "./icons.js";
import { menuButton } from "./menu.js";
import { openPicker } from "./picker.js";
import { roleOf, store } from "./store.js";
import { explain } from "./surface.js";
import { toast } from "./toast.js";
import { uploadFile } from "./upload.js";

/** What was being written, by place, for as long as the page is open. */
const drafts = new Map();

/** Commands the text so far may become: [{command, description, usage_hint}]. */
function commandsFor(text) {
  if (!text.startsWith("/") || /\s/.test(text)) return [];
  return (store.screen?.commands ?? []).filter((item) => item.command.startsWith(text.toLowerCase()));
}

/** The "@na" or "#na" being typed before the caret, or null. */
function mentionBefore(text, caret) {
  const found = /(^|[\s(])([@#])([\p{L}\p{N}._-]*)$/u.exec(text.slice(0, caret));
  return found ? { sign: found[2], query: found[3].toLowerCase(), from: caret - found[3].length - 1 } : null;
}

/**
 * options: channelId, threadTs?, name (of the place), onSent(kind), disabledReason?
 */
export function createComposer({ channelId, threadTs = null, name, onSent, disabledReason = null }) {
  const key = () => `${store.as}\n${channelId}\n${threadTs ?? ""}`;
  const listId = uid("completion");
  /** Names put in by completion: "@Rita Alvarez" → {id: "<@U0RITA>", handle: "@rita"}. */
  const mentions = new Map();
  let offers = [];
  let active = 0;
  let sending = false;

  const field = h("textarea", {
    class: "composer-field",
    rows: "1",
    placeholder: threadTs ? "Reply …" : `Message ${name}`,
    "aria-label": threadTs ? "Reply in thread" : `Message ${name}`,
    "aria-autocomplete": "list",
    "aria-controls": listId,
    "aria-haspopup": "listbox",
    autocomplete: "off",
    spellcheck: "false",
  });
  const hint = h("div", { class: "composer-hint quiet", "aria-live": "polite" });
  const list = h("div", { class: "listbox completion", role: "listbox", id: listId, "aria-label": "Suggestions", popover: "manual" });
  const plus = h("button", { type: "button", class: "icon-button composer-plus", "aria-label": "Shortcuts and files", title: "Shortcuts and files" }, icon("plus", 18));
  const smile = h("button", { type: "button", class: "icon-button", "aria-label": "Insert emoji", title: "Insert emoji" }, icon("smile", 18));
  const slash = h("button", { type: "button", class: "icon-button composer-slash", "aria-label": "Slash commands", title: "Slash commands" }, "/");
  const send = h("button", { type: "submit", class: "send", "aria-label": "Send", title: "Send (Enter)", disabled: true }, icon("send", 16));
  const file = h("input", { type: "file", class: "sr-only", tabindex: "-1", "aria-hidden": "true", multiple: true });
  const box = h("form", { class: "composer", "aria-label": threadTs ? "Reply" : "New message" }, field, h("div", { class: "composer-bar" }, plus, smile, threadTs ? null : slash, h("span", { class: "spacer" }), hint, send), file, list);
  const root = h("div", { class: "composer-holder" }, disabledReason ? h("p", { class: "composer-closed" }, disabledReason) : box);

  const grow = () => {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, 220)}px`;
  };

  const closeList = () => {
    if (!offers.length) return;
    offers = [];
    list.hidePopover();
    field.removeAttribute("aria-activedescendant");
  };

  const mark = (index) => {
    active = (index + offers.length) % offers.length;
    [...list.children].forEach((item, n) => {
      item.classList.toggle("is-active", n === active);
      item.setAttribute("aria-selected", String(n === active));
    });
    const item = list.children[active];
    item?.scrollIntoView({ block: "nearest" });
    if (item) field.setAttribute("aria-activedescendant", item.id);
  };

  const offer = (found) => {
    if (!found.length) {
      closeList();
      return;
    }
    offers = found;
    replace(
      list,
      found.map((item, index) => {
        const node = h("div", { class: "option", role: "option", id: `${listId}-${index}` }, item.before ?? null, h("span", { class: "option-words" }, h("span", { class: "option-main" }, item.title, item.usage ? h("span", { class: "option-usage" }, ` ${item.usage}`) : null), item.detail ? h("span", { class: "option-hint" }, item.detail) : null));
        node.addEventListener("pointerdown", (event) => event.preventDefault());
        node.addEventListener("click", () => {
          active = index;
          accept();
        });
        return node;
      }),
    );
    if (!list.matches(":popover-open")) list.showPopover();
    list.style.width = `${Math.min(box.clientWidth, 520)}px`;
    place(list, box, { above: true });
    mark(0);
  };

  const accept = () => {
    const item = offers[active];
    closeList();
    item?.take();
    field.focus();
    changed();
  };

  const put = (text, from, to) => {
    field.setRangeText(text, from, to, "end");
  };

  const suggest = () => {
    const text = field.value;
    if (!threadTs && text.startsWith("/")) {
      const exact = (store.screen?.commands ?? []).find((item) => text.split(/\s/)[0] === item.command);
      hint.textContent = exact && /\s/.test(text) ? `${exact.command} ${exact.usage_hint ?? ""}` : "";
      offer(
        commandsFor(text).map((item) => ({
          title: item.command,
          usage: item.usage_hint,
          detail: item.description,
          before: h("span", { class: "offer-sign" }, icon("bolt", 16)),
          take: () => put(`${item.command} `, 0, field.value.length),
        })),
      );
      return;
    }
    hint.textContent = "";
    const found = mentionBefore(text, field.selectionStart);
    if (!found) {
      offer([]);
      return;
    }
    const fits = (words) => words.toLowerCase().split(/\s+/).some((word) => word.startsWith(found.query)) || words.toLowerCase().startsWith(found.query);
    const insert = (shown, wire) => () => {
      mentions.set(shown, wire);
      put(`${shown} `, found.from, field.selectionStart);
    };
    const entries =
      found.sign === "@"
        ? (store.screen?.people ?? []).filter((item) => !item.deleted && fits(item.name)).map((item) => ({ title: item.name, detail: roleOf(item), before: avatar(item, 20), take: insert(`@${item.name}`, { id: `<@${item.id}>`, handle: `@${item.handle ?? item.name}` }) }))
        : (store.screen?.channels ?? []).filter((item) => item.kind !== "im" && fits(item.name)).map((item) => ({ title: item.name, before: h("span", { class: "offer-sign" }, icon("hash", 14)), take: insert(`#${item.name}`, { id: `<#${item.id}>`, handle: `#${item.name}` }) }));
    offer(entries.slice(0, 8));
  };

  const changed = () => {
    send.disabled = !field.value.trim() || sending;
    drafts.set(key(), field.value);
    grow();
  };

  /** Completed names as the server reads them: ids in a message, handles in a command. */
  const wire = (text, asCommand) => {
    let result = text;
    for (const [shown, { id, handle }] of [...mentions].sort((a, b) => b[0].length - a[0].length)) result = result.replaceAll(shown, asCommand ? handle : id);
    return result;
  };

  const post = async () => {
    const text = field.value.trim();
    if (!text || sending) return;
    closeList();
    sending = true;
    const command = !threadTs && text.startsWith("/");
    field.value = "";
    hint.textContent = "";
    changed();
    try {
      if (command) {
        send.setAttribute("aria-busy", "true");
        await gesture("command", { as: store.as, channel: channelId, text: wire(text, true) });
      } else {
        await gesture("say", { as: store.as, channel: channelId, text: wire(text, false), thread_ts: threadTs ?? undefined });
      }
      mentions.clear();
      onSent?.(command ? "command" : "say");
    } catch (error) {
      if (!field.value) field.value = text;
      if (!(error instanceof Refused)) throw error;
      toast(explain(error), "bad");
    } finally {
      send.removeAttribute("aria-busy");
      sending = false;
      changed();
    }
  };

  const upload = async (files) => {
    for (const one of files) {
      try {
        await uploadFile(one, { channel: channelId, threadTs: threadTs ?? undefined });
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        toast(explain(error), "bad");
      }
    }
    onSent?.("upload");
  };

  field.addEventListener("input", () => {
    changed();
    suggest();
  });
  field.addEventListener("blur", () => setTimeout(closeList, 0));
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (offers.length) {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        mark(active + (event.key === "ArrowDown" ? 1 : -1));
        return;
      }
      if (event.key === "Tab" || (event.key === "Enter" && offers[active]?.title !== field.value.trim())) {
        event.preventDefault();
        accept();
        return;
      }
      if (event.key === "Escape") {
        event.preventDefault();
        event.stopPropagation();
        closeList();
        return;
      }
    }
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      post();
    }
  });
  box.addEventListener("submit", (event) => {
    event.preventDefault();
    post();
  });
  smile.addEventListener("click", () =>
    openPicker(smile, (emoji) => {
      put(`:${emoji}:`, field.selectionStart, field.selectionEnd);
      changed();
      field.focus();
    }),
  );
  slash.addEventListener("click", () => {
    if (!field.value.startsWith("/")) field.value = "/";
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
    changed();
    suggest();
  });
  menuButton(
    plus,
    () => {
      const shortcuts = (store.screen?.shortcuts ?? []).filter((shortcut) => shortcut.type !== "message");
      return [
        { label: "Upload a file", hint: "From your computer", before: icon("file", 16), run: () => file.click() },
        ...(shortcuts.length ? ["-", { heading: `${store.screen?.app?.name ?? "App"} shortcuts` }] : []),
        ...shortcuts.map((shortcut) => ({
          label: shortcut.name,
          hint: shortcut.description,
          before: icon("bolt", 16),
          async run() {
            try {
              await gesture("shortcut", { as: store.as, callback_id: shortcut.callback_id });
            } catch (error) {
              if (!(error instanceof Refused)) throw error;
              toast(explain(error), "bad");
            }
          },
        })),
      ];
    },
    { label: "Shortcuts and files", above: true },
  );
  file.addEventListener("change", () => {
    upload([...file.files]);
    file.value = "";
  });
  box.addEventListener("dragover", (event) => {
    event.preventDefault();
    box.classList.add("is-dropping");
  });
  box.addEventListener("dragleave", () => box.classList.remove("is-dropping"));
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    box.classList.remove("is-dropping");
    upload([...event.dataTransfer.files]);
  });

  field.value = drafts.get(key()) ?? "";
  queueMicrotask(changed);
  return { root, focus: () => (disabledReason ? null : field.focus({ preventScroll: true })) };
}
