// Where blocks live — a message, a modal or Home — and what happens when someone uses them.

import { gesture, Refused } from "./api.js";
import { confirmFirst } from "./confirm.js";
import { store } from "./store.js";
import { toast } from "./toast.js";

/** What an element starts with: its `initial_…`, as the plain value that gestures and submits carry. */
export function initialOf(element) {
  if (element.initial_value !== undefined) return element.initial_value;
  if (element.initial_option) return element.initial_option.value;
  if (element.initial_options) return element.initial_options.map((option) => option.value);
  for (const name of ["date", "time", "date_time", "user", "users", "channel", "channels", "conversation", "conversations"]) {
    if (element[`initial_${name}`] !== undefined) return element[`initial_${name}`];
  }
  return undefined;
}

/** The value inside one entry of a view's `state.values`. */
function fromState(entry) {
  if (!entry || typeof entry !== "object") return undefined;
  if (entry.selected_option !== undefined) return entry.selected_option?.value ?? null;
  if (entry.selected_options !== undefined) return (entry.selected_options ?? []).map((option) => option.value);
  if (entry.rich_text_value !== undefined) return entry.rich_text_value;
  if (entry.files !== undefined) return (entry.files ?? []).map((file) => file.id ?? file);
  for (const [name, value] of Object.entries(entry)) {
    if (name === "value" || name.startsWith("selected_")) return value;
  }
  return undefined;
}

const keyOf = (block, element) => `${block.block_id ?? ""}\n${element.action_id ?? ""}`;

/**
 * kind: "message", "modal" or "home"; target: what gestures name it by, e.g. {channel, ts}.
 * `state` is the view's state as the server knows it.
 */
export function createSurface({ kind, target, state, enabled = true }) {
  const kept = new Map();
  const pending = new Set();

  const send = async (name, block, element, extra) => {
    const work = gesture(name, { as: store.as, ...target, block_id: block.block_id, action_id: element.action_id, ...extra });
    pending.add(work);
    try {
      return await work;
    } finally {
      pending.delete(work);
    }
  };

  const guarded = async (work, quiet = false) => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (!quiet) toast(explain(error), "bad");
      return null;
    }
  };

  const surface = {
    kind,
    target,
    enabled,
    /** block_id → what an input block lets others do with it (setError, focus) */
    fields: new Map(),

    valueOf(block, element) {
      const key = keyOf(block, element);
      if (kept.has(key)) return kept.get(key);
      const known = fromState(state?.values?.[block.block_id]?.[element.action_id]);
      return known !== undefined && known !== null ? known : initialOf(element);
    },

    /** Remember without telling anyone: typing in a form. */
    keep(block, element, value) {
      kept.set(keyOf(block, element), value);
      surface.fields.get(block.block_id)?.setError(null);
    },

    /** A button was pressed. Asks first when the element wants that; true when it was done. */
    async click(block, element, value = element.value) {
      if (!(await confirmFirst(element.confirm))) return false;
      // What is on the screen may be pressed although the message has changed meanwhile, as in Slack.
      return (await guarded(() => send("click", block, element, { value, stale: true }))) !== null;
    },

    /** Something was chosen: in a form it is kept (and typed at the server), elsewhere it acts at once. */
    async commit(block, element, value) {
      surface.keep(block, element, value);
      if (block.type === "input" && kind !== "message") {
        if (block.dispatch_action) return (await guarded(() => send("choose", block, element, { selected: value }))) !== null;
        await guarded(() => send("type", block, element, { value }), true);
        return true;
      }
      if (value === null) return false;
      if (!(await confirmFirst(element.confirm))) return false;
      return (await guarded(() => send("choose", block, element, { selected: value, stale: true }))) !== null;
    },

    /** Put words into an input; `enter` presses the key that some inputs send on. */
    async type(block, element, value, { enter = false } = {}) {
      surface.keep(block, element, value);
      return (await guarded(() => send("type", block, element, { value, enter }), !enter)) !== null;
    },

    /** Suggestions for an external select: groups of options. */
    async options(block, element, query) {
      const answer = await guarded(() => send("options", block, element, { query }));
      if (answer?.option_groups) return answer.option_groups.map((group) => ({ label: group.label, options: group.options ?? [] }));
      return [{ label: null, options: answer?.options ?? [] }];
    },

    /** When everything sent so far was answered. */
    settled: () => Promise.allSettled([...pending]),
  };
  return surface;
}

const WORDS = {
  operation_timeout: "The app did not answer within three seconds.",
  dispatch_failed: "The app is not listening. Is the bot running?",
  not_connected: "The app is not listening. Is the bot running?",
  app_not_connected: "The app is not listening. Is the bot running?",
  dispatch_unknown_error: "The app answered with an error.",
};

/** A sentence for what the server or the app refused. */
export function explain(error) {
  const code = error.body?.error;
  return error.body?.message ?? WORDS[code] ?? (code ? `Not done: ${String(code).replaceAll("_", " ")}.` : error.message);
}
