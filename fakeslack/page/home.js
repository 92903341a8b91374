// The app's Home tab.

import { gesture, Refused } from "./api.js";
import { renderBlocks } from "./blocks/index.js";
import { h, replace } from "./dom.js";
import { store } from "./store.js";
import { createSurface, explain } from "./surface.js";

export function createHome() {
  const body = h("div", { class: "home-body" });
  const root = h("div", { class: "home", tabindex: "0", role: "region", "aria-label": "Home" }, body);
  let shown = null;
  let opened = false;
  let refusal = null;

  const draw = () => {
    const view = store.screen?.home;
    const key = JSON.stringify(view?.blocks ?? null);
    if (key === shown && body.childElementCount) return;
    shown = key;
    const focused = body.contains(document.activeElement) ? document.activeElement.dataset?.actionId : null;
    const surface = createSurface({ kind: "home", target: { home: true, view_id: view?.id }, state: view?.state });
    const app = store.screen?.app?.name ?? "The app";
    replace(body, view?.blocks?.length ? renderBlocks(view.blocks, surface) : h("p", { class: "home-empty quiet" }, refusal ?? (opened ? `${app} has not put anything here yet.` : "Opening …")));
    if (focused) body.querySelector(`[data-action-id="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  };

  return {
    root,
    draw,
    async open() {
      try {
        await gesture("open_home", { as: store.as });
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        refusal = explain(error);
      }
      opened = true;
      if (!store.screen?.home) shown = null;
      draw();
    },
  };
}
