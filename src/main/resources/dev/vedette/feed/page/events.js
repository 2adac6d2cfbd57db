// The stream of events, the newest first, and what is missing in it said aloud.
import {el, time} from "./text.js";

const MOST = 1000;
const DRAWN = 300;
const GOOD = ["-sdown", "-odown", "+switch-master", "+failover-end", "+promoted-slave", "-tilt",
  "+slave-reconf-done"];

export function eventList({chosen}) {
  const list = document.getElementById("events-list");
  const filter = document.getElementById("filter");
  const all = document.getElementById("events-all");
  const pause = document.getElementById("pause");
  const kept = [];
  let waiting = false;

  function row(event) {
    if (event.type === "gone") {
      return el("li", {class: "gap"}, (event.count ? event.count + " events"
        : "Events") + " before this are not to be had any more: " + event.reason);
    }
    return el("li", {"data-seq": event.seq, "data-event": event.event, "data-level": event.level,
      "data-good": GOOD.includes(event.event)},
      el("time", {datetime: event.at}, time(event.at)), el("b", {}, event.event), " ", el("code", {}, event.payload),
      event.reason ? el("div", {class: "reason"}, event.reason) : null);
  }

  function wanted(event) {
    if (event.type === "gone") return true;
    const words = filter.value.trim().toLowerCase();
    return (all.checked || !event.master || event.master === chosen())
      && (!words || (event.event + " " + event.payload + " " + (event.reason || "")).toLowerCase().includes(words));
  }

  function draw() {
    waiting = false;
    if (pause.getAttribute("aria-pressed") === "true") return;
    const rows = [];
    for (const event of kept) {
      if (rows.length >= DRAWN) break;
      if (wanted(event)) rows.push(row(event));
    }
    list.replaceChildren(...rows);
  }

  function soon() {
    if (!waiting) {
      waiting = true;
      requestAnimationFrame(draw);
    }
  }

  function add(event) {
    kept.unshift(event);
    kept.length = Math.min(kept.length, MOST);
    soon();
  }

  function fill(older) {
    kept.push(...older.reverse());
    kept.length = Math.min(kept.length, MOST);
    soon();
  }

  filter.addEventListener("input", soon);
  all.addEventListener("change", soon);
  pause.addEventListener("click", () => {
    const on = pause.getAttribute("aria-pressed") !== "true";
    pause.setAttribute("aria-pressed", on);
    pause.textContent = on ? "Go on" : "Pause";
    soon();
  });
  return {add, fill, draw: soon};
}
