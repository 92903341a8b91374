// Puts the page together: reads the screen, follows the hints, goes where the address says.

import { gesture, readClock, readScreen, Refused } from "./api.js";
import { createComposer } from "./composer.js";
import { coalesce, h, replace } from "./dom.js";
import { createHeader, placeName } from "./header.js";
import { createHome } from "./home.js";
import { listen } from "./live.js";
import { createFeed } from "./messages.js";
import { createModals } from "./modal.js";
import { createClock } from "./panels/clock.js";
import { createTraffic } from "./panels/traffic.js";
import { createWeather } from "./panels/weather.js";
import { released } from "./presses.js";
import { createSidebar } from "./sidebar.js";
import { channel, isBotChannel, me, store } from "./store.js";
import { explain } from "./surface.js";
import { applyTheme } from "./theme.js";
import { createThread } from "./thread.js";
import { learnClock } from "./time.js";
import { toast } from "./toast.js";

applyTheme();

const app = document.getElementById("app");
const main = document.getElementById("main");
const aside = document.getElementById("aside");
const scrim = document.getElementById("scrim");
const head = h("header", { class: "main-head" });
const stage = h("div", { class: "stage" });

let feed = null;
let composer = null;
let home = null;
let thread = null;
let tool = null;
let line = null;
/** What the main column shows now, to know when it must be built anew. */
let standing = "";

const clockShown = () => store.screen?.app?.clock === true;

/* ---- the address: ?as=U0RITA#/C0SALES/1700000000.000100 ---- */

function readAddress() {
  const [, id, ts] = location.hash.split("/");
  return { id: id || null, ts: ts && /^\d+\.\d+$/.test(ts) ? ts : null };
}

function writeAddress() {
  const id = store.place?.kind === "home" ? "home" : (store.place?.id ?? "");
  const query = `?as=${encodeURIComponent(store.as)}`;
  const hash = `#/${id}${store.thread ? `/${store.thread.ts}` : ""}`;
  if (location.search !== query || location.hash !== hash) history.pushState(null, "", `${location.pathname}${query}${hash}`);
}

/* ---- the drawer on narrow screens ---- */

function openSidebar() {
  app.classList.add("drawer-open");
  scrim.hidden = false;
  main.inert = true;
  aside.inert = true;
  document.querySelector("#sidebar .switcher")?.focus();
}

function closeSidebar() {
  app.classList.remove("drawer-open");
  scrim.hidden = true;
  main.inert = false;
  aside.inert = false;
}
scrim.addEventListener("click", closeSidebar);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented && app.classList.contains("drawer-open")) {
    closeSidebar();
    head.querySelector(".only-narrow")?.focus();
  }
});

/* ---- going places ---- */

function goTo(place, { threadTs = null, focus = true } = {}) {
  store.place = place;
  store.thread = threadTs && place.kind === "channel" ? { channel: place.id, ts: threadTs } : null;
  if (store.thread) store.tool = null;
  closeSidebar();
  writeAddress();
  draw();
  if (focus) (composer ?? { focus: () => main.focus() }).focus();
}

function openThread(ts) {
  store.thread = { channel: store.place.id, ts };
  store.tool = null;
  writeAddress();
  draw();
  thread?.focus();
}

function closeThread() {
  const ts = store.thread?.ts;
  store.thread = null;
  writeAddress();
  draw();
  const row = ts ? main.querySelector(`.message[data-ts="${CSS.escape(ts)}"]`) : null;
  (row ?? main.querySelector(".composer-field"))?.focus({ preventScroll: true });
}

function toggleTool(name) {
  store.tool = store.tool === name ? null : name;
  closeSidebar();
  draw();
  if (store.tool) aside.querySelector("button,input")?.focus();
}

function closeTool() {
  const name = store.tool;
  store.tool = null;
  draw();
  document.querySelector(`[data-place="tool-${name}"]`)?.focus();
}

async function switchTo(personId) {
  store.as = personId;
  store.thread = null;
  standing = "";
  follow();
  await refreshScreen();
  const still = store.place?.kind === "home" || channel(store.place?.id);
  if (!still) store.place = firstPlace();
  writeAddress();
  draw();
  toast(`You are ${me()?.name ?? personId} now.`, "plain", "who");
  document.querySelector("#sidebar .switcher")?.focus();
}

/** Does a gesture that gives a channel, then goes there. */
async function enter(kind, body) {
  const as = store.as;
  const found = await guard(gesture(kind, { as, ...body }));
  const screen = found && (await guard(readScreen(as)));
  if (!screen || as !== store.as) return;
  store.screen = screen;
  goTo({ kind: "channel", id: found.channel });
}

const join = (channelId) => enter("join", { channel: channelId });
const talkTo = (personId) => enter("open_dm", { user: personId });

function firstPlace() {
  const channels = store.screen?.channels ?? [];
  const wanted = channels.find((one) => one.name === "sales") ?? channels.find((one) => one.kind !== "im") ?? channels[0];
  return wanted ? { kind: "channel", id: wanted.id } : { kind: "home" };
}

/* ---- drawing ---- */

const modals = createModals({ onChange: () => refreshScreen() });
const sidebar = createSidebar(document.getElementById("sidebar"), { goTo, switchTo, toggleTool, join, talkTo });
const header = createHeader(head, { openSidebar, goTo, toggleTool });

function intro(here) {
  const name = placeName(store.place);
  return h("div", { class: "intro" }, h("h2", null, name), h("p", { class: "quiet" }, here.kind === "im" ? (isBotChannel(here) ? "Your direct messages with the app. Only you see them." : `Your direct messages with ${name}.`) : `This is the very beginning of ${name}.`));
}

function closedReason(here) {
  if (here?.archived) return "This channel is archived. It can be read but not written to.";
  return null;
}

function drawMain() {
  const key = `${store.as}/${store.place.kind}/${store.place.id ?? ""}/${closedReason(channel(store.place.id)) ?? ""}`;
  if (key === standing) return;
  standing = key;
  feed?.stop();
  feed = null;
  composer = null;
  home = null;
  if (store.place.kind === "home") {
    home = createHome();
    replace(stage, home.root);
    home.draw();
    home.open().then(() => refreshScreen());
    return;
  }
  const here = channel(store.place.id);
  if (!here) {
    replace(stage, h("p", { class: "boot quiet" }, "This conversation is not open to this person."));
    return;
  }
  feed = createFeed({ channelId: here.id, label: `Messages in ${placeName(store.place)}`, unread: here.unread ?? 0, onOpenThread: openThread, intro: intro(here), empty: "Nothing was said here yet." });
  composer = createComposer({ channelId: here.id, name: placeName(store.place), disabledReason: closedReason(here), onSent: () => feed?.toBottom() });
  replace(stage, feed.root, composer.root);
  guard(feed.refresh()).then(() => refreshScreen());
}

function drawAside() {
  const wantThread = store.thread && !store.tool;
  if (thread && (!wantThread || thread.ts !== store.thread.ts || thread.channelId !== store.thread.channel || thread.as !== store.as)) {
    thread.stop();
    thread.root.remove();
    thread = null;
  }
  if (tool && tool.name !== store.tool) {
    tool.stop();
    tool.root.remove();
    tool = null;
  }
  if (wantThread && !thread) {
    const here = channel(store.thread.channel);
    thread = createThread({ channelId: store.thread.channel, ts: store.thread.ts, disabledReason: closedReason(here) }, { close: closeThread });
    thread.as = store.as;
    aside.append(thread.root);
    guard(thread.feed.refresh());
  }
  if (store.tool && !tool) {
    const make = { weather: createWeather, clock: createClock, traffic: createTraffic }[store.tool];
    tool = make({ close: closeTool, onMoved: () => redrawTimes() });
    tool.name = store.tool;
    aside.append(tool.root);
  }
  aside.hidden = !(thread || tool);
  app.classList.toggle("has-aside", !aside.hidden);
  aside.setAttribute("aria-label", thread ? "Thread" : "Tool");
}

function redrawTimes() {
  header.draw();
  feed?.redraw();
  thread?.feed.redraw();
}

function draw() {
  if (!store.screen || !store.place) return;
  if (!stage.isConnected) replace(main, head, stage);
  sidebar.draw();
  header.draw();
  drawMain();
  drawAside();
  home?.draw();
  modals.show(store.screen.modals ?? []);
}

/* ---- keeping up ---- */

async function guard(work) {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.status === 0) tryAgainSoon(error);
    else toast(explain(error), "bad");
    return null;
  }
}

let again = null;
let toldOfLoss = false;
/** What could not be read is read again until the server answers; that it is away is said once. */
function tryAgainSoon(error) {
  if (!toldOfLoss) toast(explain(error), "bad", "away");
  toldOfLoss = true;
  clearTimeout(again);
  again = setTimeout(resync, 2000);
}

const namesIn = (screen) => JSON.stringify([screen?.people?.map((one) => [one.id, one.name, one.guest]), screen?.channels?.map((one) => [one.id, one.name])]);

const refreshScreen = coalesce(async () => {
  const as = store.as;
  const screen = await guard(readScreen(as));
  await released();
  if (!screen || as !== store.as) return;
  toldOfLoss = false;
  const before = store.screen ? namesIn(store.screen) : null;
  store.screen = screen;
  draw();
  if (before && before !== namesIn(screen)) redrawTimes();
});

let waiting = null;
/** Hints may come in bursts; the screen is read once for all of them. */
function screenSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(refreshScreen, 80);
}

function onHint(hint) {
  const { kind } = hint;
  if (kind === "hello" || kind === "typed") return;
  if (kind === "traffic") {
    if (tool?.name === "traffic") tool.refresh();
    if (/^socket_/.test(hint.row?.kind ?? "")) screenSoon();
    return;
  }
  if (kind === "reload") {
    resync();
    return;
  }
  if (["message", "message_changed", "message_deleted", "ephemeral", "reaction"].includes(kind)) {
    const reading = [];
    if (feed && hint.channel === feed.channelId) {
      const isReply = hint.thread_ts && hint.thread_ts !== hint.ts;
      // A reply shows in the channel as its parent's count, wherever the parent stands.
      if (isReply && kind !== "ephemeral") reading.push(feed.refreshOne(hint.thread_ts));
      else reading.push(kind === "message" || kind === "ephemeral" ? feed.refresh() : feed.refreshOne(hint.ts));
    }
    if (thread && hint.channel === thread.channelId && (!hint.thread_ts || hint.thread_ts === thread.ts || hint.ts === thread.ts)) reading.push(thread.feed.refresh());
    // The screen is read after the messages: having read them is what makes them no longer unread.
    guard(Promise.all(reading)).then(screenSoon);
    return;
  }
  if (kind === "modal" || kind === "home") refreshScreen();
  else screenSoon();
  if (kind === "faults" && tool?.name === "weather") tool.refresh();
  if (kind === "clock") learn();
}

async function learn() {
  if (!clockShown()) return;
  const answer = await readClock().catch(() => null);
  await released();
  if (answer?.now) {
    learnClock(answer);
    redrawTimes();
  }
}

function resync() {
  refreshScreen();
  if (feed) guard(feed.refresh());
  if (thread) guard(thread.feed.refresh());
  tool?.refresh();
}

function follow() {
  line?.stop();
  let wasAway = false;
  line = listen({
    as: store.as,
    onHint,
    onState(connected) {
      if (connected && wasAway) resync();
      wasAway = !connected;
      if (store.connected !== connected) {
        store.connected = connected;
        released().then(sidebar.draw);
      }
    },
  });
}

addEventListener("popstate", () => {
  const { id, ts } = readAddress();
  if (id === "home") store.place = { kind: "home" };
  else if (id && channel(id)) store.place = { kind: "channel", id };
  store.thread = ts && store.place?.kind === "channel" ? { channel: store.place.id, ts } : null;
  draw();
});

addEventListener("online", () => resync());

document.addEventListener("visibilitychange", () => {
  if (!document.hidden && feed) guard(feed.refresh());
});

async function start() {
  store.as = new URLSearchParams(location.search).get("as") || "U0RITA";
  let screen = null;
  try {
    screen = await readScreen(store.as);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const fallback = new URLSearchParams(location.search).has("as") ? null : await readScreen("").catch(() => null);
    if (!fallback?.me || !fallback.people) {
      replace(main, h("p", { class: "boot", role: "alert" }, explain(error)));
      return;
    }
    screen = fallback;
    store.as = fallback.me;
  }
  store.screen = screen;
  const { id, ts } = readAddress();
  if (id === "home") store.place = { kind: "home" };
  else if (id && channel(id)) store.place = { kind: "channel", id };
  else store.place = firstPlace();
  store.thread = ts && store.place.kind === "channel" ? { channel: store.place.id, ts } : null;
  history.replaceState(null, "", `${location.pathname}?as=${encodeURIComponent(store.as)}#/${store.place.kind === "home" ? "home" : store.place.id}${store.thread ? `/${store.thread.ts}` : ""}`);
  if (clockShown()) await learn();
  follow();
  draw();
}

start();
