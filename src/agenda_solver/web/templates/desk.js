/* The desk beside the grid: tray, remarks, rules, the solver's proposals, history, and who is here. */
import { ask, send, sendFile, take, board } from "./server.js";
import { one, all, days, boxOf, layerOf, cardOf, titleOf } from "./grid.js";
import { heirOf } from "./drag.js";

const trouble = (error) => document.dispatchEvent(new CustomEvent("trouble", { detail: error.message }));
const command = (data) => document.dispatchEvent(new CustomEvent("command", { detail: { command: data } }));
const make = (tag, text = "", props = {}) => Object.assign(document.createElement(tag), { textContent: text }, props);
const number = (value) => Number(value).toLocaleString("en");
const costs = (levels) => levels.map(number).join(" / ");

/* --- tabs */
const tabs = all('#desk [role="tab"]');
export const open = (name) => {
  document.body.classList.remove("without-desk");
  one(".to-desk").setAttribute("aria-expanded", "true");
  for (const tab of tabs) {
    const mine = tab.id === `tab-${name}`;
    tab.setAttribute("aria-selected", String(mine));
    tab.tabIndex = mine ? 0 : -1;
    one(`#${tab.getAttribute("aria-controls")}`).hidden = !mine;
  }
  if (name === "history") { loadLog(); loadSince().catch(trouble); }
  if (name === "share") { loadInvitations(); loadVersions(); }
};
tabs.forEach((tab, n) => {
  tab.addEventListener("click", () => open(tab.id.slice(4)));
  tab.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    const next = tabs[(n + by + tabs.length) % tabs.length];
    next.focus();
    open(next.id.slice(4));
  });
});
const current = () => tabs.find((tab) => tab.getAttribute("aria-selected") === "true").id.slice(4);
export const redraw = () => {
  for (const name of ["tray", "remarks"]) {
    const count = Number(one(`#${name}`).dataset.count), tab = one(`#tab-${name}`);
    tab.dataset.count = count || "";
    tab.setAttribute("aria-label", count ? `${tab.textContent}, ${count}` : tab.textContent);
  }
  if (current() === "history") loadLog();
  if (current() === "share") loadVersions();
  if (board.role === "viewer") all("#desk :is([data-do], [data-ask], #seconds, .rules select, .rules input)").forEach((node) => { node.disabled = true; });
};

/* --- a dialog with a body of our own; resolves with the value of the button */
const dialog = one("#choose");
const choose = (title, body, buttons = []) => new Promise((resolve) => {
  one("#choose-title").textContent = title;
  one(".body", dialog).replaceChildren(...body);
  one("menu", dialog).replaceChildren(make("button", "Cancel", { value: "" }), ...buttons.map(([value, label]) => make("button", label, { value, className: "main" })));
  dialog.returnValue = "";
  dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true });
  dialog.showModal();
});
const field = (label, input) => { const node = make("label", `${label} `); node.append(input); return node; };

/* --- the best places of a session, as a list: for keys, for single clicks, and for who cannot see the colours */
const signed = (levels) => { const c = levels.find((x) => x) ?? 0; return c === 0 ? "±0" : c > 0 ? `+${number(c)}` : `−${number(Math.abs(c))}`; };
export const bestPlaces = async (id, purpose = null) => {
  try {
    const [shades, { swaps }] = await Promise.all([ask("/shades", { session: id }), ask("/swaps", { session: id })]);
    const list = make("ol", "", { className: "best" });
    for (const best of shades.best) {
      const place = shades.places[best.place], item = make("li"), button = make("button", `${best.when}, ${shades.roomNames[place[0]]}`, { value: String(best.place), className: place[6] ? "broken" : "" });
      button.append(make("b", signed(place[5])), make("small", [shades.reasons[place[6]], ...best.rules].filter(Boolean).join(", ")));
      item.append(button);
      list.append(item);
    }
    for (const swap of purpose ? [] : swaps.filter((one_) => one_.legal).slice(0, 5)) {
      const item = make("li"), button = make("button", `Exchange with ${swap.title}`, { value: `swap ${swap.other}` });
      button.append(make("b", signed(swap.delta)), make("small", swap.rules.join(", ")));
      item.append(button);
      list.append(item);
    }
    const value = await choose(`Where should “${titleOf(id)}” go?`, [list]);
    if (value.startsWith("swap ")) { command({ do: "swap", session: id, other: value.slice(5) }); return; }
    if (value === "") return;
    const place = shades.places[Number(value)];
    const where = { session: id, room: shades.rooms[place[0]], block: shades.blocks[place[3]], slot: place[4] };
    if (purpose) askSolver({ kind: purpose, ...where });
    else document.dispatchEvent(new CustomEvent("command", { detail: { focus: heirOf(id), command: { do: "place", ...where } } }));
  } catch (error) { trouble(error); }
};

/* --- words about a session */
export const comment = async (id) => {
  const text = make("textarea", "", { rows: 3, required: true });
  if (await choose(`A comment on “${titleOf(id)}”`, [field("Text", text)], [["yes", "Save"]])) command({ do: "comment", session: id, text: text.value });
};
export const edit = async (id) => {
  const title = make("input", "", { value: titleOf(id), maxLength: 300 }), minutes = make("input", "", { type: "number", min: 5, max: 1440, placeholder: "as it is" });
  const audience = make("input", "", { type: "number", min: 0, placeholder: "as it is" });
  const value = await choose(`“${titleOf(id)}”`, [field("Title", title), field("Minutes", minutes), field("Audience", audience)], [["yes", "Save"]]);
  if (!value) return;
  const fields = {};
  if (title.value !== titleOf(id)) fields.title = title.value;
  if (minutes.value) { fields.duration_minutes = Number(minutes.value); fields.duration_slots = null; }
  if (audience.value) fields.expected_audience = Number(audience.value);
  if (Object.keys(fields).length) command({ do: "edit", kind: "sessions", part: id, fields });
};
export const accept = async ({ rule, sentence }) => {
  const note = make("input", "", { required: true, maxLength: 300 }), until = make("input", "", { type: "date" });
  if (await choose("Accept this", [make("p", sentence), field("Why", note), field("Until (empty: forever)", until)], [["yes", "Accept"]]))
    command({ do: "accept", rule, sentence, note: note.value, ...(until.value ? { until: until.value } : {}) });
};
export const nameVersion = async () => {
  const name = make("input", "", { required: true, maxLength: 100 });
  if (await choose("Name this version", [field("Name", name)], [["yes", "Save"]])) command({ do: "name version", name: name.value });
};

/* --- rules: a slider says what today's agenda would cost before it is let go */
one("#desk").addEventListener("input", (event) => {
  const slider = event.target;
  if (!slider.matches(".rules input[type=range]")) return;
  const row = slider.closest("li");
  one(".weight", row).textContent = `× ${slider.value}`;
  one("output", row).textContent = number(Number(slider.value) * Number(slider.dataset.amount));
});
one("#desk").addEventListener("change", (event) => {
  const node = event.target, row = node.closest(".rules [data-rule]");
  if (!row) return;
  const which = { do: "set rule", rule: row.dataset.id, ...(row.dataset.label ? { label: row.dataset.label } : {}) };
  if (node.matches("input[type=range]")) command({ ...which, weight: Number(node.value) });
  if (node.matches("select")) command({ ...which, severity: node.value });
});

/* --- the solver */
document.addEventListener("ask-solver", (event) => askSolver(event.detail));
const seconds = () => Math.min(600, Math.max(1, Number(one("#seconds").value) || 20));
const askSolver = async (question) => {
  open("solver");
  try { job(await send("/ask", { seconds: seconds(), ...question })); } catch (error) { trouble(error); }
};
one("#panel-solver").addEventListener("click", async (event) => {
  const kind = event.target.dataset.ask;
  if (!kind) return;
  if (kind === "trade_off") { askTradeOff(); return; }
  if (kind !== "improve") { askSolver({ kind }); return; }
  const most = make("input", "", { type: "number", min: 1, max: 100, value: 5 });
  if (await choose("Improve", [field("How many sessions may move at most", most)], [["yes", "Look"]])) askSolver({ kind, most: Number(most.value) });
});

const askTradeOff = async () => {
  const rules = all(".rules li.soft").map((row) => [row.dataset.rule, one("b", row).textContent]);
  const [first, second] = [0, 1].map((n) => { const node = make("select"); node.append(...rules.map(([key, label]) => make("option", label, { value: key }))); node.selectedIndex = n; return node; });
  if (await choose("Trade-off between two rules", [field("Improve", first), field("at the expense of", second)], [["yes", "Look"]])) askSolver({ kind: "trade_off", first: [first.value], second: [second.value] });
};

const jobs = new Map();
export const loadJobs = async () => {
  try { for (const each of (await ask("/jobs")).jobs) job(each); } catch (error) { trouble(error); }
};
export const job = (data) => {
  if (data.state === "dropped") { jobs.get(data.id)?.node.remove(); jobs.delete(data.id); clearGhosts(); return; }
  const known = jobs.get(data.id) ?? { node: make("li", "", { id: `job-${data.id}` }) };
  known.data = { proposals: known.data?.proposals, ...data };
  // A repeated report is not drawn again: somebody may be ticking boxes in it.
  const told = JSON.stringify(known.data);
  if (told === known.told) return;
  known.told = told;
  if (!known.node.isConnected) one("#jobs").prepend(known.node);
  jobs.set(data.id, known);
  draw(known);
};
const STATES = { waiting: "waiting for its turn", running: "searching …", done: "", stopped: "stopped", failed: "failed" };
const draw = ({ node, data }) => {
  const head = make("p", "", { className: "head" });
  head.append(make("b", data.what), make("small", [data.author, STATES[data.state] ?? data.state].filter(Boolean).join(" · ")));
  node.className = data.state;
  node.replaceChildren(head);
  const last = data.points.at(-1);
  if (last) node.append(make("p", last[1] === null ? `${last[0].toFixed(0)} s` : `Cost ${number(last[1])}${last[2] === null ? "" : `, not below ${number(last[2])}`} · ${last[0].toFixed(0)} s`, { className: "numbers" }), curve(data.points));
  data.sentences.forEach((sentence) => node.append(make("p", sentence)));
  (data.proposals ?? []).forEach((proposal, n) => node.append(drawProposal(data, proposal, n)));
  const deeds = make("p", "", { className: "deeds" });
  const running = data.state === "running" || data.state === "waiting";
  deeds.append(make("button", running ? "Stop" : "Dismiss", { type: "button", onclick: () => tellJob(data.id, running ? "stop" : "drop") }));
  if (board.role !== "viewer") node.append(deeds);
};
const tellJob = async (id, what, more = {}) => {
  try { return await send("/jobs", { id, what, ...more }); } catch (error) { trouble(error); return null; }
};

/* Cost and bound over the seconds. */
const curve = (points) => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 100 24");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  const values = points.flatMap((p) => p.slice(1)).filter((v) => v !== null), end = Math.max(0.1, points.at(-1)[0]);
  const [low, high] = [Math.min(...values), Math.max(...values)], y = (v) => 22 - 20 * (v - low) / Math.max(1, high - low);
  for (const [k, name] of [[1, "cost"], [2, "bound"]]) {
    const found = points.filter((p) => p[k] !== null);
    if (!found.length) continue;
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("class", name);
    path.setAttribute("d", found.map((p, n) => `${n ? "H" : "M"}${(100 * p[0] / end).toFixed(1)}${n ? "V" : ","}${y(p[k]).toFixed(1)}`).join("") + "H100");
    svg.append(path);
  }
  return svg;
};

const drawProposal = (data, proposal, n) => {
  const node = make("div", "", { className: "proposal" }), moves = proposal.moves;
  proposal.reason.forEach((sentence) => node.append(make("p", sentence)));
  proposal.unfit.forEach((sentence) => node.append(make("p", `In the meantime: ${sentence}`, { className: "note" })));
  if (!moves.length) { if (!proposal.reason.length) node.append(make("p", "Nothing has to move.")); return node; }
  const words = [`${moves.length} ${moves.length === 1 ? "move" : "moves"}${proposal.proven ? ", proven" : ""}`, `cost ${costs(proposal.before)} → ${costs(proposal.after)}`];
  if (proposal.bound !== null) words.push(`not below ${number(proposal.bound)}`);
  if (!proposal.legal) words.push("still breaks a hard rule");
  node.append(make("p", words.join(" · "), { className: "numbers" }));
  const list = make("ul", "", { className: "moves" });
  for (const move of moves) {
    const item = make("li"), label = make("label"), box = make("input", "", { type: "checkbox", checked: true, value: move.session });
    box.dataset.group = move.group;
    label.append(box, ` ${move.sentence}`);
    item.append(label);
    list.append(item);
  }
  // What belongs together is taken together.
  list.addEventListener("change", (event) => all(`[data-group="${event.target.dataset.group}"]`, list).forEach((box) => { box.checked = event.target.checked; }));
  node.append(list);
  if (proposal.told.length) node.append(make("p", `People to tell: ${proposal.told.join(", ")}`, { className: "note" }));
  const deeds = make("p", "", { className: "deeds" });
  const take = make("button", "Accept what is ticked", { type: "button", className: "main", onclick: async () => {
    const sessions = all("input:checked", list).map((box) => box.value);
    const answer = await tellJob(data.id, "take", { number: n, sessions });
    if (answer) { clearGhosts(); document.dispatchEvent(new CustomEvent("done", { detail: answer })); }
  } });
  if (board.role !== "viewer") deeds.append(take, " ");
  deeds.append(make("button", "Show on the board", { type: "button", onclick: () => ghosts(proposal) }));
  node.append(deeds);
  return node;
};

/* Where the sessions of a proposal would be, with lines from where they are. */
const clearGhosts = () => all(".layer.proposed").forEach((node) => node.remove());
const ghosts = async (proposal) => {
  clearGhosts();
  const found = days(), layers = new Map();
  for (const move of proposal.moves) {
    if (!move.to) continue;
    const day = found.find((each) => each.first <= move.to.start && move.to.start < each.last);
    if (!day) continue;
    if (!layers.has(day)) layers.set(day, layerOf(day, "proposed"));
    const ghost = make("div", titleOf(move.session), { className: "ghost proposed-place" });
    ghost.style.cssText = boxOf(day, move.to.room, move.to.start, move.to.end);
    layers.get(day).append(ghost);
    const from = cardOf(move.session)?.closest(".slot");
    if (from && from.closest(".day") === day.section) layers.get(day).append(arrow(layers.get(day), from, ghost));
  }
  one(".layer.proposed .ghost")?.scrollIntoView({ block: "center", inline: "center" });
};
const arrow = (layer, from, to) => {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), frame = layer.getBoundingClientRect();
  const middle = (node) => { const box = node.getBoundingClientRect(); return [box.left + box.width / 2 - frame.left, box.top + box.height / 2 - frame.top]; };
  const [a, b] = [middle(from), middle(to)];
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("class", "arrow");
  path.setAttribute("d", `M${a[0]},${a[1]} Q${(a[0] + b[0]) / 2},${Math.min(a[1], b[1]) - 30} ${b[0]},${b[1]}`);
  svg.append(path);
  return svg;
};

/* --- history */
const when = (text) => new Date(text).toLocaleString("en", { weekday: "short", hour: "2-digit", minute: "2-digit", hour12: false });
const loadLog = async () => {
  try {
    const { entries } = await ask("/log"), list = one("#log");
    list.replaceChildren(...entries.map((each) => {
      const item = make("li", "", { className: each.kind === "undo" || each.kind === "redo" ? "again" : "" });
      item.append(make("p", each.words), make("small", `${each.author}, ${when(each.at)}`));
      if (board.role !== "viewer" && each.back === null) item.append(make("button", "Undo this", { type: "button", className: "link-like", onclick: () => document.dispatchEvent(new CustomEvent("again", { detail: { path: "/undo", data: { version: each.version } } })) }));
      return item;
    }));
    if (!entries.length) list.append(make("li", "Nothing yet."));
  } catch (error) { trouble(error); }
};
const loadSince = async () => {
  const { versions } = await ask("/versions"), menu = one("#since"), chosen = menu.value;
  const options = [["", "…"], ["yesterday", "this time yesterday"], ["published", "it was published"], ...versions.map((name) => [`version ${name}`, `version ${name}`])];
  menu.replaceChildren(...options.map(([value, label]) => make("option", label, { value })));
  menu.value = options.some(([value]) => value === chosen) ? chosen : "";
};
one("#since").addEventListener("change", async (event) => {
  const place = one("#moved");
  place.replaceChildren();
  if (!event.target.value) return;
  try {
    const { sentences, told } = await ask("/since", { what: event.target.value }), list = make("ul", "", { className: "moves" });
    list.append(...(sentences.length ? sentences : ["Nothing."]).map((sentence) => make("li", sentence)));
    place.append(list);
    if (told.length) place.append(make("p", `People to tell: ${told.join(", ")}`, { className: "note" }));
  } catch (error) { trouble(error); }
});
export const entry = () => { if (current() === "history") loadLog(); };

/* --- who is here, and who may come */
export const people = (present) => {
  one("#people-here").replaceChildren(...present.map((each) => make("li", `${each.name} (${each.role})${each.session ? `, moving ${titleOf(each.session)}` : ""}`)));
  all(".card.by-others").forEach((card) => { card.classList.remove("by-others"); card.removeAttribute("data-by"); });
  for (const each of present) {
    const card = each.session && each.name !== document.body.dataset.name ? cardOf(each.session) : null;
    if (card) { card.classList.add("by-others"); card.dataset.by = each.name; }
  }
};
const invite = one("#invite");
const options = (selector) => all(`#edit ${selector} option`).filter((option) => option.value).map((option) => [option.value, option.textContent]);
const PARTS = {
  tracks: () => options("[name=track]"),
  rooms: () => options("[name=closed]"),
  days: () => all(".day[data-day]").map((day) => [day.dataset.day, one("h2", day).textContent]),
};
invite?.addEventListener("change", () => {
  const { kind, part } = invite.elements;
  part.hidden = !kind.value;
  if (kind.value && part.dataset.of !== kind.value) {
    part.replaceChildren(...PARTS[kind.value]().map(([value, label]) => make("option", label, { value })));
    part.dataset.of = kind.value;
  }
});
invite?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { role, kind, part } = invite.elements;
  try {
    const { link } = await send("/invite", { role: role.value, ...(kind.value ? { [kind.value]: [part.value] } : {}) });
    await loadInvitations();
    const item = make("li", "", { className: "new" });
    item.append(make("code", link), " ", make("button", "Copy", { type: "button", onclick: () => navigator.clipboard.writeText(link) }), make("small", "This link is shown only once."));
    one("#invitations").prepend(item);
  } catch (error) { trouble(error); }
});
const loadInvitations = async () => {
  if (!invite) return;
  try {
    const { seats } = await ask("/invitations");
    one("#invitations").replaceChildren(...seats.map((seat) => {
      const item = make("li", `${seat.name || "Anyone with the link"}: ${seat.role}${seat.scope ? `, ${seat.scope}` : ""} `);
      item.append(make("button", "Take back", { type: "button", className: "link-like", onclick: async () => { try { await send("/revoke", { id: seat.id }); loadInvitations(); } catch (error) { trouble(error); } } }));
      return item;
    }));
  } catch (error) { trouble(error); }
};

/* --- the programme of a person or a room: what lies between */
const notes = make("ul", "", { className: "sheet programme-notes", hidden: true });
one(".programme-of").after(notes);
const loadProgramme = async () => {
  const address = new URLSearchParams(location.hash.slice(1)), kind = ["person", "room"].find((each) => address.get(each));
  notes.hidden = !kind;
  if (!kind) return;
  try {
    const { sentences } = await ask("/programme", { kind, name: address.get(kind) });
    notes.replaceChildren(...sentences.map((sentence) => make("li", sentence)));
  } catch { notes.hidden = true; /* somebody who is not in the programme has none */ }
};
document.addEventListener("agenda-changed", loadProgramme);
addEventListener("hashchange", loadProgramme);
one("#tools").addEventListener("change", () => setTimeout(loadProgramme));
one("#tools").addEventListener("click", () => setTimeout(loadProgramme));
loadProgramme();

/* --- in and out */
// A file that cannot be made is told as such, and not found among the downloads.
one("#panel-share").addEventListener("click", async (event) => {
  const link = event.target.closest("a[download]");
  if (!link) return;
  event.preventDefault();
  try {
    const { name, blob } = await take(link.getAttribute("href")), address = URL.createObjectURL(blob);
    make("a", "", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  } catch (error) { trouble(error); }
});
one("#bring")?.addEventListener("change", async (event) => {
  const [file] = event.target.files;
  if (!file) return;
  try {
    const { differences, remarks, version } = await sendFile("/bring", file, { name: file.name });
    const list = make("ul");
    list.append(...differences.slice(0, 200).map((sentence) => make("li", sentence)));
    if (!differences.length) list.append(make("li", "Nothing: the board already matches this file."));
    list.append(...remarks.map((remark) => make("li", remark, { className: "note" })));
    const value = await choose(`What ${file.name} would change`, [list], differences.length ? [["yes", "Import it"]] : []);
    if (value) document.dispatchEvent(new CustomEvent("done", { detail: await sendFile("/bring", file, { name: file.name, seen: version }) }));
  } catch (error) { trouble(error); } finally { event.target.value = ""; }
});
one("#pretalx")?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const what = event.submitter.value, { url, event: name, token } = event.target.elements;
  const server = { url: url.value, event: name.value, token: token.value };
  try {
    const { sentences, reviewed } = await send("/pretalx", { ...server, what: `review ${what}` });
    const list = make("ul");
    list.append(...sentences.slice(0, 300).map((sentence) => make("li", sentence)));
    if (!await choose(what === "pull" ? "What pretalx would change here" : "What would change on pretalx", [list], sentences.length ? [["yes", "Do it"]] : [])) return;
    const answer = await send("/pretalx", { ...server, what, reviewed });
    document.dispatchEvent(what === "pull" ? new CustomEvent("done", { detail: answer }) : new CustomEvent("news", { detail: answer.sentences.join(" ") }));
  } catch (error) { trouble(error); }
});
const loadVersions = async () => {
  const list = one("#versions");
  if (!list) return;
  try {
    const { versions } = await ask("/versions");
    list.replaceChildren(...versions.map((name) => {
      const item = make("li", `${name} `);
      const query = new URLSearchParams({ version: name });
      item.append(make("a", "as a page", { href: `/take/page?${query}`, download: "" }), " ", make("a", "compared with today’s", { href: `/take/comparison?${query}`, download: "" }), " ");
      item.append(make("button", "Go back to it", { type: "button", className: "link-like", onclick: () => command({ do: "go back", name }) }));
      return item;
    }));
  } catch (error) { trouble(error); }
};
redraw();
