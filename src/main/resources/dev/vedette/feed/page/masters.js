// The list of masters. Of hundreds only some are drawn: the worst, and what is searched for.
import {el, words, worstFirst} from "./text.js";

const MOST = 100;

export function masterList({masters, chosen, choose}) {
  const list = document.getElementById("list");
  const more = document.getElementById("more");
  const count = document.getElementById("masters-count");
  const search = document.getElementById("search");
  const troubled = document.getElementById("troubled");
  const rows = new Map();

  function matches(master, wanted) {
    return !wanted || [master.name, master.address, ...master.replicas.map(r => r.address),
      ...master.sentinels.map(s => s.address + s.id)].some(text => text.toLowerCase().includes(wanted));
  }

  function visible() {
    const wanted = search.value.trim().toLowerCase();
    return [...masters().values()].filter(m => matches(m, wanted) && (!troubled.checked
      || m.status !== "ok")).sort(worstFirst);
  }

  function row(name) {
    const dot = el("span", {class: "dot"});
    const title = el("span", {class: "name"}, name);
    const what = el("span", {class: "what"});
    const button = el("button", {type: "button"}, dot, title, what);
    button.addEventListener("click", () => choose(name));
    return {item: el("li", {"data-master": name}, button), button, dot, what};
  }

  function draw() {
    const all = visible();
    const shown = all.slice(0, MOST);
    const names = new Set(shown.map(m => m.name));
    for (const [name, old] of rows) {
      if (!names.has(name)) {
        old.item.remove();
        rows.delete(name);
      }
    }
    shown.forEach((master, at) => {
      if (!rows.has(master.name)) rows.set(master.name, row(master.name));
      const {item, button, dot, what} = rows.get(master.name);
      dot.dataset.status = master.status;
      item.dataset.status = master.status;
      what.textContent = master.address + " · " + words(master.status);
      button.setAttribute("aria-current", master.name === chosen());
      if (list.children[at] !== item) list.insertBefore(item, list.children[at] || null);
    });
    const bad = [...masters().values()].filter(m => m.status !== "ok").length;
    count.textContent = masters().size ? masters().size + (bad ? ", " + bad + " not well" : ", all well") : "";
    more.hidden = all.length <= MOST && all.length > 0;
    more.textContent = all.length ? "and " + (all.length - MOST) + " more: search for them"
      : masters().size ? "Nothing matches." : "No master is watched.";
  }

  search.addEventListener("input", draw);
  troubled.addEventListener("change", draw);
  return {draw, visible};
}
