/* Holding a session: every place shows what it would change, and dropping it is one command. */
import { ask, send, board, client } from "./server.js";
import { one, all, days, boxOf, dayOf, layerOf, idOf, cardOf, titleOf } from "./grid.js";

let held = null;  // { id, title, shades, places, marks, at, byKeys }
export const isHolding = () => held !== null;
export const heldId = () => held?.id ?? null;

/* A list has no places to choose from. */
export const isList = () => matchMedia(one("#list").media).matches;

/* Who goes through the tray wants the next session of it after each; who moves a card goes on from that card. */
export const heirOf = (id) => {
  const item = one(`#tray [data-session="${CSS.escape(id)}"]`);
  return (item?.nextElementSibling ?? item?.previousElementSibling)?.dataset.session ?? id;
};

const signed = (levels) => {
  const first = levels.find((change) => change !== 0) ?? 0;
  return first === 0 ? "±0" : first > 0 ? `+${first.toLocaleString("en")}` : `−${Math.abs(first).toLocaleString("en")}`;
};
const firstOf = (levels) => levels.find((change) => change !== 0) ?? 0;
export const say = (text) => { one("#live").textContent = text; };

/* Five steps of better and worse, by the places that break nothing: the same colours mean the same within one picture. */
const kindOf = (place, worst) => {
  if (place[6]) return "broken";
  const change = firstOf(place[5]);
  if (change < 0) return "better";
  if (change === 0) return "same";
  return change * 3 <= worst ? "bit" : change * 3 <= worst * 2 ? "worse" : "worst";
};

/* A tile is as high as the time until the next possible start in its room. */
const tileEnds = (places) => {
  const byRoom = new Map(), ends = new Map();
  places.forEach((place, n) => {
    const key = `${place[0]} ${place[3]}`;
    if (!byRoom.has(key)) byRoom.set(key, []);
    byRoom.get(key).push(n);
  });
  for (const list of byRoom.values()) {
    list.sort((a, b) => places[a][1] - places[b][1]);
    list.forEach((n, k) => ends.set(n, k + 1 < list.length ? Math.min(places[list[k + 1]][1], places[n][2]) : places[n][2]));
  }
  return ends;
};

const paint = () => {
  const { shades } = held, found = days(), ends = tileEnds(shades.places);
  const worst = Math.max(1, ...shades.places.filter((p) => !p[6]).map((p) => firstOf(p[5])));
  const html = new Map(found.map((day) => [day, []]));
  held.dayOf = [];
  shades.places.forEach((place, n) => {
    const day = dayOf(found, place[1]);
    held.dayOf[n] = day;
    if (!day || !day.rooms.has(shades.rooms[place[0]])) return;
    const kind = kindOf(place, worst), word = kind === "broken" ? "✕" : signed(place[5]);
    html.get(day).push(`<i class="tile ${kind}${n === shades.here ? " here" : ""}" data-n="${n}" style="${boxOf(day, shades.rooms[place[0]], place[1], ends.get(n))}">${word}</i>`);
  });
  held.layers = new Map(found.map((day) => [day, layerOf(day, "tiles")]));
  // What is in sight first; the rest when the browser has time.
  const later = [];
  for (const [day, layer] of held.layers) {
    const { top, bottom } = day.section.getBoundingClientRect();
    if (bottom > 0 && top < innerHeight) layer.innerHTML = html.get(day).join("");
    else later.push(() => { layer.innerHTML = html.get(day).join(""); });
  }
  held.marks = new Map([...held.layers.keys()].map((day) => [day, layerOf(day, "marks")]));
  const mine = held;
  later.forEach((draw) => setTimeout(() => { if (held === mine) draw(); }));
  document.body.dispatchEvent(new CustomEvent("painted"));
};

export const pickUp = async (id, { byKeys = false, purpose = null } = {}) => {
  if (board.role === "viewer") return;
  drop(null);
  const mine = { id, title: titleOf(id), byKeys, purpose, at: null, heir: heirOf(id) };
  held = mine;
  document.body.classList.add("holding");
  cardOf(id)?.classList.add("held");
  all(`#tray [data-session="${CSS.escape(id)}"]`).forEach((item) => item.classList.add("held"));
  send("/here", { client, session: id }).catch(() => {});
  try {
    const began = performance.now();
    mine.shades = await ask("/shades", { session: id });
    if (held !== mine) return;
    if (!mine.shades.places.length) throw new Error(`No room or time is open to “${mine.title}”.`);
    paint();
    performance.measure("pick up", { start: began });
  } catch (error) {
    drop(null);
    document.dispatchEvent(new CustomEvent("trouble", { detail: error.message }));
    return;
  }
  if (byKeys) moveTo(mine.shades.best[0]?.place ?? mine.shades.here ?? 0);
  say(`${mine.title} is picked up. ${byKeys ? `Arrow keys choose a place, Enter puts it there, Escape puts it back. ${spoken(mine.at)}` : "Choose a place; Escape puts it back."}`);
  ask("/swaps", { session: id }).then((found) => { if (held === mine) markSwaps(found.swaps); }).catch(() => {});
  document.dispatchEvent(new CustomEvent("held", { detail: { id } }));
};

const markSwaps = (swaps) => {
  held.swaps = swaps;
  swaps.slice(0, 5).forEach((swap) => {
    const card = cardOf(swap.other);
    if (!card) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = `swap-with${swap.legal ? "" : " broken"}`;
    button.dataset.other = swap.other;
    button.textContent = `⇄ ${signed(swap.delta)}`;
    button.setAttribute("aria-label", `Exchange with ${swap.title}: ${signed(swap.delta)}${swap.legal ? "" : ", breaks a hard rule"}`);
    const layer = held.marks.get([...held.marks.keys()].find((day) => day.section.contains(card)));
    const [outer, inner] = [layer.getBoundingClientRect(), card.getBoundingClientRect()];
    button.style.cssText = `left:${inner.right - outer.left - 4}px;top:${inner.bottom - outer.top - 4}px`;
    layer.append(button);
  });
};

const spoken = (n) => {
  const { shades } = held, place = shades.places[n];
  return `${shades.roomNames[place[0]]}, ${shades.times[place[1]]}: ${place[6] ? shades.reasons[place[6]] : signed(place[5])}`;
};

/* Show one place as chosen: its outline, what it changes, and the first reason. */
export const moveTo = (n, { quiet = false } = {}) => {
  if (!held?.shades || n === undefined || n === null || n === held.at) return;
  held.at = n;
  const { shades } = held, place = shades.places[n], day = held.dayOf[n];
  all(".layer.marks .ghost").forEach((node) => node.remove());
  if (!day) return;
  const mark = document.createElement("div");
  mark.className = `ghost ${place[6] ? "broken" : firstOf(place[5]) < 0 ? "better" : firstOf(place[5]) > 0 ? "worse" : "same"}`;
  mark.style.cssText = boxOf(day, shades.rooms[place[0]], place[1], place[2]);
  mark.setAttribute("aria-hidden", "true");
  const words = document.createElement("span");
  words.textContent = place[6] ? shades.reasons[place[6]] : `${signed(place[5])}`;
  mark.append(words);
  held.marks.get(day).append(mark);
  if (!quiet) {
    mark.scrollIntoView({ block: "nearest", inline: "nearest" });
    say(spoken(n));
  }
  tip(place);
  if (!quiet) { const box = mark.getBoundingClientRect(); tipAt(box.left, box.bottom + 6); }
  weigh(n);
};

/* What is possible at best with the session there: asked when somebody stays at a place for a moment. */
let weighing = 0;
const weigh = (n) => {
  clearTimeout(weighing);
  const mine = held, place = mine.shades.places[n], { shades } = mine;
  weighing = setTimeout(async () => {
    try {
      const { words } = await ask("/bound", { session: mine.id, room: shades.rooms[place[0]], block: shades.blocks[place[3]], slot: place[4] });
      if (held !== mine || mine.at !== n || !words) return;
      one("#tip").append(document.createElement("br"), words);
      if (mine.byKeys) say(words);
    } catch { /* a hint only: that nothing is known needs no words */ }
  }, 800);
};

const leave = () => {
  held.at = null;
  all(".layer.marks .ghost").forEach((node) => node.remove());
  one("#tip").hidden = true;
};

const tip = (place) => {
  const node = one("#tip");
  node.hidden = false;
  node.className = place[6] ? "broken" : "";
  const words = [`${held.shades.roomNames[place[0]]}, ${held.shades.times[place[1]]}`, signed(place[5]) === "±0" ? "changes nothing" : signed(place[5]), held.shades.reasons[place[6]]];
  node.textContent = words.filter(Boolean).join(" · ");
};

const tipAt = (x, y) => {
  const node = one("#tip");
  const [left, top] = [Math.min(x, innerWidth - node.offsetWidth - 8), Math.min(y, innerHeight - node.offsetHeight - 8)];
  node.style.transform = `translate(${Math.max(0, left)}px, ${Math.max(0, top)}px)`;
};

/* Let go: at a place, or where it was. */
export const drop = (n) => {
  if (!held) return;
  const { id, shades } = held, was = held;
  held = null;
  document.body.classList.remove("holding", "dragging");
  all(".held").forEach((node) => node.classList.remove("held"));
  all(".swap-with").forEach((node) => node.remove());
  all(".layer.tiles, .layer.marks").forEach((node) => node.remove());
  one("#tip").hidden = true;
  one("#drag")?.remove();
  send("/here", { client, session: "" }).catch(() => {});
  document.dispatchEvent(new CustomEvent("let-go"));
  if (n === null || n === undefined || !shades || n === shades.here) { if (was.byKeys) focusOn(id); return; }
  const place = shades.places[n], where = { room: shades.rooms[place[0]], block: shades.blocks[place[3]], slot: place[4] };
  if (was.purpose) {
    document.dispatchEvent(new CustomEvent("ask-solver", { detail: { kind: was.purpose, session: id, ...where } }));
    return;
  }
  expect(id, was.dayOf[n], shades.rooms[place[0]], place);
  document.dispatchEvent(new CustomEvent("command", { detail: {
    focus: was.byKeys ? was.heir : null,
    command: { do: "place", session: id, ...where },
  } }));
};

/* The card stands where it was dropped until the server has drawn it there. */
const expect = (id, day, room, place) => {
  const card = cardOf(id);
  card?.classList.add("leaving");
  const ghost = document.createElement("div");
  ghost.className = "ghost arriving";
  ghost.style.cssText = boxOf(day, room, place[1], place[2]);
  ghost.textContent = titleOf(id);
  layerOf(day, "arrivals").append(ghost);
};

export const focusOn = (id) => (cardOf(id)?.querySelector("summary") ?? one(`#tray [data-session="${CSS.escape(id)}"] button`))?.focus();

export const takeOut = (id) => document.dispatchEvent(new CustomEvent("command", { detail: { command: { do: "take out", chosen: { sessions: [id] } } } }));

/* --- the pointer: a mouse drags at once, a finger after a moment, so that it can still scroll */
let press = null;
const THRESHOLD = 6, LONG_PRESS = 350;

document.addEventListener("pointerdown", (event) => {
  if (board.role === "viewer" || event.button !== 0 || event.target.closest(".panel, button, a, input, select")) return;
  const source = event.target.closest("#tray [data-session], .timetable .card");
  if (!source) return;
  if (isList()) return;
  press = { id: idOf(source), x: event.clientX, y: event.clientY, touch: event.pointerType !== "mouse", source };
  if (press.touch) press.timer = setTimeout(() => { if (press) startDrag(press.x, press.y); }, LONG_PRESS);
});

const startDrag = (x, y) => {
  const { id } = press;
  press.dragging = true;
  document.body.classList.add("dragging");
  const image = document.createElement("div");
  image.id = "drag";
  image.setAttribute("aria-hidden", "true");
  image.textContent = titleOf(id);
  document.body.append(image);
  follow(x, y);
  pickUp(id);
};

const follow = (x, y) => {
  const image = one("#drag");
  if (image) image.style.transform = `translate(${x + 12}px, ${y + 12}px)`;
};

const placeAt = (x, y) => {
  const tile = document.elementsFromPoint(x, y).find((node) => node.dataset?.n !== undefined);
  return tile ? Number(tile.dataset.n) : null;
};

document.addEventListener("pointermove", (event) => {
  if (press && !press.dragging) {
    const far = Math.hypot(event.clientX - press.x, event.clientY - press.y) > THRESHOLD;
    if (far && press.touch) { clearTimeout(press.timer); press = null; }
    else if (far) startDrag(event.clientX, event.clientY);
  }
  if (press?.dragging) {
    event.preventDefault();
    follow(event.clientX, event.clientY);
    edge(event.clientX, event.clientY);
  }
  if (held && !held.byKeys) {
    const n = placeAt(event.clientX, event.clientY);
    if (n === null) leave();
    else moveTo(n, { quiet: true });
  }
  if (held && !one("#tip").hidden && (!held.byKeys || press)) tipAt(event.clientX + 14, event.clientY - 34);
}, { passive: false });

/* The page scrolls while something is held at its edge. */
const edge = (x, y) => {
  const near = 60, by = 18;
  const desk = one("#desk").getBoundingClientRect();
  const right = desk.left > 0 && desk.top < 200 ? desk.left : innerWidth;
  scrollBy(x < near ? -by : x > right - near && x < right ? by : 0, y < near + 40 ? -by : y > innerHeight - near ? by : 0);
};

/* A finger that stays is for dragging, not for a menu. */
document.addEventListener("contextmenu", (event) => { if (press?.touch) event.preventDefault(); });

addEventListener("touchmove", (event) => { if (press?.dragging) event.preventDefault(); }, { passive: false });

document.addEventListener("pointerup", (event) => {
  clearTimeout(press?.timer);
  const was = press;
  press = null;
  if (!was?.dragging) return;
  suppressClick();
  finish(was.id, event.clientX, event.clientY);
});
document.addEventListener("pointercancel", () => { clearTimeout(press?.timer); if (press?.dragging) drop(null); press = null; });

/* The shades may still be on their way when a quick hand lets go. */
const finish = async (id, x, y) => {
  for (let n = 0; held && held.id === id && !held.shades && n < 200; n += 1) await new Promise((done) => setTimeout(done, 25));
  const swap = document.elementsFromPoint(x, y).find((node) => node.classList?.contains("swap-with"));
  if (swap && held) { exchange(swap.dataset.other); return; }
  const card = document.elementsFromPoint(x, y).some((node) => node.closest?.("#desk"));
  if (card && held) { drop(null); if (cardOf(id)) takeOut(id); return; }
  drop(placeAt(x, y));
};

const exchange = (other) => {
  const { id } = held;
  drop(null);
  document.dispatchEvent(new CustomEvent("command", { detail: { command: { do: "swap", session: id, other } } }));
};

const suppressClick = () => {
  const stop = (event) => { event.stopPropagation(); event.preventDefault(); };
  addEventListener("click", stop, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", stop, { capture: true }), 50);
};

document.addEventListener("click", (event) => {
  if (!held || press) return;
  const swap = event.target.closest(".swap-with");
  if (swap) { event.preventDefault(); exchange(swap.dataset.other); return; }
  const n = placeAt(event.clientX, event.clientY);
  if (n !== null) { event.preventDefault(); event.stopPropagation(); drop(n); }
  else if (event.target.closest(".more-of-it")) event.preventDefault();
}, true);

document.addEventListener("selectstart", (event) => { if (press) event.preventDefault(); });

/* --- keys: arrows walk over the places as they lie in the grid */
const neighbour = (key) => {
  const { shades, at, dayOf: dayAt } = held, from = shades.places[at];
  const within = (place, n) => dayAt[n] && n !== at && (key === "ArrowLeft" || key === "ArrowRight" ? place[1] === from[1] : place[0] === from[0]);
  const ahead = (place) => (key === "ArrowLeft" ? from[0] - place[0] : key === "ArrowRight" ? place[0] - from[0] : key === "ArrowUp" ? from[1] - place[1] : place[1] - from[1]);
  let best = null;
  shades.places.forEach((place, n) => {
    if (within(place, n) && ahead(place) > 0 && (best === null || ahead(place) < ahead(shades.places[best]))) best = n;
  });
  return best;
};

document.addEventListener("keydown", (event) => {
  if (!held) return;
  if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); const { byKeys, id } = held; drop(null); say("Put back."); if (byKeys) focusOn(id); return; }
  if (!held.shades || held.at === null) return;
  if (event.key.startsWith("Arrow")) { event.preventDefault(); const next = neighbour(event.key); if (next !== null) moveTo(next); }
  if (event.key === "Enter" || event.key === " ") { event.preventDefault(); event.stopPropagation(); drop(held.at); }
  if (event.key === "b" || event.key === "B") {
    event.preventDefault();
    const best = held.shades.best.map((one_) => one_.place), k = best.indexOf(held.at);
    moveTo(best[(k + 1) % best.length]);
  }
}, true);
