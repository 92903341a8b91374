import { h } from "../dom.js";

const SIGNS = {
  archive: "🗄️", book: "📖", bookmark: "🔖", bot: "🤖", bug: "🐛", calendar: "📅", call: "📞", check: "✓", clipboard: "📋", code: "⌨️", comment: "💬", compass: "🧭", copy: "⧉", cube: "🧊", download: "⤓", edit: "✎", email: "✉️", file: "📄", flag: "⚑", folder: "📁", gear: "⚙️", globe: "🌐", heart: "♥", help: "?", image: "🖼️", info: "ℹ️", key: "🔑", lightbulb: "💡", link: "🔗", map: "🗺️", mobile: "📱", pin: "📌", plus: "+", refresh: "↻", rocket: "🚀", save: "💾", screen: "🖥️", share: "↗", sparkle: "✨", star: "☆", "star-filled": "★", tag: "🏷️", "thumbs-down": "👎", "thumbs-up": "👍", trash: "🗑️", upload: "⤒", user: "👤", warning: "⚠️", "caret-left": "‹", "caret-right": "›", "eye-open": "👁️", "eye-closed": "⌣", "new-window": "⧉", refine: "⧩",
};

/** A sign for one of Slack's named icons; decoration only. */
export function slackIcon(name) {
  return h("span", { class: "slack-icon", "aria-hidden": "true", title: name }, SIGNS[name] ?? "▪");
}
