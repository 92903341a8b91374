// Times as the person at the keyboard reads them, moved by the demo's business clock.

import { me } from "./store.js";

/** How far business time is ahead of the real one, in milliseconds. */
let offset = 0;
/** When it was moved, as the server remembers it: [{at, ahead}], seconds, oldest first. */
let jumps = [];

/** What the clock says: `now` (ISO) and when it was moved. Messages keep the time they were written at. */
export function learnClock({ now, jumps: known }) {
  const ahead = Date.parse(now) - Date.now();
  if (!Number.isFinite(ahead)) return;
  offset = ahead;
  jumps = Array.isArray(known) ? known : [];
}

export const currentOffset = () => offset;

function offsetAt(milliseconds) {
  const last = jumps.findLast((jump) => jump.at * 1000 <= milliseconds);
  return last ? last.ahead * 1000 : 0;
}

/** The Date at which a message with this `ts` was written, in business time. */
export function momentOf(ts) {
  const real = Number.parseFloat(ts) * 1000;
  return new Date(real + offsetAt(real));
}

export function businessNow() {
  return new Date(Date.now() + offset);
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
