/* The board: what is shown follows the server, and what people do becomes a command. */
import { ask, send, listen, board, client } from "./server.js";
import { one, all, idOf, cardOf, titleOf } from "./grid.js";
import { pickUp, drop, isHolding, heldId, isList, focusOn, takeOut, say } from "./drag.js";
import * as desk from "./desk.js";
import "./edit.js";

/* --- short news in the corner */
const toast = (words, { bad = false, undo = false, lines = [] } = {}) => {
  const node = document.createElement("div");
  node.className = `toast${bad ? " bad" : ""}`;
  const text = document.createElement("p");
  text.textContent = words;
  node.append(text);
  for (const line of lines) {
    const small = document.createElement("small");
    small.textContent = line;
    node.append(small);
  }
  if (undo) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Undo";
    button.addEventListener("click", () => { node.remove(); again("/undo"); });
    node.append(button);
  }
  one("#toasts").append(node);
  setTimeout(() => node.remove(), bad ? 12000 : 7000);
  while (one("#toasts").children.length > 2) one("#toasts").firstElementChild.remove();
};

/* --- commands */
const costWords = (levels) => levels.map((cost) => cost.toLocaleString("en")).join(" / ");
const told = (answer) => {
  const sign = (change) => (change > 0 ? `+${change.toLocaleString("en")}` : `−${Math.abs(change).toLocaleString("en")}`);
  const better = answer.rules.filter((rule) => rule.change < 0), worse = answer.rules.filter((rule) => rule.change > 0);
  const list = (rules) => rules.map((rule) => `${rule.rule} ${sign(rule.change)}${rule.hard ? " (hard)" : ""}`).join(", ");
  const lines = [];
  if (costWords(answer.before) !== costWords(answer.costs)) lines.push(`Cost ${costWords(answer.before)} → ${costWords(answer.costs)}`);
  if (better.length) lines.push(`Better: ${list(better)}`);
  if (worse.length) lines.push(`Worse: ${list(worse)}`);
  return lines;
};

let busy = Promise.resolve();
const inTurn = (act) => { busy = busy.then(act, act); return busy; };

const done = async (answer, focus) => {
  performance.mark("scored");
  const lines = told(answer);
  toast(answer.words, { lines, undo: true });
  say([answer.words, ...lines].join(". "));
  await refresh();
  if (focus) focusOn(focus);
};
const command = (data, focus) => inTurn(async () => {
  const began = performance.now();
  try {
    const answer = await send("/do", { command: data, seen: board.version });
    performance.measure("drop", { start: began });
    await done(answer, focus);
  } catch (error) {
    clearArrivals();
    toast(error.message, { bad: true });
    if (error.status === 409) await refresh();
  }
});
const again = (path, data = {}) => inTurn(async () => {
  try { await done(await send(path, data)); } catch (error) { toast(error.message, { bad: true }); }
});
document.addEventListener("command", (event) => command(event.detail.command, event.detail.focus));
document.addEventListener("again", (event) => again(event.detail.path, event.detail.data));
document.addEventListener("done", (event) => inTurn(() => done(event.detail)));
document.addEventListener("trouble", (event) => toast(event.detail, { bad: true }));
document.addEventListener("news", (event) => toast(event.detail));

/* --- what the server draws */
const clearArrivals = () => {
  all(".layer.arrivals").forEach((node) => node.remove());
  all(".leaving").forEach((node) => node.classList.remove("leaving"));
};

let refreshing = null, wanted = 0;
const refresh = () => {
  refreshing ??= (async () => {
    try {
      do {
        const answer = await ask("/changes", { since: board.version });
        if (answer.frame !== document.body.dataset.frame) { location.reload(); return; }
        put(answer);
      } while (board.version < wanted);
    } catch (error) { toast(error.message, { bad: true }); } finally { refreshing = null; }
  })();
  return refreshing;
};

const put = (answer) => {
  const open = one(".more-of-it[open]"), opened = open && idOf(open);
  const active = document.activeElement, focused = active?.closest?.("summary, [data-session]") && idOf(active);
  const rule = active?.closest?.("#rules li")?.dataset.rule, kind = active?.tagName;
  for (const [id, html] of Object.entries(answer.parts)) {
    const node = document.getElementById(id);
    if (!node) continue;
    const made = document.createElement("template");
    made.innerHTML = html;
    node.replaceWith(made.content.firstElementChild);
  }
  board.version = answer.version;
  document.body.dataset.version = answer.version;
  clearArrivals();
  all("[data-do=undo]").forEach((node) => { node.disabled = !answer.undo; });
  all("[data-do=redo]").forEach((node) => { node.disabled = !answer.redo; });
  document.dispatchEvent(new Event("agenda-changed"));
  if (opened && cardOf(opened)) { cardOf(opened).querySelector(".more-of-it").open = true; }
  if (focused && !document.activeElement?.closest?.("dialog")) focusOn(focused);
  if (rule && kind) one(`#rules li[data-rule="${CSS.escape(rule)}"] ${kind.toLowerCase()}`)?.focus();
  desk.redraw();
};

listen((kind, data) => {
  if (kind === "hello") { desk.people(data.people); if (data.version > board.version) { wanted = data.version; refresh(); } desk.loadJobs(); }
  if (kind === "change") {
    wanted = Math.max(wanted, data.version);
    if (data.version > board.version && !isHolding()) inTurn(() => (data.version > board.version ? refresh() : null));
    if (data.author !== document.body.dataset.name) { toast(`${data.author}: ${data.words}`); }
    desk.entry(data);
  }
  if (kind === "present") desk.people(data.people);
  if (kind === "job") desk.job(data);
  if (kind === "defect") toast(`The quick count and the full score differ, which is a defect of agenda-solver; please report it: ${data.rules.join("; ")}`, { bad: true });
});
document.addEventListener("let-go", () => { if (wanted > board.version) setTimeout(() => inTurn(() => (wanted > board.version ? refresh() : null)), 50); });

/* --- the details of a session, and what can be done with it */
const DEEDS = [
  ["hold", "Move"], ["best", "Best places …"], ["lock", "Lock"], ["unlock", "Unlock"], ["out", "Take out"],
  ["room", "Make room …"], ["why", "Why not …"], ["edit", "Edit …"], ["comment", "Comment …"],
];
document.addEventListener("toggle", async (event) => {
  const details = event.target;
  if (!details.matches?.(".more-of-it") || !details.open) return;
  const id = idOf(details), panel = one(".panel", details);
  if (!panel.hasAttribute("aria-busy")) return;
  try {
    const answer = await ask("/panel", { session: id });
    const made = document.createElement("template");
    made.innerHTML = answer.html;
    const full = made.content.firstElementChild;
    panel.replaceWith(full);
    for (const comment of answer.comments) {
      const node = document.createElement("p");
      node.className = "comment";
      node.textContent = comment;
      full.append(node);
    }
    if (board.role !== "viewer") one(".title", full).after(deeds(answer.locked));
  } catch (error) { toast(error.message, { bad: true }); }
}, true);

const deeds = (locked) => {
  const node = document.createElement("p");
  node.className = "deeds";
  for (const [key, label] of DEEDS) {
    if ((key === "lock" && locked) || (key === "unlock" && !locked)) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.do = key;
    button.textContent = label;
    node.append(button, " ");
  }
  return node;
};

/* Pressed once more for the same session, it is put back. */
const inHand = (id, byKeys, purpose = null) => {
  close();
  if (heldId() === id) drop(null);
  else if (isList()) desk.bestPlaces(id, purpose);
  else pickUp(id, { byKeys, purpose });
};

const ACTS = {
  undo: () => again("/undo"),
  redo: () => again("/redo"),
  hold: (id, event) => inHand(id, event.detail === 0),
  best: (id) => { close(); desk.bestPlaces(id); },
  lock: (id) => command({ do: "lock", chosen: { sessions: [id] } }),
  unlock: (id) => command({ do: "unlock", chosen: { sessions: [id] } }),
  out: (id) => takeOut(id),
  room: (id, event) => inHand(id, event.detail === 0, "room"),
  why: (id, event) => inHand(id, event.detail === 0, "why"),
  edit: (id) => desk.edit(id),
  comment: (id) => desk.comment(id),
  accept: (_, event) => desk.accept(event.target.closest("[data-sentence]").dataset),
  unaccept: (_, event) => {
    const { rule, sentence } = event.target.closest("[data-sentence]").dataset;
    command({ do: "accept", rule, sentence, note: "" });
  },
  name: () => desk.nameVersion(),
  publish: () => command({ do: "publish" }),
};
const close = () => all(".more-of-it[open]").forEach((details) => { details.open = false; });
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button) { event.preventDefault(); ACTS[button.dataset.do](idOf(button), event); }
  const go = event.target.closest("[data-go]");
  if (go) {
    event.preventDefault();
    if (cardOf(go.dataset.go)) location.hash = `session=${encodeURIComponent(go.dataset.go)}`;
    else { desk.open("tray"); focusOn(go.dataset.go); }
  }
});

document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, textarea, select, dialog") || isHolding()) return;
  const modified = event.ctrlKey || event.metaKey;
  if (modified && event.key.toLowerCase() === "z" && !event.shiftKey) { event.preventDefault(); again("/undo"); }
  if (modified && (event.key.toLowerCase() === "y" || (event.key.toLowerCase() === "z" && event.shiftKey))) { event.preventDefault(); again("/redo"); }
  if (event.key === "m" && !modified && document.activeElement && idOf(document.activeElement)) {
    event.preventDefault();
    inHand(idOf(document.activeElement), true);
  }
  if (event.key === "Delete" && document.activeElement?.matches?.("summary")) takeOut(idOf(document.activeElement));
});

one(".to-desk").addEventListener("click", (event) => {
  const shown = document.body.classList.toggle("without-desk");
  event.target.setAttribute("aria-expanded", String(!shown));
});
one(".off-desk").addEventListener("click", () => { one(".to-desk").click(); one(".to-desk").focus(); });
if (matchMedia("(max-width: 999px)").matches) one(".to-desk").click();
if (board.role === "viewer") all("[data-do=undo], [data-do=redo]").forEach((node) => node.remove());
document.addEventListener("click", (event) => { if (event.target.closest("#verdict")) { event.preventDefault(); desk.open("remarks"); } });
