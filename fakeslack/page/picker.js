// The emoji picker: five offered first, the rest by group, a search over names.

import { h, place, replace } from "./dom.js";
import { GROUPS } from "./emoji.js";

const RECENT_KEY = "fakeslack.recent";

function recent() {
  try {
    const names = JSON.parse(localStorage.getItem(RECENT_KEY) ?? "[]");
    return Array.isArray(names) ? names.filter((name) => typeof name === "string").slice(0, 8) : [];
  } catch {
    return [];
  }
}

function remember(name) {
  try {
    localStorage.setItem(RECENT_KEY, JSON.stringify([name, ...recent().filter((other) => other !== name)].slice(0, 8)));
  } catch {
    // Only a convenience.
  }
}

/** Open the picker beside `anchor`; `onPick(name, character)` gets the one that was chosen. */
export function openPicker(anchor, onPick, { onClose } = {}) {
  const search = h("input", { type: "search", class: "control", placeholder: "Find a reaction", "aria-label": "Find a reaction", autocomplete: "off", spellcheck: "false" });
  const grid = h("div", { class: "picker-grid" });
  const hint = h("div", { class: "picker-hint quiet", "aria-hidden": "true" });
  const box = h("div", { class: "picker", role: "dialog", "aria-label": "Pick a reaction", popover: "manual" }, search, grid, hint);
  let closed = false;

  const close = (focusBack = true) => {
    if (closed) return;
    closed = true;
    document.removeEventListener("pointerdown", outside, true);
    removeEventListener("resize", close);
    box.remove();
    if (focusBack && anchor.isConnected) anchor.focus({ preventScroll: true });
    onClose?.();
  };
  const outside = (event) => {
    if (!box.contains(event.target)) close(false);
  };
  const pick = (name, character) => {
    remember(name);
    close();
    onPick(name, character);
  };

  const cell = ([name, character]) => {
    const button = h("button", { type: "button", class: "picker-cell", "aria-label": name.replaceAll("_", " "), title: `:${name}:`, dataset: { emoji: name } }, character);
    button.addEventListener("click", () => pick(name, character));
    const tell = () => {
      hint.textContent = `:${name}:`;
    };
    button.addEventListener("mouseenter", tell);
    button.addEventListener("focus", tell);
    return button;
  };

  const draw = () => {
    const wanted = search.value.trim().toLowerCase().replaceAll(":", "").replaceAll(" ", "_");
    const seen = new Set();
    const groups = [];
    const recentNames = recent();
    const all = GROUPS.flatMap(([, entries]) => entries);
    GROUPS.forEach(([title, entries], index) => {
      // Second names of a sign are found by searching; browsing shows each sign once.
      const found = entries.filter(([name, character]) => (wanted ? name.includes(wanted) && !seen.has(name) : !seen.has(character)));
      found.forEach(([name, character]) => seen.add(name).add(character));
      if (found.length) groups.push([title, found]);
      if (index === 0 && !wanted && recentNames.length) {
        const known = recentNames.map((name) => all.find((entry) => entry[0] === name)).filter((entry) => entry && !seen.has(entry[1]));
        if (known.length) groups.push(["Recently used", known]);
      }
    });
    replace(grid, groups.map(([title, entries]) => [h("div", { class: "picker-title" }, title), h("div", { class: "picker-row", role: "group", "aria-label": title }, entries.map(cell))]));
    if (!groups.length) grid.append(h("p", { class: "quiet" }, "Nothing has that name."));
  };

  box.addEventListener("keydown", (event) => {
    const cells = [...grid.querySelectorAll(".picker-cell")];
    const at = cells.indexOf(document.activeElement);
    const move = (to) => {
      event.preventDefault();
      cells[Math.max(0, Math.min(cells.length - 1, to))]?.focus();
    };
    event.stopPropagation();
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && event.target === search) {
      event.preventDefault();
      cells[0]?.click();
    } else if (event.key === "ArrowDown" && event.target === search) move(0);
    else if (at >= 0 && event.key === "ArrowRight") move(at + 1);
    else if (at >= 0 && event.key === "ArrowLeft") move(at - 1);
    else if (at >= 0 && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const here = cells[at].getBoundingClientRect();
      const down = event.key === "ArrowDown";
      const others = cells.filter((other) => {
        const box2 = other.getBoundingClientRect();
        return down ? box2.top > here.bottom - 4 : box2.bottom < here.top + 4;
      });
      const rows = down ? others : others.reverse();
      const edge = rows[0]?.getBoundingClientRect().top;
      const best = rows
        .filter((other) => Math.abs(other.getBoundingClientRect().top - edge) < 4)
        .sort((a, b) => Math.abs(a.getBoundingClientRect().left - here.left) - Math.abs(b.getBoundingClientRect().left - here.left))[0];
      event.preventDefault();
      if (best) best.focus();
      else if (!down) search.focus();
    }
  });
  search.addEventListener("input", draw);

  draw();
  (anchor.closest("dialog") ?? document.body).append(box);
  box.showPopover();
  place(box, anchor, { end: anchor.getBoundingClientRect().left > innerWidth / 2 });
  document.addEventListener("pointerdown", outside, true);
  addEventListener("resize", close);
  search.focus({ preventScroll: true });
  return { close };
}
