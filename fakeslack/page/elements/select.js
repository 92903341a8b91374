// Selects: static, external, users, conversations, channels; one or several.

import { avatar } from "../avatar.js";
import { combobox } from "../combobox.js";
import { icon } from "../icons.js";
import { textObject, wordsOf } from "../mrkdwn.js";
import { channel, isBotChannel, partner, personName, roleOf, store } from "../store.js";

const PATTERN = /^(multi_)?(static|external|users|conversations|channels)_select$/;

export const isSelect = (type) => PATTERN.test(type ?? "");

/** Labels of external options seen before, so that a kept value can be shown by its name again. */
const seen = new Map();

function fromOption(option) {
  return {
    value: option.value,
    words: wordsOf(option.text),
    label: () => textObject(option.text),
    hint: option.description ? () => textObject(option.description) : null,
  };
}

const matches = (query, option) => !query || option.words.toLowerCase().includes(query.toLowerCase());

const filtered = (groups, query) => groups.map((group) => ({ ...group, options: group.options.filter((option) => matches(query, option)) }));

function staticGroups(element) {
  if (element.option_groups) return element.option_groups.map((group) => ({ label: wordsOf(group.label), options: (group.options ?? []).map(fromOption) }));
  return [{ label: null, options: (element.options ?? []).map(fromOption) }];
}

function peopleOptions() {
  return (store.screen?.people ?? [])
    .filter((someone) => !someone.deleted)
    .map((someone) => ({ value: someone.id, words: someone.name, label: () => [someone.name], hint: roleOf(someone) ? () => [roleOf(someone)] : null, before: avatar(someone, 20) }));
}

function channelOptions(filter) {
  const include = filter?.include;
  return (store.screen?.channels ?? [])
    .filter((item) => {
      if (item.archived) return false;
      if (filter?.exclude_bot_users && isBotChannel(item)) return false;
      if (filter?.exclude_external_shared_channels && item.ext_shared) return false;
      const kind = item.kind === "im" ? "im" : item.private ? "private" : "public";
      return !include || include.includes(kind);
    })
    .map((item) => {
      const name = item.kind === "im" ? personName(partner(item)) || item.name : item.name;
      return { value: item.id, words: name, label: () => [name], before: item.kind === "im" ? null : icon(item.private ? "lock" : "hash", 14) };
    });
}

function kindOf(type) {
  const [, multi, kind] = PATTERN.exec(type);
  return { multi: Boolean(multi), kind };
}

const PLACEHOLDERS = { users: "Select a person", conversations: "Select a conversation", channels: "Select a channel" };

export function select(element, block, surface, names) {
  const { multi, kind } = kindOf(element.type);
  const sources = {
    static: (query) => filtered(staticGroups(element), query),
    users: (query) => filtered([{ label: null, options: peopleOptions() }], query),
    channels: (query) => filtered([{ label: null, options: channelOptions({ include: ["public"] }) }], query),
    conversations: (query) => filtered([{ label: null, options: channelOptions(element.filter) }], query),
    external: async (query) => {
      const groups = await surface.options(block, element, query);
      return groups.map((group) => ({
        label: group.label ? wordsOf(group.label) : null,
        options: group.options.map((option) => {
          const made = fromOption(option);
          seen.set(`${element.action_id}\n${option.value}`, made);
          return made;
        }),
      }));
    },
  };

  for (const option of [element.initial_option, ...(element.initial_options ?? [])]) {
    if (option && kind === "external") seen.set(`${element.action_id}\n${option.value}`, fromOption(option));
  }
  const named = (value) => {
    if (kind === "external") return seen.get(`${element.action_id}\n${value}`) ?? { value, words: value, label: () => [value] };
    const found = sources[kind]("").flatMap((group) => group.options).find((option) => option.value === value);
    const fallback = channel(value)?.name ?? personName(value) ?? value;
    return found ?? { value, words: fallback, label: () => [fallback] };
  };

  let start = surface.valueOf(block, element);
  if (start === undefined && element.default_to_current_conversation && surface.target.channel) start = multi ? [surface.target.channel] : surface.target.channel;
  if (start !== undefined && surface.valueOf(block, element) === undefined) surface.keep(block, element, start);
  const chosen = (Array.isArray(start) ? start : start ? [start] : []).map(named);

  return combobox({
    name: names.label && names.labelId ? names.label : wordsOf(element.placeholder) || names.label || "Select",
    labelId: names.labelId,
    describedBy: names.describedBy,
    placeholder: wordsOf(element.placeholder) || PLACEHOLDERS[kind] || (multi ? "Select items" : "Select an item"),
    multi,
    chosen,
    load: sources[kind],
    remote: kind === "external",
    minQuery: kind === "external" ? (element.min_query_length ?? 3) : 0,
    max: element.max_selected_items ?? Infinity,
    disabled: !surface.enabled,
    required: names.required,
    clearable: block.type === "input" && block.optional === true,
    actionId: element.action_id,
    onChange: (options) => surface.commit(block, element, multi ? options.map((option) => option.value) : (options[0]?.value ?? null)),
  });
}
