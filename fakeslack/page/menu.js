// A menu beside a button: role menu, arrow keys, type to jump, Escape gives the focus back.

import { h, place } from "./dom.js";

/**
 * Make `button` open a menu. `items()` is asked at each opening and gives, in order,
 * {label, hint?, before?, checked?, danger?, disabled?, run} or {heading} or "-".
 */
export function menuButton(button, items, { label, end = false, above = false, className = "" } = {}) {
  button.setAttribute("aria-haspopup", "menu");
  button.setAttribute("aria-expanded", "false");
  let open = null;
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    if (open) {
      open.close();
      return;
    }
    open = openMenu(button, items(), {
      label,
      end,
      above,
      className,
      onClose() {
        open = null;
        button.setAttribute("aria-expanded", "false");
      },
    });
    button.setAttribute("aria-expanded", "true");
  });
  button.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && !open) {
      event.preventDefault();
      button.click();
    }
  });
}

/** The sidebar may have been drawn anew while its menu was open: the same button as it is now. */
function drawnAnew(anchor) {
  if (anchor.isConnected || !anchor.dataset.place) return anchor;
  return document.querySelector(`[data-place="${CSS.escape(anchor.dataset.place)}"]`) ?? anchor;
}

/** Open a menu now, beside `anchor`. */
export function openMenu(anchor, items, { label, end = false, above = false, className = "", onClose } = {}) {
  const menu = h("div", { class: `menu ${className}`, role: "menu", "aria-label": label, popover: "manual" });
  let closed = false;

  const close = (focusBack = true) => {
    if (closed) return;
    closed = true;
    document.removeEventListener("pointerdown", outside, true);
    removeEventListener("resize", away);
    removeEventListener("blur", away);
    menu.remove();
    if (focusBack) drawnAnew(anchor).focus({ preventScroll: true });
    onClose?.();
  };
  const away = () => close(false);
  const outside = (event) => {
    if (!menu.contains(event.target) && !anchor.contains(event.target)) close(false);
  };

  for (const item of items) {
    if (item === "-") {
      menu.append(h("div", { class: "menu-rule", role: "separator" }));
    } else if (item.heading) {
      menu.append(h("div", { class: "menu-heading", role: "presentation" }, item.heading));
    } else {
      const entry = h(
        "button",
        {
          type: "button",
          class: `menu-item ${item.danger ? "is-danger" : ""} ${item.checked ? "is-checked" : ""}`,
          role: item.checked === undefined ? "menuitem" : "menuitemradio",
          "aria-checked": item.checked === undefined ? null : String(item.checked),
          disabled: item.disabled,
          tabindex: "-1",
        },
        item.before ?? null,
        h("span", { class: "menu-words" }, h("span", { class: "menu-label" }, item.label), item.hint ? h("span", { class: "menu-hint" }, item.hint) : null),
        item.after ?? null,
      );
      entry.addEventListener("click", () => {
        close();
        item.run?.();
      });
      menu.append(entry);
    }
  }

  const entries = () => [...menu.querySelectorAll(".menu-item:not([disabled])")];
  let typed = "";
  let typedAt = 0;
  menu.addEventListener("keydown", (event) => {
    const list = entries();
    const at = list.indexOf(document.activeElement);
    const go = (index) => {
      event.preventDefault();
      list[(index + list.length) % list.length]?.focus();
    };
    if (event.key === "ArrowDown") go(at + 1);
    else if (event.key === "ArrowUp") go(at - 1);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(list.length - 1);
    else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "Tab") {
      close();
    } else if (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey) {
      typed = Date.now() - typedAt > 700 ? event.key : typed + event.key;
      typedAt = Date.now();
      const found = list.find((entry) => entry.textContent.trim().toLowerCase().startsWith(typed.toLowerCase()));
      if (found) found.focus();
    }
    event.stopPropagation();
  });

  (anchor.closest("dialog") ?? document.body).append(menu);
  menu.showPopover();
  place(menu, anchor, { end, above });
  document.addEventListener("pointerdown", outside, true);
  addEventListener("resize", away);
  (menu.querySelector(".is-checked") ?? entries()[0])?.focus({ preventScroll: true });
  return { close };
}
