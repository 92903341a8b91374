// A scrolling list of messages: a channel or a thread. Pages older ones in; keeps what is on screen.

import { readMessages } from "./api.js";
import { announce, coalesce, h } from "./dom.js";
import { icon } from "./icons.js";
import { continues, isBot, renderMessage, rowKey } from "./message.js";
import { personName, store } from "./store.js";
import { dayKey, dayName, momentOf } from "./time.js";

const PAGE = 50;
const THREAD_PAGE = 200;
const NEAR_BOTTOM = 60;

const older = (a, b) => (a.ts < b.ts ? -1 : a.ts > b.ts ? 1 : 0);

/**
 * options: channelId, threadTs?, label, onOpenThread?, unread (how many were unread when opened),
 * intro (nodes shown above the very first message), empty (a sentence when there is nothing).
 */
export function createFeed({ channelId, threadTs = null, label, onOpenThread, unread = 0, intro = null, empty = "" }) {
  const size = threadTs ? THREAD_PAGE : PAGE;
  /** key → {message, row, shown} for every loaded message */
  const known = new Map();
  /** the loaded messages, oldest first */
  let order = [];
  let hasOlder = true;
  let loadingOlder = false;
  let first = true;
  let stopped = false;
  let stick = true;
  let newFrom = null;
  let missed = 0;

  const top = h("div", { class: "feed-top" });
  const list = h("div", { class: "feed-list", role: "feed", "aria-label": label, "aria-busy": "true" });
  const jump = h("button", { type: "button", class: "jump", hidden: true });
  const scroller = h("div", { class: "feed-scroll", tabindex: "-1" }, top, list);
  const root = h("div", { class: "feed" }, scroller, jump);

  const atBottom = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_BOTTOM;
  const toBottom = () => {
    scroller.scrollTop = scroller.scrollHeight;
    stick = true;
    missed = 0;
    jump.hidden = true;
  };

  const divider = (date) => h("div", { class: "day", role: "separator", "aria-label": dayName(date), dataset: { day: dayKey(date) } }, h("span", null, dayName(date)));

  /** How a message must look where it stands now; a change of this string means: draw again. */
  const lookOf = (message, previous) => {
    const compact = continues(message, previous) && !(previous && dayKey(momentOf(message.ts)) !== dayKey(momentOf(previous.ts))) && !(threadTs && previous?.ts === threadTs);
    return { compact, signature: `${compact ? "c" : "f"}${dayKey(momentOf(message.ts))}${JSON.stringify(message)}` };
  };

  const restoreFocus = (oldRow, newRow) => {
    const focused = document.activeElement;
    if (!oldRow.contains(focused)) return;
    const hook = focused.dataset?.actionId ? `[data-action-id="${CSS.escape(focused.dataset.actionId)}"]` : focused.dataset?.reaction ? `[data-reaction="${CSS.escape(focused.dataset.reaction)}"]` : null;
    const twin = hook ? newRow.querySelector(hook) : null;
    queueMicrotask(() => (twin ?? newRow).focus({ preventScroll: true }));
  };

  /** Make the rows of `order[from..to]` right, and what stands between them. */
  const draw = () => {
    let cursor = list.firstChild;
    let previous = null;
    const put = (node) => {
      if (node === cursor) cursor = cursor.nextSibling;
      else list.insertBefore(node, cursor);
    };
    for (const message of order) {
      const entry = known.get(rowKey(message));
      const date = momentOf(message.ts);
      if (!threadTs && (!previous || dayKey(momentOf(previous.ts)) !== dayKey(date))) {
        if (cursor?.classList?.contains("day") && cursor.dataset.day === dayKey(date)) {
          const name = dayName(date);
          if (cursor.textContent !== name) {
            cursor.firstElementChild.textContent = name;
            cursor.setAttribute("aria-label", name);
          }
          cursor = cursor.nextSibling;
        } else {
          list.insertBefore(divider(date), cursor);
        }
      }
      if (newFrom && rowKey(message) === newFrom) {
        if (cursor?.classList?.contains("new-line")) cursor = cursor.nextSibling;
        else list.insertBefore(h("div", { class: "new-line", role: "separator", "aria-label": "New messages" }, h("span", null, "New")), cursor);
      }
      const { compact, signature } = lookOf(message, previous);
      if (entry.signature !== signature) {
        const row = renderMessage(message, { compact, channelId, onOpenThread: threadTs ? null : onOpenThread });
        if (entry.row) {
          restoreFocus(entry.row, row);
          if (entry.row === cursor) cursor = cursor.nextSibling;
          if (entry.row.tabIndex === 0) row.tabIndex = 0;
          entry.row.remove();
        }
        entry.row = row;
        entry.signature = signature;
      }
      put(entry.row);
      if (threadTs && message.ts === threadTs && order.length > 1) {
        const count = order.filter((other) => !other.ephemeral).length - 1;
        const words = count === 1 ? "1 reply" : `${count} replies`;
        if (cursor?.classList?.contains("thread-rule")) {
          cursor.firstElementChild.textContent = words;
          cursor = cursor.nextSibling;
        } else {
          list.insertBefore(h("div", { class: "thread-rule", role: "separator", "aria-label": words }, h("span", null, words)), cursor);
        }
      }
      previous = message;
    }
    while (cursor) {
      const next = cursor.nextSibling;
      cursor.remove();
      cursor = next;
    }
    if (!list.querySelector('.message[tabindex="0"]')) {
      const last = known.get(rowKey(order.at(-1) ?? { ts: "" }))?.row;
      if (last) last.tabIndex = 0;
    }
    top.replaceChildren();
    if (!hasOlder && intro) top.append(intro);
    if (!order.length && !first && empty) top.append(h("p", { class: "feed-empty quiet" }, empty));
    if (hasOlder && order.length) top.append(h("p", { class: "feed-older quiet", role: "status" }, loadingOlder ? "Loading older messages …" : ""));
  };

  const forget = (key) => {
    const entry = known.get(key);
    entry?.row?.remove();
    known.delete(key);
  };

  const take = (messages) => {
    for (const message of messages) {
      const key = rowKey(message);
      const entry = known.get(key);
      if (entry) entry.message = message;
      else known.set(key, { message, row: null, signature: null });
    }
    order = [...known.values()].map((entry) => entry.message).sort(older);
  };

  const words = (message) => {
    const row = known.get(rowKey(message))?.row;
    return (message.text || row?.querySelector(".body")?.textContent || "").slice(0, 300);
  };

  /** Read the newest page and make the list agree with it. */
  const refresh = coalesce(async () => {
    const page = (await readMessages({ as: store.as, channel: channelId, threadTs, limit: size })).sort(older);
    if (stopped) return;
    const pinned = first || stick || atBottom();
    const newest = order.at(-1);
    const start = page[0]?.ts ?? "";
    const full = page.length >= size;
    if (newest && full && newest.ts < start) {
      // More came than one page holds: start over from the newest rather than leave a hole.
      for (const key of [...known.keys()]) forget(key);
      hasOlder = true;
    }
    const there = new Set(page.map(rowKey));
    for (const [key, entry] of [...known]) {
      if (!there.has(key) && (entry.message.ts >= start || !full)) forget(key);
    }
    const fresh = page.filter((message) => !known.has(rowKey(message)));
    if (first || !order.length) hasOlder = full;
    if (!full) hasOlder = false;
    take(page);
    if (first && unread > 0 && !threadTs) {
      const others = order.filter((message) => message.user !== store.as && !message.ephemeral && (!message.thread_ts || message.thread_ts === message.ts));
      const mark = others.at(-Math.min(unread, others.length));
      newFrom = mark ? rowKey(mark) : null;
    }
    const isFirst = first;
    first = false;
    draw();
    list.setAttribute("aria-busy", "false");
    const byOthers = fresh.filter((message) => message.user !== store.as || message.ephemeral);
    if (isFirst || (pinned && !document.hidden)) toBottom();
    else if (fresh.some((message) => message.user === store.as && !message.ephemeral)) toBottom();
    else if (pinned) toBottom();
    else if (byOthers.length) {
      missed += byOthers.length;
      jump.replaceChildren(icon("down", 14), `${missed} new ${missed === 1 ? "message" : "messages"}`);
      jump.hidden = false;
    }
    if (!isFirst) {
      for (const message of byOthers.slice(-3)) announce(`${message.ephemeral ? "Only visible to you. " : ""}${message.username ?? personName(message.user)}${isBot(message) ? ", app" : ""}: ${words(message)}`);
    }
  });

  const loadOlder = async () => {
    if (loadingOlder || !hasOlder || first || !order.length) return;
    loadingOlder = true;
    draw();
    try {
      const oldest = order.find((message) => !threadTs || message.ts !== threadTs) ?? order[0];
      const page = await readMessages({ as: store.as, channel: channelId, threadTs, before: oldest.ts, limit: size });
      if (stopped) return;
      const news = page.filter((message) => !known.has(rowKey(message)));
      hasOlder = page.length >= size && news.length > 0;
      const anchor = known.get(rowKey(order[0]))?.row;
      const before = anchor?.getBoundingClientRect().top ?? 0;
      take(page);
      loadingOlder = false;
      draw();
      if (anchor?.isConnected) scroller.scrollTop += anchor.getBoundingClientRect().top - before;
    } finally {
      loadingOlder = false;
    }
    if (scroller.scrollTop < 400 && hasOlder) requestAnimationFrame(loadOlder);
  };

  /** Read one message again, wherever it stands; used for changes above the newest page. */
  const refreshOne = async (ts) => {
    const start = order.slice(-size)[0]?.ts ?? "";
    if (!threadTs && ts < start) {
      const loaded = [...known.values()].find((entry) => entry.message.ts === ts);
      if (!loaded) return;
      const after = (Number.parseFloat(ts) + 0.000002).toFixed(6);
      const [found] = (await readMessages({ as: store.as, channel: channelId, before: after, limit: 1 })).slice(-1);
      if (stopped) return;
      if (found?.ts === ts) take([found]);
      else {
        forget(rowKey(loaded.message));
        order = order.filter((message) => message.ts !== ts);
      }
      draw();
      return;
    }
    await refresh();
  };

  scroller.addEventListener(
    "scroll",
    () => {
      stick = atBottom();
      if (stick) {
        missed = 0;
        jump.hidden = true;
      }
      if (scroller.scrollTop < 600) loadOlder();
    },
    { passive: true },
  );
  jump.addEventListener("click", toBottom);

  // One stop for Tab, arrows from message to message.
  list.addEventListener("focusin", (event) => {
    const row = event.target.closest(".message");
    if (!row) return;
    for (const other of list.querySelectorAll('.message[tabindex="0"]')) if (other !== row) other.tabIndex = -1;
    row.tabIndex = 0;
  });
  list.addEventListener("keydown", (event) => {
    const row = event.target;
    if (!row.classList?.contains("message")) return;
    const rows = [...list.querySelectorAll(".message")];
    const at = rows.indexOf(row);
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    rows[Math.max(0, Math.min(rows.length - 1, to))]?.focus();
  });

  const watcher = new ResizeObserver(() => {
    if (stick && !first) scroller.scrollTop = scroller.scrollHeight;
  });
  watcher.observe(list);
  watcher.observe(scroller);

  return {
    root,
    scroller,
    channelId,
    threadTs,
    refresh,
    refreshOne,
    toBottom,
    /** Draw every row again: names, times or roles changed. */
    redraw() {
      for (const entry of known.values()) entry.signature = null;
      draw();
    },
    parent: () => order.find((message) => message.ts === threadTs) ?? null,
    stop() {
      stopped = true;
      watcher.disconnect();
    },
  };
}
