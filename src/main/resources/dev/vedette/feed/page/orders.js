// Acting, for those who may. Each order is asked about once more, with what it will do.
import {el} from "./text.js";
import {send} from "./stream.js";

const dialog = document.getElementById("dialog");
const title = document.getElementById("dialog-title");
const body = document.getElementById("dialog-body");
const error = document.getElementById("dialog-error");
const ok = document.getElementById("dialog-ok");

/** Shows a question; {@code act} is done when it is confirmed, and what goes wrong is said in place. */
function ask(question, button, content, act) {
  title.textContent = question;
  body.replaceChildren(...content);
  error.textContent = "";
  ok.textContent = button;
  dialog.onsubmit = null;
  dialog.querySelector("form").onsubmit = async event => {
    if (event.submitter?.value !== "ok") return;
    event.preventDefault();
    ok.disabled = true;
    try {
      await act();
      dialog.close();
    } catch (e) {
      error.textContent = e.message;
    }
    ok.disabled = false;
  };
  dialog.showModal();
}

export function logIn(done) {
  const user = el("input", {type: "text", autocomplete: "username", placeholder: "default", name: "user"});
  const password = el("input", {type: "password", autocomplete: "current-password", name: "password"});
  ask("Log in", "Log in", [el("label", {}, "User", user), el("label", {}, "Password", password)], async () => {
    await send("POST", "/api/v1/session", {user: user.value, password: password.value});
    done();
  });
}

export async function logOut() {
  await send("DELETE", "/api/v1/session", {});
}

export function order(kind, master) {
  const path = "/api/v1/masters/" + encodeURIComponent(master.name);
  if (kind === "failover") {
    const coordinated = el("input", {type: "checkbox", checked: ""});
    ask("Fail over " + master.name + "?", "Fail over", [
      el("p", {}, "A replica takes over from " + master.address + ". Clients are sent to it."),
      el("label", {class: "check"}, coordinated, "coordinated: the master hands over, and nothing is lost")],
    () => send("POST", path + "/failover", coordinated.checked ? {coordinated: true} : {}));
  } else if (kind === "reset") {
    ask("Reset " + master.name + "?", "Reset", [el("p", {},
      "This sentinel forgets its replicas and the other sentinels, and finds"
      + " those anew that are there. For some seconds it cannot fail over. Do it on one sentinel after the other.")],
    () => send("POST", path + "/reset", {}));
  } else {
    const now = master.settings;
    const fields = [["quorum", now.quorum], ["down-after-milliseconds", now.downAfterMs],
      ["failover-timeout", now.failoverTimeoutMs], ["parallel-syncs", now.parallelSyncs]].map(([name, value]) =>
      ({name, value, input: el("input", {type: "number", min: 1, required: "", value})}));
    ask("Settings of " + master.name + " on this sentinel", "Save", fields.map(f => el("label", {}, f.name,
      f.input)), async () => {
      const changed = fields.filter(f => f.input.value !== String(f.value));
      if (changed.length) await send("PATCH", path, Object.fromEntries(changed.map(f => [f.name, f.input.value])));
    });
  }
}
