// Small words that everybody here uses.

/** An element; text never becomes markup. */
export function el(name, attributes = {}, ...children) {
  const svg = ["svg", "g", "rect", "path", "text", "title", "circle"].includes(name) && attributes.svg !== false;
  const node = svg ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null && key !== "svg") node.setAttribute(key, value);
  }
  node.append(...children.filter(child => child !== undefined && child !== null));
  return node;
}

export function time(at) {
  const date = new Date(at);
  return date.toLocaleTimeString([], {hour12: false}) + "." + String(date.getMilliseconds()).padStart(3, "0");
}

export function day(at) {
  return new Date(at).toLocaleString([], {dateStyle: "medium", timeStyle: "medium", hour12: false});
}

export function millis(ms) {
  if (ms < 10000) return ms + " ms";
  const seconds = Math.round(ms / 1000);
  return seconds < 120 ? seconds + " s" : Math.round(seconds / 60) + " min";
}

export function bytes(count) {
  if (count < 1024) return count + " B";
  if (count < 1048576) return (count / 1024).toFixed(1) + " kB";
  return (count / 1048576).toFixed(1) + " MB";
}

/** The first characters of an id are enough for people. */
export function short(id) {
  return id ? id.slice(0, 8) : "";
}

const ORDER = {odown: 0, failover: 1, sdown: 2, unknown: 3, degraded: 4, ok: 5};

/** Problems first, then by name. */
export function worstFirst(a, b) {
  return ORDER[a.status] - ORDER[b.status] || a.name.localeCompare(b.name, undefined, {numeric: true});
}

const WORDS = {
  ok: "all is well", degraded: "works, with a problem", unknown: "nothing heard yet", sdown: "down for this sentinel",
  odown: "down for the quorum", failover: "failing over",
};

export function words(status) {
  return WORDS[status] || status;
}
