// The workspace at the left: who is looking, apps, channels, direct messages, tools.

import { avatar } from "./avatar.js";
import { h, replace } from "./dom.js";
import { icon } from "./icons.js";
import { menuButton } from "./menu.js";
import { isBotChannel, me, partner, person, personName, roleOf, store } from "./store.js";
import { nextTheme, theme } from "./theme.js";

const TOOLS = [
  ["weather", "Weather", "cloud", "Make Slack misbehave"],
  ["clock", "Clock", "clock", "Move the business time"],
  ["traffic", "Traffic", "traffic", "What went both ways"],
];

/** actions: {goTo(place), switchTo(personId), toggleTool(name), join(channelId), talkTo(personId)} */
export function createSidebar(root, actions) {
  const unreadMark = (count) => (count ? h("span", { class: "unread-count" }, String(count), h("span", { class: "sr-only" }, " unread")) : null);

  const item = ({ id, current, unread, before, label, after, onClick, muted }) => {
    const button = h(
      "button",
      { type: "button", class: `side-item ${unread ? "has-unread" : ""} ${muted ? "is-muted" : ""}`, "aria-current": current ? "page" : null, dataset: { place: id } },
      before,
      h("span", { class: "side-label" }, label),
      after ?? null,
      unreadMark(unread),
    );
    button.addEventListener("click", onClick);
    return h("li", null, button);
  };

  const section = (title, items) => (items.length ? h("section", { class: "side-section", "aria-label": title }, h("h2", null, title), h("ul", null, items)) : null);

  const personBadge = (someone) => (someone?.stranger_team ? "EXT" : someone?.guest ? "GUEST" : null);

  const switcher = () => {
    const self = me();
    const button = h(
      "button",
      { type: "button", class: "switcher", "aria-label": `You are ${self?.name ?? ""}${roleOf(self) ? `, ${roleOf(self)}` : ""}. Switch person`, dataset: { as: store.as } },
      avatar(self, 36),
      h("span", { class: "switcher-words" }, h("span", { class: "switcher-name" }, self?.name ?? "Someone"), h("span", { class: "switcher-role" }, roleOf(self) || "member")),
      icon("down", 16),
    );
    menuButton(
      button,
      () => [
        { heading: "Look at the workspace as" },
        ...(store.screen?.people ?? [])
          .filter((someone) => !someone.bot && !someone.is_bot && !someone.deleted)
          .map((someone) => ({
            label: someone.name,
            hint: roleOf(someone),
            before: avatar(someone, 28),
            after: personBadge(someone) ? h("span", { class: "badge badge-away" }, personBadge(someone)) : null,
            checked: someone.id === store.as,
            run: () => actions.switchTo(someone.id),
          })),
      ],
      { label: "Switch person", className: "menu-people" },
    );
    return button;
  };

  /** A line at the end of a section that opens a menu. */
  const more = (id, label, items, menuLabel) => {
    const button = h("button", { type: "button", class: "side-item tool-item", dataset: { place: id } }, icon("plus", 16), h("span", { class: "side-label" }, label));
    menuButton(button, items, { label: menuLabel });
    return h("li", null, button);
  };

  const toJoin = () => {
    const others = store.screen?.browse ?? [];
    if (!others.length) return [{ heading: "You are in every channel that is open to you" }];
    return [
      { heading: "Channels you are not in" },
      ...others.map((one) => ({
        label: one.name,
        hint: one.members === 1 ? "1 member" : `${one.members} members`,
        before: icon("hash", 16),
        after: h("span", { class: "badge" }, "Join"),
        run: () => actions.join(one.id),
      })),
    ];
  };

  const toWrite = () => [
    { heading: "Write to" },
    ...(store.screen?.people ?? [])
      .filter((someone) => !someone.bot && !someone.deleted && someone.id !== store.as)
      .map((someone) => ({ label: someone.name, hint: roleOf(someone), before: avatar(someone, 28), run: () => actions.talkTo(someone.id) })),
  ];

  /** One line on how things stand: this page's line to the server, and the app's. */
  const note = (screen, appName) => {
    if (!store.connected) return h("span", { class: "is-away" }, "Connection lost, trying again …");
    if (screen.app?.mode === "socket" && screen.app.connections === 0) return h("span", { class: "is-away" }, `${appName} is not connected: nobody answers.`);
    return `A fake Slack on this machine · ${appName} is connected`;
  };

  const draw = () => {
    const screen = store.screen;
    if (!screen) return;
    const focused = document.activeElement?.dataset?.place;
    const scrolled = root.querySelector(".side-scroll")?.scrollTop ?? 0;
    const current = store.place;
    const isHere = (id) => current?.kind === "channel" && current.id === id;
    const appName = screen.app?.name ?? "App";
    const botIm = screen.channels.find(isBotChannel);
    const channels = screen.channels.filter((one) => one.kind !== "im");
    const directs = screen.channels.filter((one) => one.kind === "im" && one !== botIm);

    const themeButton = h("button", { type: "button", class: "icon-button on-dark", "aria-label": `Appearance: ${theme()}. Change`, title: `Appearance: ${theme()}` }, icon(theme() === "dark" ? "moon" : "sun", 18));
    themeButton.addEventListener("click", () => {
      nextTheme();
      draw();
      root.querySelector('[aria-label^="Appearance"]')?.focus();
    });

    const tools = TOOLS.filter(([name]) => name !== "clock" || screen.app?.clock).map(([name, label, sign, hint]) => {
      const button = h("button", { type: "button", class: "side-item tool-item", "aria-pressed": String(store.tool === name), title: hint, dataset: { place: `tool-${name}` } }, icon(sign, 17), h("span", { class: "side-label" }, label));
      button.addEventListener("click", () => actions.toggleTool(name));
      return h("li", null, button);
    });

    replace(
      root,
      h("div", { class: "side-head" }, h("div", { class: "side-team" }, h("span", { class: "team-name" }, screen.team?.name ?? "Workspace"), themeButton), switcher()),
      h(
        "div",
        { class: "side-scroll" },
        section("Apps", [
          item({
            id: "home",
            current: current?.kind === "home" || isHere(botIm?.id),
            unread: botIm?.unread ?? 0,
            before: avatar({ bot: true, name: appName }, 20),
            label: appName,
            onClick: () => actions.goTo(botIm?.unread ? { kind: "channel", id: botIm.id } : { kind: "home" }),
          }),
        ]),
        section(
          "Channels",
          [
            ...channels.map((one) =>
              item({
                id: one.id,
                current: isHere(one.id),
                unread: one.unread,
                muted: one.archived,
                before: icon(one.private ? "lock" : "hash", 16),
                label: one.name,
                after: one.ext_shared ? h("span", { class: "side-badge", title: "Shared with another organisation" }, "shared") : one.archived ? h("span", { class: "side-badge" }, "archived") : null,
                onClick: () => actions.goTo({ kind: "channel", id: one.id }),
              }),
            ),
            more("browse", "Browse channels", toJoin, "Channels to join"),
          ],
        ),
        section(
          "Direct messages",
          [
            ...directs.map((one) => {
              const other = person(partner(one)) ?? { id: one.id, name: one.name };
              return item({ id: one.id, current: isHere(one.id), unread: one.unread, before: avatar(other, 20), label: other.name ?? personName(partner(one)), onClick: () => actions.goTo({ kind: "channel", id: one.id }) });
            }),
            more("write", "New message", toWrite, "People to write to"),
          ],
        ),
      ),
      h("section", { class: "side-tools", "aria-label": "Tools" }, h("ul", null, tools), h("p", { class: "side-note" }, note(screen, appName))),
    );
    root.querySelector(".side-scroll").scrollTop = scrolled;
    if (focused) root.querySelector(`[data-place="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  };

  return { draw };
}
