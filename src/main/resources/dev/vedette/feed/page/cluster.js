// What the nodes of the cluster say of the chosen master, side by side, and the events of all of them, each once.
import {get, send} from "./stream.js";
import {el, short, time} from "./text.js";

const PAUSE = 2000;
const MOST = 200;

export function clusterPanel({chosen}) {
  const section = document.getElementById("cluster");
  const events = new Map();
  let last = 0;
  let timer = null;

  async function look() {
    clearTimeout(timer);
    let pause = PAUSE;
    try {
      if (!document.hidden) pause = await load();
    } catch (e) {
      document.getElementById("cluster-state").textContent = "not known at this moment";
    }
    if (pause) timer = setTimeout(look, pause);
  }

  /** Says when to look again; 0 is never, because there is no cluster. */
  async function load() {
    const cluster = await get("/api/v1/cluster");
    section.hidden = !cluster.enabled;
    if (!cluster.enabled) return 0;
    const name = chosen();
    const [master, news] = await Promise.all([
      name ? get("/api/v1/cluster/masters/" + encodeURIComponent(name)) : {opinions: [], disagreements: []},
      get("/api/v1/cluster/events?after=" + last)]);
    last = news.last;
    news.events.forEach(event => events.set(event.number, event));
    draw(cluster, master);
    return PAUSE;
  }

  function draw(cluster, master) {
    const heard = cluster.nodes.filter(node => node.heard).length;
    document.getElementById("cluster-state").textContent = cluster.joined
      ? heard + " of " + cluster.nodes.length + " are heard" : "not in the cluster: " + cluster.trouble;
    document.getElementById("cluster-problems").replaceChildren(
      ...cluster.disagreements.map(each => el("li", {}, each.master + ": " + each.sentence)));
    const nodes = new Map(cluster.nodes.map(node => [node.id, node]));
    document.getElementById("cluster-opinions").replaceChildren(table(master, nodes));
    const newest = [...events.values()].sort((a, b) => b.number - a.number);
    newest.slice(MOST).forEach(event => events.delete(event.number));
    const shown = newest.slice(0, MOST).map(event => line(event, nodes));
    document.getElementById("cluster-events").replaceChildren(...shown);
  }

  function table(master, nodes) {
    const opinions = master.opinions;
    const row = (title, value) => {
      const values = opinions.map(opinion => String(value(opinion)));
      const differ = new Set(values).size > 1;
      return el("tr", {class: differ ? "differ" : ""}, el("th", {scope: "row"}, title),
        ...values.map(text => el("td", {}, text)));
    };
    return el("tbody", {},
      el("tr", {}, el("th", {scope: "col"}, "node"), ...opinions.map(opinion => el("th", {scope: "col"},
        label(opinion.node, nodes), opinion.heard ? "" : el("span", {class: "quiet"}, " silent")))),
      row("master", o => o.address + " (epoch " + o.configEpoch + ")"),
      row("it is", o => o.odown ? "down for the quorum" : o.sdown ? "down" : "up"),
      row("voted for", o => o.votedFor ? short(o.votedFor) + " in " + o.leaderEpoch : "nobody"),
      row("quorum", o => o.settings.quorum),
      row("down after", o => o.settings.downAfterMs + " ms"),
      row("failover timeout", o => o.settings.failoverTimeoutMs + " ms"),
      row("parallel syncs", o => o.settings.parallelSyncs),
      row("replicas up", o => up(o.replicas)),
      row("sentinels up", o => up(o.sentinels)));
  }

  const up = instances => instances.filter(each => each.up).length + " of " + instances.length;
  const label = (id, nodes) => nodes.get(id)?.address || short(id);

  function line(event, nodes) {
    const who = event.witnesses.map(witness => label(witness.node, nodes)).join(", ");
    return el("li", {}, el("time", {}, time(event.witnesses[0].at)), " ", el("b", {}, event.event), " ", event.payload,
      " ", el("span", {class: "quiet"}, event.witnesses.length > 1 ? event.witnesses.length + " nodes: " + who : who));
  }

  /** CKQUORUM, MONITOR, REMOVE, RESET or SET; each node says what became of it. */
  async function say(event) {
    event.preventDefault();
    const words = document.getElementById("cluster-words").value.trim().split(/\s+/);
    const list = document.getElementById("cluster-outcomes");
    const tell = (...items) => list.replaceChildren(...items.map(text => el("li", {}, text)));
    tell("waiting for all nodes");
    try {
      const answer = await send("POST", "/api/v1/cluster/orders", {words});
      tell(...answer.outcomes.map(each =>
        (each.address || short(each.node)) + ": " + each.outcome + ": " + each.reply));
    } catch (e) {
      tell(e.message);
    }
  }

  document.getElementById("cluster-order").addEventListener("submit", say);
  look();
  return {draw: look};
}
