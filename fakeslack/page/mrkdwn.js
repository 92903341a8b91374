// Slack's mrkdwn, built as DOM nodes. Text of strangers passes through here: nodes only, never HTML.

import { h, link } from "./dom.js";
import { emojiFor } from "./emoji.js";
import { channel, person, personName, store } from "./store.js";
import { slackDate } from "./time.js";

const MARKS = { "*": "strong", _: "em", "~": "s" };
const BARE_URL = /https?:\/\/[^\s<>|"'`]*[^\s<>|"'`.,;:!?)\]}*_~]/y;
const EMOJI = /:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):/y;

/** `&amp; &lt; &gt;` and nothing else, as Slack does. */
export function unescapeText(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

export function emojiNode(name) {
  const character = emojiFor(name);
  if (!character) return document.createTextNode(`:${name}:`);
  return h("span", { class: "emoji", role: "img", "aria-label": `${name.split("::")[0].replaceAll("_", " ")} emoji`, title: `:${name}:` }, character);
}

export function mention(userId, label) {
  const known = person(userId);
  const name = known || userId === store.screen?.app?.bot_user_id ? personName(userId) : (label ?? userId);
  return h("span", { class: userId === store.as ? "mention mention-me" : "mention", dataset: { user: userId } }, `@${name}`);
}

export function channelMention(channelId, label) {
  const known = channel(channelId);
  const name = known?.name ?? label ?? channelId;
  if (!known) return h("span", { class: "mention" }, `#${name}`);
  const anchor = h("a", { class: "mention" }, `#${name}`);
  anchor.href = `#/${channelId}`;
  return anchor;
}

export function broadcast(range) {
  return h("span", { class: "mention mention-me" }, `@${range}`);
}

export function dateNode(epoch, pattern, url, fallback) {
  const text = slackDate(epoch, pattern) ?? fallback ?? String(epoch);
  const node = h("time", { title: fallback }, text);
  const date = new Date(Number(epoch) * 1000);
  if (!Number.isNaN(date.getTime())) node.setAttribute("datetime", date.toISOString());
  return url ? link(url, node) : node;
}

/** One `<…>` token, or null when it is none. */
function token(content) {
  const bar = content.indexOf("|");
  const target = bar < 0 ? content : content.slice(0, bar);
  const label = bar < 0 ? null : unescapeText(content.slice(bar + 1));
  if (/^@[UW][A-Z0-9_]+$/.test(target)) return mention(target.slice(1), label);
  if (/^#[CGD][A-Z0-9_]+$/.test(target)) return channelMention(target.slice(1), label);
  if (target.startsWith("!date^")) {
    const [, epoch, pattern, url] = target.split("^");
    return dateNode(epoch, unescapeText(pattern ?? "{date}"), url, label);
  }
  if (target.startsWith("!subteam^")) return h("span", { class: "mention" }, label ?? "@group");
  if (/^!(here|channel|everyone)$/.test(target)) return broadcast(target.slice(1));
  if (target.startsWith("!")) return h("span", { class: "mention" }, label ?? `<${target}>`);
  if (/^[a-z][a-z0-9+.-]*:/i.test(target)) {
    const address = unescapeText(target);
    return link(address, label || address.replace(/^mailto:/, ""));
  }
  return null;
}

const isWord = (character) => character !== undefined && /[\p{L}\p{N}]/u.test(character);
const isSpace = (character) => character === undefined || /\s/.test(character);

/** Where the mark opened at `start` closes on the same line, or -1. */
function closing(text, start) {
  const mark = text[start];
  if (isSpace(text[start + 1]) || text[start + 1] === mark) return -1;
  for (let i = start + 1; i < text.length && text[i] !== "\n"; i += 1) {
    if (text[i] === "`" || text[i] === "<") {
      const end = text.indexOf(text[i] === "<" ? ">" : "`", i + 1);
      if (end > 0) i = end;
    } else if (text[i] === mark && i > start + 1 && !isSpace(text[i - 1]) && !isWord(text[i + 1])) {
      return i;
    }
  }
  return -1;
}

function inline(text, options, depth = 0) {
  const nodes = [];
  let buffer = "";
  // A mark that did not close on this line will not close for a later opening on it either.
  let hopeless = { line: -1, marks: "" };
  let line = 0;
  const flush = () => {
    if (buffer) nodes.push(document.createTextNode(unescapeText(buffer)));
    buffer = "";
  };
  let i = 0;
  while (i < text.length) {
    const character = text[i];
    if (character === "\n") {
      flush();
      nodes.push(h("br"));
      line += 1;
      i += 1;
      continue;
    }
    if (character === "`") {
      const end = text.indexOf("`", i + 1);
      if (end > i + 1 && !text.slice(i, end).includes("\n")) {
        flush();
        nodes.push(h("code", null, unescapeText(text.slice(i + 1, end))));
        i = end + 1;
        continue;
      }
    } else if (character === "<") {
      const end = text.indexOf(">", i + 1);
      const node = end > i + 1 ? token(text.slice(i + 1, end)) : null;
      if (node) {
        flush();
        nodes.push(node);
        i = end + 1;
        continue;
      }
    } else if (character === ":" && options.emoji !== false) {
      EMOJI.lastIndex = i;
      const found = EMOJI.exec(text);
      if (found && emojiFor(found[1])) {
        flush();
        nodes.push(emojiNode(found[1]));
        i = EMOJI.lastIndex;
        continue;
      }
    } else if (MARKS[character] && depth < 6 && !isWord(text[i - 1])) {
      const known = hopeless.line === line && hopeless.marks.includes(character);
      const end = known ? -1 : closing(text, i);
      if (end > 0) {
        flush();
        nodes.push(h(MARKS[character], null, inline(text.slice(i + 1, end), options, depth + 1)));
        i = end + 1;
        continue;
      }
      if (!known && !isSpace(text[i + 1])) {
        hopeless = { line, marks: (hopeless.line === line ? hopeless.marks : "") + character };
      }
    } else if (character === "h" && !options.verbatim && !isWord(text[i - 1])) {
      BARE_URL.lastIndex = i;
      const found = BARE_URL.exec(text);
      if (found) {
        flush();
        nodes.push(link(unescapeText(found[0]), unescapeText(found[0])));
        i = BARE_URL.lastIndex;
        continue;
      }
    }
    buffer += character;
    i += 1;
  }
  flush();
  return nodes;
}

function lines(text, options) {
  const nodes = [];
  let plain = [];
  let quoted = [];
  const endPlain = () => {
    if (plain.length) nodes.push(...inline(plain.join("\n"), options));
    plain = [];
  };
  const endQuote = () => {
    if (quoted.length) nodes.push(h("blockquote", null, inline(quoted.join("\n"), options)));
    quoted = [];
  };
  for (const row of text.split("\n")) {
    const found = /^(?:&gt;|>)(?:&gt;&gt;|>>)? ?(.*)$/.exec(row);
    if (found) {
      endPlain();
      quoted.push(found[1]);
    } else {
      endQuote();
      plain.push(row);
    }
  }
  endPlain();
  endQuote();
  return nodes;
}

/** A mrkdwn text as a list of nodes. `verbatim` leaves bare addresses alone. */
export function mrkdwn(text, options = {}) {
  const nodes = [];
  const pieces = String(text ?? "").split("```");
  // An odd fence out at the end is text.
  if (pieces.length % 2 === 0) pieces.splice(-2, 2, pieces.slice(-2).join("```"));
  pieces.forEach((piece, index) => {
    if (index % 2 === 1) {
      const code = piece.replace(/^\n/, "").replace(/\n$/, "");
      nodes.push(h("pre", { tabindex: "0" }, unescapeText(code.replace(/<([^<>|]+\|)?([^<>]+)>/g, "$2"))));
    } else if (piece) {
      const trimmed = index > 0 ? piece.replace(/^\n/, "") : piece;
      if (trimmed) nodes.push(...lines(trimmed, options));
    }
  });
  return nodes;
}

/** A plain_text: no marks, but emoji unless switched off. */
export function plainText(text, { emoji = true } = {}) {
  const nodes = [];
  const source = String(text ?? "");
  let from = 0;
  const push = (piece) => {
    unescapeText(piece)
      .split("\n")
      .forEach((row, index) => {
        if (index) nodes.push(h("br"));
        if (row) nodes.push(document.createTextNode(row));
      });
  };
  if (emoji) {
    for (const found of source.matchAll(/:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):/g)) {
      if (!emojiFor(found[1])) continue;
      push(source.slice(from, found.index));
      nodes.push(emojiNode(found[1]));
      from = found.index + found[0].length;
    }
  }
  push(source.slice(from));
  return nodes;
}

/** A text object of either type (a bare string counts as plain). */
export function textObject(text) {
  if (text === null || text === undefined) return [];
  if (typeof text === "string") return plainText(text);
  return text.type === "mrkdwn" ? mrkdwn(text.text, { verbatim: text.verbatim }) : plainText(text.text, { emoji: text.emoji });
}

/** The words of a text object, without marks: for names and labels. */
export function wordsOf(text) {
  const box = document.createElement("div");
  box.append(...textObject(text));
  return box.textContent.trim();
}
