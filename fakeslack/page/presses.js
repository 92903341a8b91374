// A press is a down and an up on the same element. What would draw that element anew meanwhile
// waits for the up: otherwise the click is lost and the person presses twice.

let held = false;
const waiting = [];

function hold() {
  held = true;
}

function letGo() {
  if (!held) return;
  held = false;
  // The click is sent after the up, in the same task.
  setTimeout(() => waiting.splice(0).forEach((go) => go()));
}

addEventListener("pointerdown", (event) => event.button === 0 && hold(), true);
addEventListener("pointerup", letGo, true);
addEventListener("pointercancel", letGo, true);
addEventListener("contextmenu", letGo, true);
addEventListener("keydown", (event) => event.key === " " && hold(), true);
addEventListener("keyup", (event) => event.key === " " && letGo(), true);
addEventListener("blur", letGo);

/** Resolves when nothing is being pressed: at once, mostly. */
export function released() {
  return held ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve();
}
