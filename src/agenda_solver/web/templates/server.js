/* Talking to the server: questions, commands, and what others do. */
export const client = crypto.randomUUID();
export const board = { version: Number(document.body.dataset.version), role: document.body.dataset.role };

const answered = async (response) => {
  const data = await response.json().catch(() => ({ error: [`The server answered ${response.status}.`] }));
  if (response.ok) return data;
  throw Object.assign(new Error(data.error.join(" ")), { status: response.status });
};

const reached = (promise) => promise.catch(() => { throw new Error("The board cannot be reached. Is it still running?"); });

export const ask = async (path, values = {}) =>
  answered(await reached(fetch(`${path}?${new URLSearchParams(values)}`, { cache: "no-store" })));

export const send = async (path, data) => answered(await reached(fetch(path, {
  method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(data),
})));

export const sendFile = async (path, file, values) => answered(await reached(fetch(`${path}?${new URLSearchParams(values)}`, {
  method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: file,
})));

export const listen = (heard) => {
  const source = new EventSource(`/events?client=${client}`);
  for (const kind of ["hello", "change", "present", "job", "defect"])
    source.addEventListener(kind, (event) => heard(kind, JSON.parse(event.data)));
  source.addEventListener("error", () => document.body.classList.add("alone"));
  source.addEventListener("open", () => document.body.classList.remove("alone"));
};

/* A file with its name. */
export const take = async (path) => {
  const response = await reached(fetch(path, { cache: "no-store" }));
  if (!response.ok) await answered(response);
  return { name: decodeURIComponent(response.headers.get("Content-Disposition").split("''").at(-1)), blob: await response.blob() };
};
