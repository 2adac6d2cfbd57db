// Puts the parts together: what is heard changes what is known, and what is known is drawn once a frame.
import {connect, get} from "./stream.js";
import {el, short, time} from "./text.js";
import {eventList} from "./events.js";
import {masterList} from "./masters.js";
import {logIn, logOut, order} from "./orders.js";
import {drawPicture} from "./picture.js";
import {storyList} from "./stories.js";
import {clusterPanel} from "./cluster.js";

const root = document.documentElement;
const masters = new Map();
let sentinel = {id: ""};
let stories = [];
let chosen = decodeURIComponent(location.hash.slice(1));
let pictureNumber = 0;
let loading = null;
let early = [];
let waiting = false;
let mayAct = false;
let filled = false;

const list = masterList({masters: () => masters, chosen: () => chosen, choose});
const told = storyList({stories: () => stories, chosen: () => chosen, me: () => sentinel.id});
const events = eventList({chosen: () => chosen});
const cluster = clusterPanel({chosen: () => chosen});

function choose(name) {
  chosen = name;
  history.replaceState(null, "", "#" + encodeURIComponent(name));
  cluster.draw();
  drawAll();
}

function soon() {
  if (!waiting) {
    waiting = true;
    requestAnimationFrame(draw);
  }
}

function draw() {
  waiting = false;
  if (!masters.has(chosen)) chosen = list.visible()[0]?.name || chosen;
  list.draw();
  const master = masters.get(chosen);
  document.getElementById("who").textContent = sentinel.id
    ? "sentinel " + short(sentinel.id) + " · epoch " + sentinel.epoch + (sentinel.tilt
      ? " · TILT: it slept, and accuses nobody" : "") : "";
  document.getElementById("detail-title").textContent = master ? master.name : masters.size ? chosen
    : "Nothing is watched yet";
  document.getElementById("acts").hidden = !mayAct || !master;
  document.getElementById("cluster-order").hidden = !mayAct;
  const problems = document.getElementById("problems");
  const quorum = document.getElementById("quorum");
  const place = document.getElementById("picture");
  if (!master) {
    problems.replaceChildren();
    quorum.replaceChildren();
    place.replaceChildren();
    return;
  }
  problems.replaceChildren(...master.problems.map(problem => el("li", {}, problem)));
  const q = master.quorum;
  quorum.replaceChildren(el("b", {}, q.usable + " of " + q.known + " sentinels"), " can be reached. ", el("b",
    {}, String(q.needed)),
    " must agree that it is down", q.agreeing ? el("span", {}, " (", el("b", {}, String(q.agreeing)), " do)")
      : "", ", ",
    el("b", {}, String(q.majority)), " must vote. ", q.canFailOver ? "A failover is possible." : el("b", {},
      "No failover is possible."));
  const focused = document.activeElement?.closest?.("#picture g")?.dataset.name;
  drawPicture(place, master, sentinel);
  if (focused) place.querySelector(`g[data-name="${CSS.escape(focused)}"]`)?.focus();
}

function drawAll() {
  soon();
  told.draw();
  events.draw();
}

/** Everything at one moment; what is heard meanwhile is applied behind it, if it is newer. */
async function load() {
  if (loading) return loading;
  loading = (async () => {
    try {
      const [state, history] = await Promise.all([get("/api/v1/state"), get("/api/v1/failovers")]);
      masters.clear();
      state.masters.forEach(master => masters.set(master.name, master));
      sentinel = state.sentinel;
      pictureNumber = state.picture;
      stories = history.failovers;
      if (!filled) {
        filled = true;
        events.fill((await get("/api/v1/events")).events.filter(event => event.seq <= firstSeq));
      }
    } finally {
      loading = null;
      const heard = early;
      early = [];
      heard.forEach(apply);
      drawAll();
    }
  })();
  return loading;
}

let firstSeq = Infinity;

function apply(frame) {
  if (frame.type === "failover") {
    stories = [frame, ...stories.filter(story => story.id !== frame.id)];
    told.draw();
  } else if (frame.picture > pictureNumber || frame.type === "sentinel") {
    if (frame.type === "master") masters.set(frame.master.name, frame.master);
    if (frame.type === "removed") masters.delete(frame.name);
    if (frame.type === "sentinel") sentinel = frame.sentinel;
    if (frame.type === "refresh") load().catch(() => {});
    soon();
  }
}

const NEWS = {"+odown": "is down for the quorum", "+switch-master": "has a new master", "-sdown": "answers again",
  "+tilt": "This sentinel slept and accuses nobody for a while"};

function heard(frame) {
  if (frame.type === "welcome") {
    if (firstSeq === Infinity) firstSeq = frame.seq;
    load().catch(() => {});
  } else if (frame.type === "event") {
    root.dataset.seq = frame.seq;
    events.add(frame);
    if (NEWS[frame.event] && (!frame.instance || frame.instance.kind === "master")) {
      document.getElementById("news").textContent = (frame.master ? frame.master + " " : "") + NEWS[frame.event];
    }
  } else if (frame.type === "gone") {
    events.add(frame);
    load().catch(() => {});
  } else if (loading) {
    early.push(frame);
  } else {
    apply(frame);
  }
}

let knownAt = Date.now();
function link(state) {
  const was = root.dataset.link;
  root.dataset.link = state;
  document.getElementById("link").textContent = state === "live" ? "Live" : "Connection lost";
  const banner = document.getElementById("banner");
  if (state === "lost" && was === "live") knownAt = Date.now();
  banner.hidden = state === "live";
  if (state === "lost") {
    banner.textContent = "No connection to this sentinel. What is shown is from " + time(knownAt) + "; trying again.";
  }
}

async function who() {
  const button = document.getElementById("login");
  try {
    const session = await get("/api/v1/session");
    mayAct = session.mayAct;
    document.getElementById("no-acts").textContent = session.why || "";
    button.hidden = session.mayAct && !session.loggedIn;
    button.textContent = session.loggedIn ? "Log out " + session.user : "Log in";
    button.onclick = session.loggedIn
      ? async () => { await logOut(); location.reload(); }
      : () => logIn(() => location.reload());
    soon();
  } catch (e) {
    button.hidden = true;
  }
}

connect({heard, state: link, forbidden() {
  root.dataset.link = "forbidden";
  document.getElementById("link").textContent = "Log in to see it";
  logIn(() => location.reload());
}});
who();

document.getElementById("acts").addEventListener("click", event => {
  const kind = event.target.dataset?.order;
  if (kind && masters.has(chosen)) order(kind, masters.get(chosen));
});
addEventListener("keydown", event => {
  if (event.target.matches("input, textarea") || document.getElementById("dialog").open || event.ctrlKey
    || event.metaKey || event.altKey) return;
  if (event.key === "/") {
    event.preventDefault();
    document.getElementById("search").focus();
  } else if (event.key === "j" || event.key === "k") {
    const all = list.visible();
    const at = all.findIndex(master => master.name === chosen);
    const next = all[Math.min(all.length - 1, Math.max(0, at + (event.key === "j" ? 1 : -1)))];
    if (next) choose(next.name);
  }
});
new ResizeObserver(soon).observe(document.getElementById("detail"));
