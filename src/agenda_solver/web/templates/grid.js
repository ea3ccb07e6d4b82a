/* Where a room and a minute are in the grid of a day, and back. Minutes are those of the conference. */
export const one = (selector, within = document) => within.querySelector(selector);
export const all = (selector, within = document) => [...within.querySelectorAll(selector)];

/* The drawn minutes below the top of a day at which a minute is: linear between the lines of the grid. */
const drawnAt = (minutes, drawn, minute) => {
  let n = minutes.findIndex((line) => line >= minute);
  if (n < 0) return drawn.at(-1);
  if (n === 0 || minutes[n] === minute) return drawn[n];
  const share = (minute - minutes[n - 1]) / (minutes[n] - minutes[n - 1]);
  return drawn[n - 1] + share * (drawn[n] - drawn[n - 1]);
};

export const days = () => all(".day[data-minutes]").map((section) => {
  const minutes = section.dataset.minutes.split(" ").map(Number), drawn = section.dataset.drawn.split(" ").map(Number);
  const rooms = new Map();
  let column = 0, total = 0;
  for (const head of all("[data-room]", section)) total += Number(head.dataset.lanes);
  for (const head of all("[data-room]", section)) {
    rooms.set(head.dataset.room, { left: 100 * column / total, width: 100 * Number(head.dataset.lanes) / total });
    column += Number(head.dataset.lanes);
  }
  return {
    section, rooms, canvas: one(".canvas", section), first: minutes[0], last: minutes.at(-1), height: drawn.at(-1),
    at: (minute) => drawnAt(minutes, drawn, minute),
  };
});

/* The style of a place in a day's grid. */
export const boxOf = (day, room, start, end) => {
  const { left, width } = day.rooms.get(room), top = day.at(start);
  return `left:${left.toFixed(3)}%;width:${width.toFixed(3)}%;top:calc(${top}*var(--minute));height:calc(${(day.at(end) - top).toFixed(2)}*var(--minute))`;
};

export const dayOf = (found, start) => found.findLast((day) => day.first <= start && start < day.last);

/* A layer over the grid of a day, as large as what stands there. */
export const layerOf = (day, kind) => {
  const made = document.createElement("div");
  made.className = `layer ${kind}`;
  if (kind !== "marks") made.setAttribute("aria-hidden", "true");  // those have buttons
  day.canvas.append(made);
  return made;
};

export const idOf = (node) => {
  const card = node.closest(".card, [data-session]");
  if (!card) return null;
  return card.dataset.session ?? decodeURIComponent(card.id.slice("session=".length));
};
export const cardOf = (id) => document.getElementById(`session=${encodeURIComponent(id).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`);
export const titleOf = (id) => {
  const node = cardOf(id)?.querySelector("h3") ?? one(`#tray [data-session="${CSS.escape(id)}"] b`);
  return node ? node.textContent : id;
};
