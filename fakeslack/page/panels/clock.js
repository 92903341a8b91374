// The demo's business time: what it is now, and buttons that move it forward.

import { moveClock, readClock, Refused } from "../api.js";
import { h, replace } from "../dom.js";
import { explain } from "../surface.js";
import { businessNow, clockTime, epochOf, fullTime, learnClock, wallTime } from "../time.js";
import { toast } from "../toast.js";
import { panel } from "./panel.js";

/** Monday 09:00 after `from`, on the person's wall clock. */
function nextMonday(from) {
  const wall = wallTime(from.getTime() / 1000);
  const day = new Date(`${wall.slice(0, 10)}T00:00:00Z`);
  const ahead = (8 - day.getUTCDay()) % 7 || 7;
  const isMonday = day.getUTCDay() === 1 && wall.slice(11) < "09:00";
  day.setUTCDate(day.getUTCDate() + (isMonday ? 0 : ahead));
  return new Date(epochOf(`${day.toISOString().slice(0, 10)}T09:00`) * 1000);
}

export function createClock({ close, onMoved }) {
  const time = h("div", { class: "clock-time" });
  const date = h("div", { class: "clock-date quiet" });
  const face = h("div", { class: "clock-face", role: "timer", "aria-label": "Business time" }, time, date);
  const pick = h("input", { type: "datetime-local", class: "control", "aria-label": "Go to" });

  const draw = () => {
    const now = businessNow();
    replace(time, clockTime(now));
    replace(date, fullTime(now).replace(/,? (at )?\d\d:\d\d$/, ""));
  };

  const move = async (body) => {
    try {
      const answer = await moveClock(body);
      const said = answer?.now ? answer : await readClock();
      if (said?.now) learnClock(said);
      draw();
      onMoved();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      toast(explain(error), "bad");
    }
  };
  const button = (label, body) => {
    const node = h("button", { type: "button", class: "button" }, label);
    node.addEventListener("click", async () => {
      node.disabled = true;
      await move(body());
      node.disabled = false;
      node.focus();
    });
    return node;
  };

  const go = h("button", { type: "submit", class: "button" }, "Go");
  const form = h("form", { class: "clock-pick" }, pick, go);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (pick.value) move({ to: new Date(epochOf(pick.value) * 1000).toISOString() });
  });

  const read = async () => {
    try {
      const answer = await readClock();
      if (answer?.now) learnClock(answer);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      toast(explain(error), "bad");
    }
    draw();
  };
  const ticking = setInterval(draw, 1000);
  draw();
  read();

  const root = panel(
    "Clock",
    "Moves the bot's business time forward: promises run out, meetings come near. Messages keep their real ts; the times shown here follow the clock.",
    close,
    face,
    h("div", { class: "clock-buttons" }, button("+1 hour", () => ({ advance_seconds: 3600 })), button("+1 day", () => ({ advance_seconds: 86_400 })), button("Next Monday 09:00", () => ({ to: nextMonday(businessNow()).toISOString() }))),
    h("h3", null, "Or a moment of your choice"),
    form,
  );
  return {
    root,
    refresh: read,
    stop() {
      clearInterval(ticking);
    },
  };
}
