/* Forms that become commands: many sessions at once, and what happens to a conference. */
import { one, all } from "./grid.js";
import { board } from "./server.js";

const command = (data) => document.dispatchEvent(new CustomEvent("command", { detail: { command: data } }));
const noNothing = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== "" && value !== undefined));

/* Only what belongs to the choice is asked for. */
const show = (form) => {
  const what = form.elements.what.value;
  all("[data-for]", form).forEach((node) => { node.hidden = !node.dataset.for.split(" ").includes(what); });
};

const MANY = {
  lock: (chosen, form) => ({ do: "lock", chosen, aspects: aspects(form) }),
  unlock: (chosen, form) => ({ do: "unlock", chosen, aspects: aspects(form) }),
  out: (chosen) => ({ do: "take out", chosen }),
  minutes: (chosen, form) => ({ do: "move", chosen, minutes: Number(form.minutes.value) }),
  room: (chosen, form) => ({ do: "move", chosen, room: form.room.value }),
  block: (chosen, form) => ({ do: "move", chosen, block: form.block.value }),
};
const aspects = (form) => [...form.aspect].filter((box) => box.checked).map((box) => box.value);
const chosenBy = (form) => {
  const [kind, ...rest] = form.which.value.split(":"), id = rest.join(":");
  const which = kind === "all" ? {} : kind === "plenary" ? { plenary: true } : { [kind]: id };
  return noNothing({ ...which, after: form.after.value });
};

const HAPPENED = {
  gone: (form) => ({ do: "change", change: { change: "person gone", person: form.person.value } }),
  only: (form) => ({ do: "change", change: noNothing({ change: "person available", person: form.person.value, not_before: form.from.value, not_after: form.until.value }) }),
  closed: (form) => ({ do: "change", change: noNothing({ change: "room lost", room: form.closed.value, start: form.from.value, end: form.until.value }) }),
  cancel: (form) => ({ do: "change", change: { change: "cancel", session: form.session.value } }),
  session: (form) => ({ do: "add", kind: "sessions", fields: noNothing({ title: form.title.value, duration_minutes: Number(form.minutes.value), track: form.track.value, type: form.type?.value ?? "", speakers: form.speaker.value ? [form.speaker.value] : undefined }) }),
  person: (form) => ({ do: "add", kind: "people", fields: { name: form.name.value } }),
  room: (form) => ({ do: "add", kind: "rooms", fields: noNothing({ name: form.name.value, capacity: form.seats.value ? Number(form.seats.value) : undefined }) }),
};

document.addEventListener("change", (event) => { if (event.target.matches("#edit [name=what]")) show(event.target.form); });
document.addEventListener("submit", (event) => {
  const kind = event.target.dataset.form;
  if (!kind) return;
  event.preventDefault();
  const form = event.target.elements, what = form.what.value;
  command(kind === "many" ? MANY[what](chosenBy(form), form) : HAPPENED[what](form));
});
const settle = () => {
  all("#edit form").forEach(show);
  if (board.role === "viewer") all("#edit :is(input, select, button)").forEach((node) => { node.disabled = true; });
};
document.addEventListener("agenda-changed", settle);
settle();
