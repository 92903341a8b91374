// Times as the person at the keyboard reads them, moved by the demo's business clock.

import { me } from "./store.js";

const JUMPS_KEY = "fakeslack.jumps";

/** Moments at which the business clock was moved: [{at, offset}], milliseconds, oldest first. */
let jumps = [];

try {
  const kept = JSON.parse(sessionStorage.getItem(JUMPS_KEY) ?? "[]");
  if (Array.isArray(kept)) jumps = kept.filter((jump) => Number.isFinite(jump.at) && Number.isFinite(jump.offset));
} catch {
  jumps = [];
}

/** The clock says `now` (ISO). Messages from here on are shown by it; earlier ones keep their time. */
export function learnClock(now) {
  const offset = Date.parse(now) - Date.now();
  if (!Number.isFinite(offset)) return;
  const last = jumps.at(-1);
  if (last && Math.abs(last.offset - offset) < 2000) return;
  if (!last && Math.abs(offset) < 2000) return;
  jumps = [...jumps, { at: last ? Date.now() : 0, offset }].slice(-200);
  try {
    sessionStorage.setItem(JUMPS_KEY, JSON.stringify(jumps));
  } catch {
    // Without storage the shown times start over at the next load; nothing else changes.
  }
}

export function currentOffset() {
  return jumps.at(-1)?.offset ?? 0;
}

function offsetAt(milliseconds) {
  let offset = 0;
  for (const jump of jumps) {
    if (jump.at <= milliseconds) offset = jump.offset;
  }
  return offset;
}

/** The Date at which a message with this `ts` was written, in business time. */
export function momentOf(ts) {
  const real = Number.parseFloat(ts) * 1000;
  return new Date(real + offsetAt(real));
}

export function businessNow() {
  return new Date(Date.now() + currentOffset());
}

const formats = new Map();

function format(options) {
  const timeZone = me()?.tz || undefined;
  const key = JSON.stringify([timeZone, options]);
  if (!formats.has(key)) {
    let made;
    try {
      made = new Intl.DateTimeFormat("en-GB", { ...options, timeZone });
    } catch {
      made = new Intl.DateTimeFormat("en-GB", options);
    }
    formats.set(key, made);
  }
  return formats.get(key);
}

export const clockTime = (date) => format({ hour: "2-digit", minute: "2-digit", hour12: false }).format(date);
export const dayKey = (date) => format({ year: "numeric", month: "2-digit", day: "2-digit" }).format(date);
export const fullTime = (date) =>
  format({ weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", hour12: false }).format(date);

/** "Today", "Yesterday" or "Monday, 16 November". */
export function dayName(date) {
  const key = dayKey(date);
  const now = businessNow();
  if (key === dayKey(now)) return "Today";
  if (key === dayKey(new Date(now.getTime() - 86_400_000))) return "Yesterday";
  const sameYear = date.getFullYear() === now.getFullYear();
  return format({ weekday: "long", day: "numeric", month: "long", ...(sameYear ? {} : { year: "numeric" }) }).format(date);
}

/** "just now", "4 min ago", "2 h ago", or a day with its time. */
export function ago(date) {
  const seconds = (businessNow() - date) / 1000;
  if (seconds < 60) return "just now";
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400 && dayName(date) === "Today") return `${Math.floor(seconds / 3600)} h ago`;
  return `${dayName(date)} at ${clockTime(date)}`;
}

/** Slack's `<!date^epoch^pattern^…>` tokens. */
export function slackDate(epoch, pattern) {
  const date = new Date(Number(epoch) * 1000);
  if (Number.isNaN(date.getTime())) return null;
  const short = format({ day: "numeric", month: "short", year: "numeric" }).format(date);
  const long = format({ weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(date);
  const numeric = format({ year: "numeric", month: "2-digit", day: "2-digit" }).format(date);
  const name = dayName(date);
  const pretty = (text) => (["Today", "Yesterday"].includes(name) ? name.toLowerCase() : text);
  const tokens = {
    date_num: numeric,
    date_slash: numeric,
    date_long: long,
    date_long_full: long,
    date_long_pretty: pretty(long),
    date_full: format({ day: "numeric", month: "long", year: "numeric" }).format(date),
    date: format({ day: "numeric", month: "long", year: "numeric" }).format(date),
    date_pretty: pretty(format({ day: "numeric", month: "long", year: "numeric" }).format(date)),
    date_short: short,
    date_short_pretty: pretty(short),
    day_divider_pretty: name,
    time: clockTime(date),
    time_secs: format({ hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false }).format(date),
    ago: ago(date),
  };
  return String(pattern).replace(/\{(\w+)\}/g, (whole, token) => tokens[token] ?? whole);
}

function zoneOffset(date) {
  const parts = Object.fromEntries(
    format({ year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric", hourCycle: "h23" })
      .formatToParts(date)
      .map((part) => [part.type, Number(part.value)]),
  );
  return Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second) - Math.floor(date.getTime() / 1000) * 1000;
}

/** Epoch seconds → "2026-11-23T09:00" on the person's wall clock. */
export function wallTime(epoch) {
  const date = new Date(Number(epoch) * 1000);
  return new Date(date.getTime() + zoneOffset(date)).toISOString().slice(0, 16);
}

/** "2026-11-23T09:00" on the person's wall clock → epoch seconds. */
export function epochOf(wall) {
  const asUtc = Date.parse(`${wall}:00Z`.replace(/(:\d\d:\d\d):00Z$/, "$1Z"));
  const first = asUtc - zoneOffset(new Date(asUtc));
  return Math.round((asUtc - zoneOffset(new Date(first))) / 1000);
}
