/* Search, filters and views. What is shown is said by the address, so that every view can be linked to:
   #room=Hall&level=expert, #person=Ada, #q=water&view=list, #session=opening.
   Whoever changes the page tells it by the event "agenda-changed". */
(() => {
  "use strict";
  const one = (selector) => document.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const [tools, sheet, head] = [one("#tools"), one("#list"), one(".programme-of")];
  const search = one("[name=q]"), remarks = one("[name=remarks]"), status = one("[role=status]"), bar = one(".to-tools");
  let menus, chips, days, items, tokens, texts;
  const gather = () => {
    [menus, chips, days, items] = [all("select", tools), all(".legend li"), all(".day"), all("[data-tokens]")];
    tokens = new Map(items.map((item) => [item, new Set(item.dataset.tokens.split(" "))]));
    texts = new Map();
    chips.filter((chip) => !chip.querySelector("button")).forEach((chip) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...chip.childNodes);
      chip.append(button);
    });
  };
  const phone = sheet.media, plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  // Remarks are no part of it: they name other sessions, which the same words would find again.
  const wordsOf = (item) => all(".face, .description, dd", item).map((part) => part.textContent).join(" ") || item.textContent;
  const textOf = (item) => texts.get(item) ?? texts.set(item, plain(wordsOf(item))).get(item);

  // --- what is shown, as the address says it
  let state = new Map(), strange = [];
  const address = () => [...state].map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join("&");
  const known = (key, value) => {
    const choices = key === "track" ? chips.map((chip) => chip.dataset.label)
      : all(`select[name="${key}"] option`, tools).map((option) => option.value);
    return choices.includes(value);
  };
  const readAddress = () => {
    const text = location.hash.slice(1);
    if (text && !text.includes("=")) return;  // the place of a day or a list on the page
    [state, strange] = [new Map(), []];
    for (const [key, value] of new URLSearchParams(text)) {
      if (!value) continue;
      const free = ["q", "session"].includes(key) || (key === "view" && ["grid", "list"].includes(value))
        || (key === "remarks" && remarks);
      if (free || known(key, value)) state.set(key, value);
      else strange.push(value);
    }
    const id = state.get("session"), card = cardOf(id);
    if (id && !card) [strange, state] = [[...strange, id], new Map([...state].filter(([key]) => key !== "session"))];
    apply();
    if (card) show(card);
    else close();
    if (state.has("person") || state.has("room")) { head.scrollIntoView({ behavior: "instant" }); head.lastElementChild.focus({ preventScroll: true }); }
  };
  const change = (key, value) => {
    strange = [];
    if (value) state.set(key, value); else state.delete(key);
    if (key !== "session") state.delete("session");
    history.replaceState(null, "", address() ? `#${address()}` : location.pathname + location.search);
    if (key !== "session") apply();
  };

  // --- the details of a session
  const idOf = (card) => decodeURIComponent(card.id.slice("session=".length));
  const cardOf = (id) => id === undefined ? undefined : all(".card").find((card) => idOf(card) === id);
  const close = () => all(".more-of-it[open]").forEach((details) => { details.open = false; });
  const show = (card) => {
    if (card.closest(".out")) { state = new Map([["session", idOf(card)]]); apply(); }
    const details = card.querySelector(".more-of-it");
    details.open = true;
    card.scrollIntoView({ block: "start", inline: "center", behavior: "instant" });
    details.querySelector("summary").focus({ preventScroll: true });
  };
  const reveal = (panel) => {  // what opens at the lower edge of the window is moved up, as far as its head stays in sight
    const { top, bottom } = panel.getBoundingClientRect(), heads = 160;
    const hidden = Math.min(bottom + 12 - window.innerHeight, top - heads);
    if (hidden > 0) window.scrollBy({ top: hidden, behavior: "instant" });
  };
  document.addEventListener("toggle", (event) => {
    if (!event.target.matches(".more-of-it")) return;
    const id = idOf(event.target.closest(".card"));
    if (event.target.open && state.get("session") !== id) {
      change("session", id);
      reveal(event.target.querySelector(".panel"));
    }
    else if (!event.target.open && state.get("session") === id) change("session", "");
  }, true);

  // --- showing it
  const chosen = () => [
    ...menus.map((menu) => menu.selectedOptions[0].dataset.token),
    ...chips.filter((chip) => chip.dataset.label === state.get("track")).map((chip) => chip.dataset.token),
  ].filter(Boolean);
  const apply = () => {
    search.value = state.get("q") ?? "";
    if (remarks) remarks.checked = state.has("remarks");
    menus.forEach((menu) => { menu.value = state.get(menu.name) ?? ""; menu.classList.toggle("chosen", Boolean(menu.value)); });
    chips.forEach((chip) => chip.firstElementChild.setAttribute("aria-pressed", String(chip.dataset.label === state.get("track"))));
    const wanted = chosen(), words = plain(search.value).split(/\s+/).filter(Boolean);
    const fits = (item) => wanted.every((token) => tokens.get(item).has(token)) && words.every((word) => textOf(item).includes(word))
      && (!state.has("remarks") || "remarks" in item.dataset);
    const found = items.filter((item) => {
      const fit = fits(item);
      item.classList.toggle("out", !fit);
      if (fit) item.removeAttribute("aria-hidden"); else item.setAttribute("aria-hidden", "true");
      return fit;
    });
    const filtered = wanted.length + words.length > 0 || state.has("remarks");
    tell(filtered, found.length);
    days.forEach((day) => tellDay(day, filtered));
    const lost = one("#unplaced");
    if (lost) lost.hidden = filtered && !lost.querySelector("li:not(.out)");
    look(filtered);
  };
  const tell = (filtered, number) => {
    const total = status.dataset.total, here = filtered ? `${number} of ${total} sessions` : "";
    status.textContent = strange.length ? `Not on this page: ${strange.join(", ")}` : here;
    one(".clear").hidden = !filtered && !strange.length;
    bar.textContent = filtered ? `${number} of ${total}` : "Search";
    bar.setAttribute("aria-label", filtered ? `${number} of ${total} sessions are shown; search and filters` : "Search and filters");
  };
  const tellDay = (day, filtered) => {
    const shown = all(".slot:not(.out)", day);
    day.classList.toggle("bare", filtered && !shown.length);
    one(`.days a[href="#${day.id}"] small`).textContent = filtered ? shown.length : "";
    let before = null;
    shown.forEach((slot) => {  // the list says a time once
      const time = slot.firstElementChild.textContent;
      slot.classList.toggle("first", time !== before);
      before = time;
    });
  };
  const look = (filtered) => {
    const whose = state.get("person") ?? state.get("room"), view = state.get("view") ?? (whose && "list");
    sheet.media = view === "grid" ? "not all" : whose ? "all" : view === "list" ? "screen" : phone;
    document.body.classList.toggle("filtered", filtered);
    document.body.classList.toggle("focused", Boolean(whose));
    head.hidden = !whose;
    head.firstElementChild.textContent = state.has("person") ? "Programme of" : "Programme in";
    head.lastElementChild.textContent = whose ?? "";
    const list = view ? view === "list" : matchMedia(phone).matches;
    all(".views button").forEach((button) => button.setAttribute("aria-pressed", String((button.dataset.view === "list") === list)));
  };

  // --- what a reader does
  document.addEventListener("click", (event) => {
    const label = event.target.closest(".legend button")?.parentElement.dataset.label;
    if (label !== undefined) change("track", state.get("track") === label ? "" : label);
  });
  search.addEventListener("input", () => change("q", search.value.trim() && search.value));
  remarks?.addEventListener("change", () => change("remarks", remarks.checked ? "only" : ""));
  tools.addEventListener("change", (event) => { if (event.target.matches("select")) change(event.target.name, event.target.value); });
  all(".views button").forEach((button) => button.addEventListener("click", () => change("view", button.dataset.view)));
  one(".clear").addEventListener("click", () => {
    const view = state.get("view");
    state = new Map();
    change("view", view);
    search.focus();
  });
  one(".opener").addEventListener("click", (event) => {
    const shown = one("#filters").classList.toggle("shown");
    event.target.setAttribute("aria-expanded", String(shown));
  });
  bar.addEventListener("click", () => setTimeout(() => search.focus({ preventScroll: true })));
  matchMedia(phone.replace("screen and ", "")).addEventListener("change", apply);
  window.addEventListener("hashchange", readAddress);
  document.addEventListener("agenda-changed", () => { gather(); apply(); });
  gather();
  tools.hidden = bar.hidden = false;
  document.dispatchEvent(new Event("scroll"));  // the bar needs no way to what is in sight
  readAddress();
})();
