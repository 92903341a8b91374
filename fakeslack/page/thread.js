// The thread beside the conversation.

import { createComposer } from "./composer.js";
import { h } from "./dom.js";
import { placeName } from "./header.js";
import { icon } from "./icons.js";
import { createFeed } from "./messages.js";

/** actions: {close()} */
export function createThread({ channelId, ts, disabledReason }, actions) {
  const close = h("button", { type: "button", class: "icon-button", "aria-label": "Close thread" }, icon("close", 18));
  close.addEventListener("click", actions.close);
  const feed = createFeed({ channelId, threadTs: ts, label: "Thread", empty: "This message is no longer here." });
  const composer = createComposer({ channelId, threadTs: ts, name: "thread", disabledReason, onSent: () => feed.toBottom() });
  const root = h(
    "section",
    { class: "side-panel thread", "aria-label": "Thread" },
    h("header", { class: "panel-head" }, h("h2", null, "Thread", h("span", { class: "quiet" }, ` ${placeName({ kind: "channel", id: channelId })}`)), close),
    feed.root,
    composer.root,
  );
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) actions.close();
  });
  return {
    root,
    feed,
    channelId,
    ts,
    focus: composer.focus,
    stop: feed.stop,
  };
}
