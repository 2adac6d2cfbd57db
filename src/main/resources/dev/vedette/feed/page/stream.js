// The connection to the sentinel: comes back by itself, says what it saw last, and misses nothing.

const SILENCE = 12000;
const FIRST_PAUSE = 300;
const LONGEST_PAUSE = 5000;

/**
 * @param heard is given each frame, in order, none twice
 * @param state "live" or "lost"
 * @param forbidden somebody has to log in
 */
export function connect({heard, state, forbidden}) {
  let socket = null;
  let last = "";
  let seq = 0;
  let run = "";
  let pause = FIRST_PAUSE;
  let silence = 0;
  let retry = 0;

  function watch() {
    clearTimeout(silence);
    silence = setTimeout(() => lost(), SILENCE);
  }

  function lost() {
    clearTimeout(silence);
    clearTimeout(retry);
    if (socket) {
      const old = socket;
      socket = null;
      old.onclose = old.onmessage = old.onerror = null;
      old.close();
    }
    state("lost");
    retry = setTimeout(open, pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }

  async function open() {
    clearTimeout(retry);
    try {
      const who = await fetch("/api/v1/session");
      if (!(await who.json()).mayLook) {
        forbidden();
        return;
      }
    } catch (e) {
      lost();
      return;
    }
    const url = new URL("/api/v1/stream", location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    url.searchParams.set("topics", "events,state");
    if (last) url.searchParams.set("after", last);
    socket = new WebSocket(url);
    watch();
    socket.onmessage = message => take(JSON.parse(message.data));
    socket.onclose = () => lost();
    socket.onerror = () => {};
  }

  function take(frame) {
    watch();
    if (frame.type === "welcome") {
      pause = FIRST_PAUSE;
      if (frame.run !== run) {
        run = frame.run;
        seq = 0;
      }
      if (!last) {
        seq = frame.seq;
        last = frame.run + "-" + frame.seq;
      }
      state("live");
    }
    if (frame.type === "event") {
      if (frame.seq <= seq) return;
      seq = frame.seq;
      last = frame.id;
    }
    heard(frame);
  }

  addEventListener("online", () => { if (!socket) open(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden && !socket) open(); });
  open();
  return {again: open};
}

export async function get(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).error || "status " + answer.status);
  return answer.json();
}

export async function send(method, path, body) {
  const answer = await fetch(path, {
    method, headers: {"Content-Type": "application/json", "X-Vedette-Act": "page"}, body: JSON.stringify(body),
  });
  const json = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(json.error || "status " + answer.status);
  return json;
}
