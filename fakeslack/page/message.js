// One message as a row.

import { gesture, Refused } from "./api.js";
import { avatar } from "./avatar.js";
import { renderBlocks } from "./blocks/index.js";
import { h, link, picture } from "./dom.js";
import { emojiFor, OFFERED_FIRST } from "./emoji.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { mrkdwn } from "./mrkdwn.js";
import { openPicker } from "./picker.js";
import { botUser, person, personName, store } from "./store.js";
import { createSurface, explain } from "./surface.js";
import { ago, clockTime, fullTime, momentOf } from "./time.js";
import { toast } from "./toast.js";

const GROUP_SECONDS = 300;

export const rowKey = (message) => `${message.ts}${message.ephemeral ? "e" : ""}`;

export function isBot(message) {
  return message.bot === true || Boolean(message.bot_id) || message.user === botUser();
}

function author(message) {
  if (message.username) return message.username;
  return personName(message.user);
}

/** Whether this message goes on under the name of the one before it. */
export function continues(message, previous) {
  return (
    Boolean(previous) &&
    !message.ephemeral &&
    !previous.ephemeral &&
    !message.blocks?.length &&
    previous.user === message.user &&
    previous.username === message.username &&
    !message.broadcast &&
    Number.parseFloat(message.ts) - Number.parseFloat(previous.ts) < GROUP_SECONDS
  );
}

const namesOf = (users) => {
  const names = users.map((id) => (id === store.as ? "You" : personName(id)));
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : (names[0] ?? "");
};

export async function toggleReaction(channelId, message, name) {
  const mine = (message.reactions ?? []).find((reaction) => reaction.name === name)?.users?.includes(store.as);
  try {
    await gesture(mine ? "unreact" : "react", { as: store.as, channel: channelId, ts: message.ts, name });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.body?.error !== "already_reacted" && error.body?.error !== "no_reaction") toast(explain(error), "bad");
  }
}

function reactions(message, channelId) {
  if (!message.reactions?.length) return null;
  const bar = h("div", { class: "reactions", role: "group", "aria-label": "Reactions" });
  for (const reaction of message.reactions) {
    const users = reaction.users ?? [];
    const count = reaction.count ?? users.length;
    const mine = users.includes(store.as);
    const more = count - users.length;
    const who = `${namesOf(users)}${more > 0 ? ` and ${more} more` : ""}`;
    const button = h(
      "button",
      { type: "button", class: "reaction", "aria-pressed": String(mine), "aria-label": `${reaction.name.replaceAll("_", " ")}, ${count}: ${who}`, title: `${who} reacted with :${reaction.name}:`, dataset: { reaction: reaction.name } },
      h("span", { class: "reaction-sign", "aria-hidden": "true" }, emojiFor(reaction.name) ?? `:${reaction.name}:`),
      h("span", { class: "reaction-count", "aria-hidden": "true" }, String(count)),
    );
    button.addEventListener("click", () => toggleReaction(channelId, message, reaction.name));
    bar.append(button);
  }
  const add = h("button", { type: "button", class: "reaction reaction-add", "aria-label": "Add reaction" }, icon("smile", 16), h("span", { "aria-hidden": "true" }, "+"));
  add.addEventListener("click", () => openPicker(add, (name) => toggleReaction(channelId, message, name)));
  bar.append(add);
  return bar;
}

function size(bytes) {
  if (!Number.isFinite(bytes)) return "";
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function file(item) {
  const address = item.url_private_download ?? item.url_private ?? (item.id ? `/files/${item.id}/${encodeURIComponent(item.name ?? "file")}` : null);
  let local = null;
  try {
    // The file lies on this server whatever name the address calls it by.
    const url = new URL(address, location.origin);
    local = new URL(url.pathname + url.search, location.origin).href;
  } catch {
    local = null;
  }
  const name = item.title || item.name || "file";
  const about = [item.pretty_type ?? item.filetype, size(item.size)].filter(Boolean).join(" · ");
  if (/^image\//.test(item.mimetype ?? "") && local) {
    return h("figure", { class: "file-image" }, h("figcaption", null, name), link(local, picture(local, name, "image-picture")));
  }
  return h("div", { class: "file" }, h("span", { class: "file-sign", "aria-hidden": "true" }, icon("file", 22)), h("span", { class: "file-words" }, local ? link(local, name) : name, h("span", { class: "quiet" }, about)));
}

function attachment(item, surface) {
  const words = item.text ?? item.fallback;
  return h(
    "div",
    { class: "attachment" },
    item.pretext ? h("div", { class: "text" }, mrkdwn(item.pretext)) : null,
    item.title ? h("div", { class: "attachment-title" }, item.title_link ? link(item.title_link, item.title) : item.title) : null,
    item.blocks?.length ? renderBlocks(item.blocks, surface) : words ? h("div", { class: "text" }, mrkdwn(words)) : null,
  );
}

function threadLink(message, onOpenThread) {
  if (!message.reply_count) return null;
  const faces = (message.reply_users ?? []).slice(0, 4).map((id) => avatar(person(id) ?? { id, name: personName(id), bot: id === botUser() }, 20));
  const words = `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`;
  const button = h("button", { type: "button", class: "thread-link" }, faces, h("span", { class: "thread-count" }, words), message.latest_reply ? h("span", { class: "quiet thread-last" }, `Last reply ${ago(momentOf(message.latest_reply))}`) : null, h("span", { class: "thread-more" }, icon("right", 14)));
  button.addEventListener("click", () => onOpenThread(message.ts));
  return button;
}

/** Message shortcuts and the rest, for the ⋯ menu. */
function actionsOf(message, context) {
  const { channelId, onOpenThread, anchor } = context;
  const shortcuts = (store.screen?.shortcuts ?? []).filter((shortcut) => shortcut.type === "message");
  const run = async (shortcut) => {
    try {
      await gesture("shortcut", { as: store.as, callback_id: shortcut.callback_id, channel: channelId, ts: message.ts });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      toast(explain(error), "bad");
    }
  };
  const items = [];
  if (!message.ephemeral) {
    items.push({ label: "Add reaction …", before: icon("smile", 16), run: () => openPicker(anchor, (name) => toggleReaction(channelId, message, name)) });
    if (onOpenThread) items.push({ label: "Reply in thread", before: icon("reply", 16), run: () => onOpenThread(message.thread_ts || message.ts) });
  }
  items.push({ label: "Copy text", before: icon("file", 16), run: () => navigator.clipboard?.writeText(message.text ?? "").then(() => toast("Copied."), () => toast("The browser did not allow copying.", "bad")) });
  if (shortcuts.length && !message.ephemeral) {
    items.push("-", { heading: store.screen?.app?.name ?? "App" });
    for (const shortcut of shortcuts) items.push({ label: shortcut.name, hint: shortcut.description, before: icon("bolt", 16), run: () => run(shortcut) });
  }
  return items;
}

function toolbar(message, context) {
  const bar = h("div", { class: "toolbar", role: "toolbar", "aria-label": "Message actions" });
  const tool = (label, content, run, className = "") => {
    const button = h("button", { type: "button", class: `tool ${className}`, "aria-label": label, title: label }, content);
    button.addEventListener("click", (event) => run(button, event));
    bar.append(button);
    return button;
  };
  if (!message.ephemeral) {
    for (const [name, character] of OFFERED_FIRST) tool(`React with ${name.replaceAll("_", " ")}`, character, () => toggleReaction(context.channelId, message, name), "tool-emoji");
    tool("Add reaction", icon("smile", 18), (button) => openPicker(button, (name) => toggleReaction(context.channelId, message, name)));
    if (context.onOpenThread) tool("Reply in thread", icon("reply", 18), () => context.onOpenThread(message.thread_ts || message.ts));
  }
  const more = tool("More actions", icon("dots", 18), () => openMenu(more, actionsOf(message, { ...context, anchor: more }), { label: "Message actions", end: true, onClose: () => more.setAttribute("aria-expanded", "false") }), "tool-more");
  more.setAttribute("aria-haspopup", "menu");
  return bar;
}

/**
 * A row. context: {channelId, onOpenThread?}; `compact` leaves out the name the row above already shows.
 */
export function renderMessage(message, { compact = false, ...context }) {
  const { channelId } = context;
  const moment = momentOf(message.ts);
  const name = author(message);
  const someone = person(message.user) ?? { id: message.user, name };
  const bot = isBot(message);
  const surface = createSurface({ kind: "message", target: { channel: channelId, ts: message.ts }, state: message.state });

  const time = h("time", { datetime: new Date(Number.parseFloat(message.ts) * 1000).toISOString(), title: fullTime(moment) }, clockTime(moment));
  const body = h("div", { class: "body" });
  if (message.deleted) body.append(h("p", { class: "quiet" }, "This message was deleted."));
  else if (message.blocks?.length) body.append(...renderBlocks(message.blocks, surface));
  else if (message.text) body.append(h("div", { class: "text" }, mrkdwn(message.text)));
  for (const item of message.attachments ?? []) body.append(attachment(item, surface));
  if (message.edited) body.append(h("span", { class: "edited quiet" }, "(edited)"));
  if (message.files?.length) body.append(h("div", { class: "files" }, message.files.map(file)));

  const row = h(
    "article",
    {
      class: `message ${compact ? "compact" : ""} ${message.ephemeral ? "ephemeral" : ""} ${message.deleted ? "deleted" : ""}`,
      "aria-label": `${name}, ${clockTime(moment)}${message.ephemeral ? ", only visible to you" : ""}`,
      tabindex: "-1",
      dataset: { ts: message.ts, channel: channelId, user: message.user },
    },
    h("div", { class: "gutter" }, compact ? h("span", { class: "gutter-time" }, time) : avatar({ ...someone, bot }, 36)),
    h(
      "div",
      { class: "content" },
      message.ephemeral ? h("div", { class: "only-you" }, icon("eye", 14), "Only visible to you") : null,
      message.pinned ? h("div", { class: "only-you" }, "📌 Pinned") : null,
      compact ? null : h("div", { class: "byline" }, h("span", { class: "author" }, name), bot ? h("span", { class: "badge" }, "APP") : null, someone.stranger_team ? h("span", { class: "badge badge-away" }, "EXTERNAL") : null, someone.guest ? h("span", { class: "badge badge-away" }, "GUEST") : null, time),
      body,
      message.deleted ? null : reactions(message, channelId),
      context.onOpenThread && !message.ephemeral ? threadLink(message, context.onOpenThread) : null,
    ),
  );
  if (!message.deleted) {
    let bar = null;
    const arm = () => {
      if (!bar) {
        bar = toolbar(message, context);
        row.append(bar);
      }
      const edge = row.closest(".feed-scroll")?.getBoundingClientRect().top ?? 0;
      bar.classList.toggle("is-low", row.getBoundingClientRect().top - edge < 20);
    };
    // A finger has no hover: there a tap shows the tools, and only after it, lest it press one of them.
    row.addEventListener("pointerenter", (event) => {
      if (event.pointerType !== "mouse") return;
      arm();
      row.classList.add("is-hovered");
    });
    row.addEventListener("pointerleave", () => row.classList.remove("is-hovered"));
    row.addEventListener("focusin", arm);
    row.addEventListener("click", (event) => {
      if (event.pointerType === "mouse" || event.target.closest("button,a,input,textarea,summary,.combo-holder")) return;
      const tapped = row.classList.contains("is-tapped");
      for (const other of row.parentElement?.querySelectorAll(".is-tapped") ?? []) other.classList.remove("is-tapped");
      if (tapped) return;
      arm();
      row.classList.add("is-tapped");
    });
  }
  return row;
}
