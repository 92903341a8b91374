// Light, dark, or as the system says. The toggle remembers.

const KEY = "fakeslack.theme";
const dark = matchMedia("(prefers-color-scheme: dark)");

function chosen() {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === "light" || kept === "dark" ? kept : null;
  } catch {
    return null;
  }
}

export function theme() {
  return document.documentElement.dataset.theme ?? (dark.matches ? "dark" : "light");
}

export function applyTheme() {
  document.documentElement.dataset.theme = chosen() ?? (dark.matches ? "dark" : "light");
}

/** Turn to the other one; the system's own choice is what is kept when they agree. */
export function nextTheme() {
  const next = theme() === "dark" ? "light" : "dark";
  const system = dark.matches ? "dark" : "light";
  try {
    if (next === system) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, next);
  } catch {
    // It then lasts until the next load.
  }
  document.documentElement.dataset.theme = next;
}

dark.addEventListener("change", applyTheme);
