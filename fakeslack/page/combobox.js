// One list to choose from, single or multiple, local or asked for: the widget behind every select.

import { h, place, replace, uid } from "./dom.js";
import { icon } from "./icons.js";

/**
 * `load(query)` gives groups, or a promise of them when `remote`: [{label, options: [{value, label, words, hint}]}], `label` being nodes.
 * `chosen` is the starting selection; `onChange(options)` gets the new one.
 */
export function combobox({ name, labelId, describedBy, placeholder, multi = false, chosen = [], load, remote = false, minQuery = 0, max = Infinity, disabled = false, clearable = false, actionId, onChange, required = false }) {
  let selection = [...chosen];
  let groups = [];
  let flat = [];
  let active = -1;
  let isOpen = false;
  let request = 0;
  let before = "";
  const listId = uid("list");

  const field = h("input", {
    type: "text",
    class: "combo-field",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": listId,
    "aria-label": labelId ? null : name,
    "aria-labelledby": labelId ?? null,
    "aria-describedby": describedBy ?? null,
    "aria-required": required ? "true" : null,
    disabled,
    dataset: { actionId },
  });
  const chips = h("span", { class: "chips" });
  const clear = h("button", { type: "button", class: "combo-clear", "aria-label": "Clear", tabindex: "-1" }, icon("close", 14));
  const box = h("div", { class: `combo control ${multi ? "combo-multi" : ""} ${disabled ? "is-disabled" : ""}` }, chips, field, clear, h("span", { class: "combo-caret", "aria-hidden": "true" }, icon("down", 14)));
  const list = h("div", { class: "listbox", role: "listbox", id: listId, "aria-label": name, "aria-multiselectable": multi ? "true" : null, popover: "manual" });
  const node = h("div", { class: "combo-holder" }, box);

  const same = (a, b) => a.length === b.length && a.every((item, index) => item.value === b[index].value);
  const signature = () => selection.map((option) => option.value).join("\n");

  const show = () => {
    field.placeholder = multi && selection.length ? "" : (placeholder ?? "Select an item");
    if (!multi) field.value = selection[0]?.words ?? "";
    else field.value = "";
    clear.hidden = !(clearable && !multi && selection.length);
    replace(
      chips,
      multi
        ? selection.map((option) => {
            const remove = h("button", { type: "button", class: "chip-remove", "aria-label": `Remove ${option.words}`, tabindex: "-1" }, icon("close", 12));
            remove.addEventListener("click", (event) => {
              event.stopPropagation();
              change(selection.filter((other) => other.value !== option.value));
              if (!isOpen) settle();
            });
            return h("span", { class: "chip" }, h("span", null, option.words), remove);
          })
        : null,
    );
  };

  const change = (next) => {
    if (same(next, selection)) return;
    selection = next;
    show();
    if (isOpen && multi) drawList();
  };

  /** Tell the outside, once, what the selection became. */
  const settle = () => {
    if (signature() === before) return;
    before = signature();
    onChange(selection);
  };

  const drawList = (note = null) => {
    flat = [];
    const chosenValues = new Set(selection.map((option) => option.value));
    replace(
      list,
      groups.map((group) => {
        const items = group.options.map((option) => {
          const index = flat.length;
          flat.push(option);
          const item = h(
            "div",
            { class: "option", role: "option", id: `${listId}-${index}`, "aria-selected": String(chosenValues.has(option.value)), dataset: { value: option.value } },
            option.before ?? null,
            h("span", { class: "option-words" }, h("span", null, option.label()), option.hint ? h("span", { class: "option-hint" }, option.hint()) : null),
            h("span", { class: "option-check" }, chosenValues.has(option.value) ? icon("check", 14) : null),
          );
          item.addEventListener("pointerdown", (event) => event.preventDefault());
          item.addEventListener("click", () => take(option));
          item.addEventListener("pointermove", () => mark(index, false));
          return item;
        });
        if (!items.length) return null;
        return group.label ? h("div", { role: "group", "aria-label": group.label }, h("div", { class: "option-group", "aria-hidden": "true" }, group.label), items) : items;
      }),
    );
    if (note || !flat.length) list.append(h("div", { class: "listbox-note", role: "status" }, note ?? "No results"));
    mark(Math.min(active, flat.length - 1));
    place(list, box, { matchWidth: true });
  };

  const mark = (index, scroll = true) => {
    list.querySelector(".is-active")?.classList.remove("is-active");
    active = index;
    const item = index >= 0 ? document.getElementById(`${listId}-${index}`) : null;
    if (item) {
      item.classList.add("is-active");
      field.setAttribute("aria-activedescendant", item.id);
      if (scroll) item.scrollIntoView({ block: "nearest" });
    } else {
      field.removeAttribute("aria-activedescendant");
    }
  };

  const fill = (query, found) => {
    groups = found ?? [];
    active = query || !selection.length ? 0 : -1;
    drawList();
  };

  /** Local lists are there at once, so that typing and Enter cannot outrun them. */
  const refresh = async (query) => {
    request += 1;
    const mine = request;
    if (!remote) {
      fill(query, load(query));
      return;
    }
    groups = [];
    if (query.length < minQuery) {
      drawList(`Type ${minQuery === 1 ? "a letter" : `${minQuery} letters`} to search`);
      return;
    }
    drawList("Searching …");
    const answer = await load(query);
    if (mine === request && isOpen) fill(query, answer);
  };

  let waiting = null;
  const open = () => {
    if (isOpen || disabled) return;
    isOpen = true;
    groups = [];
    node.append(list);
    list.showPopover();
    field.setAttribute("aria-expanded", "true");
    box.classList.add("is-open");
    place(list, box, { matchWidth: true });
    document.addEventListener("scroll", follow, true);
    if (!multi) field.select();
    refresh("");
  };
  const follow = (event) => {
    if (!list.contains(event.target)) place(list, box, { matchWidth: true });
  };
  const close = () => {
    if (!isOpen) return;
    isOpen = false;
    request += 1;
    clearTimeout(waiting);
    document.removeEventListener("scroll", follow, true);
    list.hidePopover();
    list.remove();
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
    box.classList.remove("is-open");
    show();
    settle();
  };

  const take = (option) => {
    if (!multi) {
      selection = [option];
      close();
      return;
    }
    const has = selection.some((other) => other.value === option.value);
    if (!has && selection.length >= max) return;
    change(has ? selection.filter((other) => other.value !== option.value) : [...selection, option]);
    if (field.value) {
      field.value = "";
      refresh("");
    }
  };

  box.addEventListener("pointerdown", (event) => {
    if (disabled || event.target.closest("button")) return;
    if (event.target !== field) event.preventDefault();
    if (isOpen && event.target !== field) close();
    else {
      field.focus();
      open();
    }
  });
  clear.addEventListener("click", () => {
    selection = [];
    show();
    settle();
  });
  field.addEventListener("input", () => {
    if (!isOpen) open();
    clearTimeout(waiting);
    const query = field.value.trim();
    if (!remote) {
      refresh(query);
      return;
    }
    request += 1;
    groups = [];
    drawList("Searching …");
    waiting = setTimeout(() => refresh(query), 220);
  });
  field.addEventListener("blur", () => setTimeout(() => {
    if (!node.contains(document.activeElement)) close();
  }, 0));
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen) open();
      else if (flat.length) mark((active + (event.key === "ArrowDown" ? 1 : -1) + flat.length) % flat.length);
    } else if (event.key === "Enter") {
      if (isOpen) {
        event.preventDefault();
        if (flat[active]) take(flat[active]);
      } else {
        event.preventDefault();
        open();
      }
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "Backspace" && multi && !field.value && selection.length) {
      change(selection.slice(0, -1));
      if (!isOpen) settle();
    } else if (event.key === "Tab") {
      close();
    }
  });

  before = signature();
  show();
  return node;
}
