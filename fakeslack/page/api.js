// Every request the page makes. All of them go to the server that served the page.

/** What the server answered when it did not do what was asked; `body` is its whole answer. */
export class Refused extends Error {
  constructor(message, body, status) {
    super(message);
    this.body = body;
    this.status = status;
  }
}

async function request(method, path, { query, body } = {}) {
  const url = new URL(path, location.origin);
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== "") url.searchParams.set(name, value);
  }
  const options = { method, headers: { accept: "application/json" }, cache: "no-store" };
  if (body !== undefined) {
    options.headers["content-type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(url, options);
  } catch {
    throw new Refused("The fake Slack does not answer. Is it still running?", null, 0);
  }
  const text = await response.text();
  let answer = null;
  try {
    answer = text ? JSON.parse(text) : null;
  } catch {
    answer = null;
  }
  if (!response.ok || answer?.ok === false) {
    throw new Refused(answer?.message ?? answer?.error ?? `The server answered ${response.status}.`, answer, response.status);
  }
  return answer;
}

export const readScreen = (as) => request("GET", "/screen", { query: { as } });

export async function readMessages({ as, channel, threadTs, before, limit }) {
  const answer = await request("GET", "/screen/messages", {
    query: { as, channel, thread_ts: threadTs, before, limit },
  });
  return Array.isArray(answer) ? answer : (answer?.messages ?? []);
}

/** What a person does: say, react, click … As that person, through the same door the tests use. */
export const gesture = (kind, body) => request("POST", `/gestures/${kind}`, { body });

export const readTraffic = (since) => request("GET", "/traffic", { query: { since } });
export const readCalls = (since) => request("GET", "/calls", { query: { since } });
export const readFaults = () => request("GET", "/faults");
export const addFault = (fault) => request("POST", "/faults", { body: fault });
export const clearFaults = () => request("DELETE", "/faults");
export const readClock = () => request("GET", "/clock");
export const moveClock = (move) => request("POST", "/clock", { body: move });
