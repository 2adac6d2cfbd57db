// The living picture of one master: who watches it, what they think, who follows it, and how far behind.
import {bytes, el, millis, short} from "./text.js";

const BOX = {width: 172, height: 62, gap: 20};
const MOST = 24;

export function drawPicture(place, master, sentinel) {
  const width = Math.max(place.clientWidth || 640, 240);
  const columns = Math.max(1, Math.floor((width + BOX.gap) / (BOX.width + BOX.gap)));
  const self = {id: sentinel.id, address: "this sentinel", status: "up", saysDown: master.sdown, self: true};
  const voters = [self, ...master.sentinels].slice(0, MOST);
  const replicas = [...master.replicas].sort((a, b) => Boolean(b.problem) - Boolean(a.problem)).slice(0, MOST);
  const rows = count => Math.max(1, Math.ceil(count / columns));
  const step = BOX.height + 18;
  const masterTop = rows(voters.length) * step + 44;
  const replicaTop = masterTop + BOX.height + 62;
  const height = replicaTop + (replicas.length ? rows(replicas.length) * step : 0) + 4;
  const svg = el("svg", {viewBox: `0 0 ${width} ${height}`, width: "100%", height, role: "group",
    "aria-label": "Picture of " + master.name});
  const wires = el("g", {"aria-hidden": "true"});
  svg.append(wires);
  const centre = {x: width / 2, y: masterTop};

  grid(voters, width, columns, 0, (voter, x, y) => {
    const down = voter.status === "down";
    const opinion = down ? "is down" : voter.saysDown ? "says: the master is down" : "says: all is well";
    const vote = voter.votedFor ? "voted " + short(voter.votedFor) + " in " + voter.votedIn : opinion;
    wires.append(wire(x + BOX.width / 2, y + BOX.height, centre.x, centre.y, down ? "down" : voter.saysDown
      ? "accuse" : ""));
    svg.append(box({x, y, kind: "sentinel", role: "sentinel " + short(voter.id), name: voter.address,
      line: voter.saysDown && !down ? opinion : down ? opinion : voter.self ? "you are looking through it" : vote,
      health: down ? "down" : voter.saysDown ? "warn" : "up"}));
  });

  const busy = master.status === "failover";
  const gone = master.sdown || master.odown;
  const state = busy ? "failing over: " + (master.failover?.state || "").replaceAll("_", " ")
    : master.odown ? "down for the quorum" : master.sdown ? "down for this sentinel"
      : (master.node.version ? "version " + master.node.version : "up");
  svg.append(box({x: centre.x - BOX.width / 2, y: masterTop, kind: "master", role: "master",
    name: master.node.address,
    line: state, health: gone ? "down" : busy ? "busy" : master.status === "unknown" ? "warn" : "up"}));

  grid(replicas, width, columns, replicaTop, (replica, x, y) => {
    const down = replica.status === "down";
    const lag = replica.lagBytes === undefined ? "" : replica.lagBytes === 0 ? "in step"
      : bytes(replica.lagBytes) + " behind";
    const line = replica.promoted ? "being promoted" : down ? "down for " + millis(replica.downMs || 0)
      : replica.progress ? "re-pointed: " + replica.progress.replace("_", " ")
        : replica.problem || lag || (replica.linkUp ? "linked" : "not linked");
    wires.append(wire(centre.x, masterTop + BOX.height, x + BOX.width / 2, y, !down && replica.linkUp && !gone
      ? "up" : "down"));
    svg.append(box({x, y, kind: "replica", role: replica.roleReported === "master" ? "says: master" : "replica",
      name: replica.address, line, health: replica.promoted ? "busy" : down ? "down" : replica.problem ? "warn"
        : "up"}));
  });
  const hidden = master.replicas.length - replicas.length + master.sentinels.length + 1 - voters.length;
  place.replaceChildren(svg, hidden > 0 ? el("p", {class: "quiet"},
    "and " + hidden + " more that are not drawn") : "");
}

function grid(items, width, columns, top, draw) {
  items.forEach((item, at) => {
    const row = Math.floor(at / columns);
    const inRow = Math.min(columns, items.length - row * columns);
    const left = (width - inRow * BOX.width - (inRow - 1) * BOX.gap) / 2;
    draw(item, left + (at % columns) * (BOX.width + BOX.gap), top + 2 + row * (BOX.height + 18));
  });
}

function wire(x1, y1, x2, y2, link) {
  const middle = (y1 + y2) / 2;
  return el("path", {class: "wire", d: `M${x1} ${y1} C${x1} ${middle} ${x2} ${middle} ${x2} ${y2}`,
    "data-link": link});
}

function box({x, y, kind, role, name, line, health}) {
  return el("g", {transform: `translate(${x} ${y})`, "data-kind": kind, "data-health": health,
    "data-name": name, tabindex: 0,
    role: "img", "aria-label": [role, name, line].join(", ")},
    el("rect", {class: "box", width: BOX.width, height: BOX.height, rx: 12}),
    el("text", {class: "role", x: 12, y: 18}, role),
    el("text", {x: 12, y: 36}, cut(name, 22)),
    el("text", {class: "small", x: 12, y: 53}, cut(line, 27)),
    el("title", {}, [role, name, line].join("\n")));
}

function cut(text, most) {
  return text.length <= most ? text : text.slice(0, most - 1) + "…";
}
