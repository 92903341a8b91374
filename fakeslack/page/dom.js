// Elements are only ever built here, from text nodes and attributes: no string is parsed as HTML.

const SVG = "http://www.w3.org/2000/svg";
const FORBIDDEN = new Set(["innerHTML", "outerHTML", "style", "srcdoc", "href", "src"]);

function attach(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return node;
}

function decorate(node, props) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (FORBIDDEN.has(name)) throw new Error(`h() does not set ${name}`);
    if (name.startsWith("on") && typeof value === "function") {
      node.addEventListener(name.slice(2).toLowerCase(), value);
    } else if (name === "dataset") {
      for (const [key, item] of Object.entries(value)) {
        if (item !== null && item !== undefined) node.dataset[key] = item;
      }
    } else {
      node.setAttribute(name, value === true ? "" : String(value));
    }
  }
  return node;
}

/** An HTML element: attributes, `dataset`, and `on…` listeners in props; children are text or nodes. */
export function h(tag, props, ...children) {
  return attach(decorate(document.createElement(tag), props), children);
}

/** The same for SVG. */
export function svg(tag, props, ...children) {
  return attach(decorate(document.createElementNS(SVG, tag), props), children);
}

export function fragment(...children) {
  return attach(document.createDocumentFragment(), children);
}

export function replace(node, ...children) {
  node.replaceChildren();
  return attach(node, children);
}

/** The address if a click may follow it: http, https and mailto only; otherwise null. */
export function safeUrl(address) {
  try {
    const url = new URL(String(address));
    return ["http:", "https:", "mailto:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** A link that opens elsewhere and tells the other side nothing; plain text when the address is unsafe. */
export function link(address, ...children) {
  const href = safeUrl(address);
  if (!href) return h("span", { class: "link-refused", title: "Not a web address" }, ...children);
  const anchor = h("a", { class: "link", target: "_blank", rel: "noopener noreferrer" }, ...children);
  anchor.href = href;
  return anchor;
}

/** A picture of this workspace; those elsewhere are not fetched but named, with a link to them. */
export function picture(address, alt, className) {
  let url = null;
  try {
    url = new URL(String(address), location.origin);
  } catch {
    // An address that cannot be read is shown by its description.
  }
  if (url && (url.origin === location.origin || url.protocol === "data:")) {
    const image = h("img", { class: className, alt: alt ?? "", loading: "lazy", decoding: "async" });
    image.src = url.href;
    return image;
  }
  const label = alt || "picture";
  return h(
    "span",
    { class: `picture-elsewhere ${className ?? ""}`, role: "img", "aria-label": label, title: String(address ?? "") },
    label.slice(0, 60),
  );
}

let counter = 0;
export function uid(prefix) {
  counter += 1;
  return `${prefix}-${counter}`;
}

/** Say something to screen readers without moving anything. */
export function announce(text) {
  const log = document.getElementById("announcer");
  log.append(h("p", null, text));
  while (log.childElementCount > 8) log.firstElementChild.remove();
}

/** One run at a time; calls made meanwhile become one more run after it, and wait for that. */
export function coalesce(work) {
  let running = null;
  let next = null;
  const begin = () => {
    running = work().finally(() => {
      running = null;
    });
    return running;
  };
  const goOn = () => {
    next = null;
    return run();
  };
  const run = () => {
    if (!running) return begin();
    next ??= running.then(goOn, goOn);
    return next;
  };
  return run;
}

/** Put a floating box beside its anchor, inside the window. */
export function place(box, anchor, { above = false, end = false, matchWidth = false } = {}) {
  const target = anchor.getBoundingClientRect();
  if (matchWidth) box.style.minWidth = `${Math.round(target.width)}px`;
  const { width, height } = box.getBoundingClientRect();
  const gap = 6;
  const edge = 8;
  const roomBelow = innerHeight - target.bottom;
  const goesUp = above ? target.top > height + gap || target.top > roomBelow : roomBelow < height + gap && target.top > roomBelow;
  const top = goesUp ? target.top - height - gap : target.bottom + gap;
  const left = end ? target.right - width : target.left;
  box.style.top = `${Math.max(edge, Math.min(top, innerHeight - height - edge))}px`;
  box.style.left = `${Math.max(edge, Math.min(left, innerWidth - width - edge))}px`;
}
