import { h } from "../dom.js";

/** Something this page has no drawing for: named, and shown whole. */
export function unknown(what, thing) {
  const type = thing?.type ?? typeof thing;
  return h(
    "details",
    { class: "unknown", open: true },
    h("summary", null, `${what} “${type}” is not drawn here`),
    h("pre", { tabindex: "0" }, JSON.stringify(thing, null, 2) ?? String(thing)),
  );
}
