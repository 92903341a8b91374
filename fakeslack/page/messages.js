// A scrolling list of messages: a channel or a thread. Older ones are paged in; of all that was read
// only a window of rows stands in the page, so that the ten-thousandth message costs what the first did.

import { readMessages } from "./api.js";
import { announce, coalesce, h } from "./dom.js";
import { icon } from "./icons.js";
import { continues, isBot, renderMessage, rowKey } from "./message.js";
import { released } from "./presses.js";
import { personName, store } from "./store.js";
import { dayKey, dayName, momentOf } from "./time.js";

const PAGE = 50;
const THREAD_PAGE = 200;
const NEAR_BOTTOM = 60;
/** How many rows stand in the page at most, and how many come at a time. */
const ROWS = 240;
const STEP = 60;
/** How far from an edge, in pixels, more is fetched. */
const MARGIN = 700;

const older = (a, b) => (a.ts < b.ts ? -1 : a.ts > b.ts ? 1 : 0);

/**
 * options: channelId, threadTs?, label, onOpenThread?, unread (how many were unread when opened),
 * intro (nodes shown above the very first message), empty (a sentence when there is nothing).
 */
export function createFeed({ channelId, threadTs = null, label, onOpenThread, unread = 0, intro = null, empty = "" }) {
  const size = threadTs ? THREAD_PAGE : PAGE;
  // Whoever it was opened for: what is still being read when somebody else looks is not theirs.
  const as = store.as;
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
  /** The window: from the message with this ts (null: not set yet) to that one (null: the newest). */
  let topTs = null;
  let endTs = null;

  const top = h("div", { class: "feed-top" });
  const list = h("div", { class: "feed-list", role: "feed", "aria-label": label, "aria-busy": "true" });
  const jump = h("button", { type: "button", class: "jump", hidden: true });
  const scroller = h("div", { class: "feed-scroll", tabindex: "-1" }, top, list);
  const root = h("div", { class: "feed" }, scroller, jump);

  const fromBottom = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
  const atBottom = () => endTs === null && fromBottom() < NEAR_BOTTOM;

  /** The first place in `order` whose ts is not below (or, if `after`, is above) this one. */
  const placeOf = (ts, after = false) => {
    let low = 0;
    let high = order.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (order[middle].ts < ts || (after && order[middle].ts === ts)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const windowNow = () => {
    const end = endTs === null ? order.length : placeOf(endTs, true);
    const start = topTs === null ? Math.max(0, end - size) : placeOf(topTs);
    return [Math.min(start, end), end];
  };
  const setWindow = (start, end) => {
    topTs = order[start]?.ts ?? null;
    endTs = end >= order.length ? null : order[end - 1].ts;
  };

  const toBottom = () => {
    if (endTs !== null) {
      setWindow(Math.max(0, order.length - STEP), order.length);
      draw();
    }
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

  /** Do something to the rows and leave what the person looks at where it was. */
  const keepingPlace = (work) => {
    const edge = scroller.getBoundingClientRect().top;
    const rows = [...list.querySelectorAll(":scope > .message")];
    const seen = rows.find((row) => row.getBoundingClientRect().bottom > edge);
    const key = seen ? `${seen.dataset.ts}${seen.classList.contains("ephemeral") ? "e" : ""}` : null;
    const before = seen?.getBoundingClientRect().top;
    scroller.style.overflowAnchor = "none";
    work();
    const row = known.get(key)?.row;
    if (row?.isConnected) scroller.scrollTop += row.getBoundingClientRect().top - before;
    scroller.style.overflowAnchor = "";
  };

  /** Make the rows of the window right, and what stands between them. */
  const draw = () => {
    const [start, end] = windowNow();
    const visible = order.slice(start, end);
    const wanted = new Set(visible.map((message) => known.get(rowKey(message)).row));
    for (const row of list.querySelectorAll(":scope > .message")) if (!wanted.has(row)) row.remove();
    let cursor = list.firstChild;
    let previous = null;
    const put = (node) => {
      while (cursor && cursor !== node && !cursor.classList.contains("message")) {
        const stale = cursor;
        cursor = cursor.nextSibling;
        stale.remove();
      }
      if (node === cursor) cursor = cursor.nextSibling;
      else list.insertBefore(node, cursor);
    };
    for (const message of visible) {
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
      const last = known.get(rowKey(visible.at(-1) ?? { ts: "" }))?.row;
      if (last) last.tabIndex = 0;
    }
    top.replaceChildren();
    if (!hasOlder && start === 0 && intro) top.append(intro);
    if (!order.length && !first && empty) top.append(h("p", { class: "feed-empty quiet" }, empty));
    if (hasOlder && start === 0 && order.length) top.append(h("p", { class: "feed-older quiet", role: "status" }, loadingOlder ? "Loading older messages …" : ""));
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
    const page = (await readMessages({ as, channel: channelId, threadTs, limit: size })).sort(older);
    await released();
    if (stopped) return;
    const pinned = first || stick || atBottom();
    const newest = order.at(-1);
    const start = page[0]?.ts ?? "";
    const full = page.length >= size;
    if (newest && full && newest.ts < start) {
      // More came than one page holds: start over from the newest rather than leave a hole.
      for (const key of [...known.keys()]) forget(key);
      hasOlder = true;
      topTs = null;
      endTs = null;
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
    const [from, to] = windowNow();
    if (pinned && to - from > ROWS) setWindow(to - ROWS, to);
    else if (topTs === null) setWindow(from, to);
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

  /** More rows at the top: from what was read, or, when that is used up, from the server. */
  const growUp = async () => {
    if (loadingOlder || first || !order.length) return;
    const grow = () => {
      const [start, end] = windowNow();
      const from = Math.max(0, start - STEP);
      keepingPlace(() => {
        setWindow(from, Math.min(end, from + ROWS));
        draw();
      });
    };
    if (windowNow()[0] > 0) {
      grow();
      return;
    }
    if (!hasOlder) return;
    loadingOlder = true;
    try {
      const oldest = order.find((message) => message.ts !== threadTs) ?? order[0];
      const page = await readMessages({ as, channel: channelId, threadTs, before: oldest.ts, limit: size });
      if (stopped) return;
      const news = page.filter((message) => !known.has(rowKey(message)));
      hasOlder = page.length >= size && news.length > 0;
      take(page);
      grow();
    } finally {
      loadingOlder = false;
    }
    if (scroller.scrollTop < MARGIN && (hasOlder || windowNow()[0] > 0)) requestAnimationFrame(growUp);
  };

  /** More rows at the bottom, after a walk upwards had let them go. */
  const growDown = () => {
    const [start, end] = windowNow();
    const to = Math.min(order.length, end + STEP);
    keepingPlace(() => {
      setWindow(Math.max(start, to - ROWS), to);
      draw();
    });
  };

  /** Read one message again, wherever it stands; used for changes above the newest page. */
  const refreshOne = async (ts) => {
    const newestPage = order.slice(-size)[0]?.ts ?? "";
    if (!threadTs && ts < newestPage) {
      const loaded = [...known.values()].find((entry) => entry.message.ts === ts);
      if (!loaded) return;
      const after = (Number.parseFloat(ts) + 0.000002).toFixed(6);
      const [found] = (await readMessages({ as, channel: channelId, before: after, limit: 1 })).slice(-1);
      await released();
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
      if (scroller.scrollTop < MARGIN) growUp();
      else if (endTs !== null && fromBottom() < MARGIN) growDown();
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
