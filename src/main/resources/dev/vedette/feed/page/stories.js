// Failovers, told so that they can be read.
import {day, el, millis, short} from "./text.js";

const PHASES = [["detected", "detected"], ["agreed", "agreed"], ["elected", "elected"], ["selected", "selected"],
  ["promoted", "promoted"], ["repointed", "re-pointed"], ["ended", "ended"]];
const MOST = 30;

const TOLD = {
  "+sdown": "This sentinel saw it down",
  "-sdown": "It answered again",
  "+odown": "A quorum agreed that it is down",
  "-odown": "There was no quorum for it any more",
  "+new-epoch": "A new epoch began",
  "+try-failover": "This sentinel asked for votes",
  "+vote-for-leader": "A vote was given",
  "+elected-leader": "This sentinel was elected to lead",
  "+failover-state-select-slave": "The replicas were compared",
  "+selected-slave": "One was chosen",
  "+failover-state-send-slaveof-noone": "It was told to be a master",
  "+failover-state-wait-promotion": "Waiting until it says so itself",
  "+promoted-slave": "It says that it is a master",
  "+failover-state-reconf-slaves": "The others are re-pointed",
  "+slave-reconf-sent": "A replica was told to follow",
  "+slave-reconf-inprog": "It follows",
  "+slave-reconf-done": "Its replication works",
  "+failover-end": "Everything follows",
  "+failover-end-for-timeout": "Not everything follows in time",
  "+switch-master": "Clients have a new master",
  "+config-update-from": "Another sentinel, which led, told of it",
};

function headline(story, me) {
  const led = story.leader ? (story.leader === me ? "this sentinel" : "sentinel " + short(story.leader)) + " led"
    : story.outcome === "followed" && story.tries ? "another sentinel led" : "";
  const tail = [led, story.epoch && "epoch " + story.epoch].filter(Boolean).join(", ");
  switch (story.outcome) {
    case "running": return `${story.from} is down: ${story.tries ? "a failover goes on" : "the quorum agrees"}`;
    case "done": case "followed":
      return `${story.to} took over from ${story.from} in ${millis(story.ms)}${tail ? "; " + tail : ""}`;
    case "recovered": return `${story.from} came back after ${millis(story.ms)}`;
    case "aborted": return `An order was given up: ${story.reason}`;
    default: return `${story.from}: not seen to the end`;
  }
}

export function storyList({stories, chosen, me}) {
  const place = document.getElementById("stories-list");
  const all = document.getElementById("stories-all");
  const opened = new Map();

  function one(story, first) {
    const details = el("details", {class: "story", "data-id": story.id, "data-outcome": story.outcome});
    details.open = opened.has(story.id) ? opened.get(story.id) : first;
    details.addEventListener("toggle", () => opened.set(story.id, details.open));
    details.append(el("summary", {},
      el("span", {}, el("span", {class: "tag", "data-outcome": story.outcome}, story.outcome), " ",
        el("b", {}, story.master), " ", headline(story, me()), " ", el("span", {class: "quiet"}, day(story.begun)))));
    const track = el("ol", {class: "track", "aria-label": "Milliseconds to each phase"});
    for (const [key, word] of PHASES) {
      const ms = story.phases[key];
      track.append(el("li", {"data-phase": key, "data-reached": ms !== undefined}, el("b", {}, word),
        ms === undefined ? "–" : millis(ms)));
    }
    const steps = el("ol", {class: "steps"});
    for (const step of story.steps) {
      steps.append(el("li", {"data-event": step.event}, el("span", {class: "ms"}, "+" + step.ms + " ms"),
        TOLD[step.event] || step.event, " ", el("code", {class: "quiet"}, step.event + " " + step.payload),
        step.reason ? el("div", {class: "reason"}, step.reason) : null));
    }
    details.append(el("div", {class: "inside"}, track,
      story.reason && story.to ? el("p", {}, el("b", {}, "Why " + story.to + "? "), story.reason) : null,
      story.forced ? el("p", {class: "quiet"}, "A person ordered it.") : null, steps));
    return details;
  }

  function draw() {
    const wanted = stories().filter(story => all.checked || story.master === chosen()).slice(0, MOST);
    place.replaceChildren(...(wanted.length ? wanted.map((story, at) => one(story, at === 0))
      : [el("p", {class: "quiet"}, "None is remembered.")]));
  }

  all.addEventListener("change", draw);
  return {draw};
}
