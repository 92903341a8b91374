// What the page knows: who is looking, what the server last said, and where they are.

export const store = {
  as: null,
  screen: null,
  /** {kind: "channel", id} or {kind: "home"} */
  place: null,
  /** {channel, ts} of the open thread, or null */
  thread: null,
  /** the tool shown at the side: "weather", "clock", "traffic" or null */
  tool: null,
  connected: true,
};

export function me() {
  return person(store.screen?.me) ?? null;
}

export function person(id) {
  return store.screen?.people?.find((item) => item.id === id) ?? null;
}

export function personName(id) {
  const found = person(id);
  if (found) return found.name ?? found.real_name ?? id;
  const app = store.screen?.app;
  if (app && app.bot_user_id === id) return app.name;
  return id ?? "someone";
}

export function channel(id) {
  return store.screen?.channels?.find((item) => item.id === id) ?? null;
}

export function botUser() {
  return store.screen?.app?.bot_user_id ?? null;
}

/** The direct-message channel with the app's bot, if there is one. */
export function botChannel() {
  return store.screen?.channels?.find((item) => isBotChannel(item)) ?? null;
}

export function isBotChannel(item) {
  if (!item || item.kind !== "im") return false;
  const bot = botUser();
  return bot !== null && item.user === bot;
}

/** The other person of a direct message. */
export function partner(item) {
  return item?.user ?? null;
}

/** What someone is here: their title, and whether they are a guest or from elsewhere. */
export function roleOf(someone) {
  if (!someone) return "";
  if (someone.stranger_team) return someone.title ? `${someone.title} · other organisation` : "other organisation";
  if (someone.guest) return someone.title ? `${someone.title} · guest` : "guest";
  return someone.title ?? "";
}
