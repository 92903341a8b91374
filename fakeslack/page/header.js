// The line above a conversation: its name, who is in it, tabs of the app, and the way to the sidebar.

import { avatar } from "./avatar.js";
import { h, replace } from "./dom.js";
import { icon } from "./icons.js";
import { botChannel, channel, isBotChannel, partner, person, personName, roleOf, store } from "./store.js";
import { clockTime, currentOffset, dayName, businessNow } from "./time.js";

export function placeName(place) {
  if (place?.kind === "home") return `${store.screen?.app?.name ?? "App"} Home`;
  const here = channel(place?.id);
  if (!here) return "";
  return here.kind === "im" ? personName(partner(here)) || here.name : `#${here.name}`;
}

/** actions: {openSidebar(), goTo(place), toggleTool(name)} */
export function createHeader(root, actions) {
  return {
    draw() {
      const place = store.place;
      const here = place?.kind === "channel" ? channel(place.id) : null;
      const isApp = place?.kind === "home" || isBotChannel(here);
      const openSide = h("button", { type: "button", class: "icon-button only-narrow", "aria-label": "Open the sidebar", "aria-controls": "sidebar" }, icon("menu", 20));
      openSide.addEventListener("click", actions.openSidebar);

      let title;
      let about = null;
      if (isApp) {
        title = [avatar({ bot: true }, 28), h("h1", null, store.screen?.app?.name ?? "App"), h("span", { class: "badge" }, "APP")];
      } else if (here?.kind === "im") {
        const other = person(partner(here)) ?? { id: here.id, name: here.name };
        title = [avatar(other, 28), h("h1", null, other.name)];
        about = roleOf(other);
      } else {
        title = [icon(here?.private ? "lock" : "hash", 20), h("h1", null, here?.name ?? "")];
        about = [here?.topic || null, here?.members?.length ? `${here.members.length} members` : null, here?.ext_shared ? "shared with another organisation" : null, here?.archived ? "archived" : null].filter(Boolean).join(" · ");
      }

      const tab = (label, target, selected) => {
        const button = h("button", { type: "button", class: "tab", "aria-current": selected ? "page" : null }, label);
        button.addEventListener("click", () => actions.goTo(target));
        return button;
      };
      const botIm = botChannel();
      const tabs = isApp
        ? h("nav", { class: "tabs", "aria-label": "App" }, store.screen?.app?.home_tab === false ? null : tab("Home", { kind: "home" }, place.kind === "home"), botIm ? tab("Messages", { kind: "channel", id: botIm.id }, place.kind === "channel") : null)
        : null;

      const shifted = Math.abs(currentOffset()) > 30_000;
      const clock = shifted ? h("button", { type: "button", class: "shifted", title: "The demo's business time" }, icon("clock", 14), `${dayName(businessNow()) === "Today" ? new Intl.DateTimeFormat("en-GB", { weekday: "short" }).format(businessNow()) : dayName(businessNow())} ${clockTime(businessNow())}`) : null;
      clock?.addEventListener("click", () => actions.toggleTool("clock"));

      replace(root, h("div", { class: "head-line" }, openSide, h("div", { class: "head-title" }, title), about ? h("span", { class: "head-about quiet" }, about) : null, h("span", { class: "spacer" }), clock), tabs);
      document.title = `${placeName(place)} · ${store.screen?.team?.name ?? "Fake Slack"}`;
    },
  };
}
