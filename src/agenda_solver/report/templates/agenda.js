/* Comfort only: the page is complete without it. */
(() => {
  "use strict";
  const all = (selector) => [...document.querySelectorAll(selector)];

  // Details: one at a time, closed by Escape or a click beside them.
  const close = (except) => all(".more-of-it[open]").forEach((d) => { if (d !== except) d.open = false; });
  document.addEventListener("click", (event) => close(event.target.closest(".more-of-it")));
  document.addEventListener("keydown", (event) => {
    const open = document.querySelector(".more-of-it[open]");
    if (event.key !== "Escape" || !open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  // Paper shows what the screen folds away.
  const folded = () => all(".rest:not([open])");
  let unfolded = [];
  window.addEventListener("beforeprint", () => { unfolded = folded(); unfolded.forEach((d) => { d.open = true; }); });
  window.addEventListener("afterprint", () => unfolded.forEach((d) => { d.open = false; }));

  // The bar says which day is being read.
  let links, sections;
  const gather = () => {
    links = all(".days a");
    sections = links.map((link) => document.querySelector(link.getAttribute("href")));
  };
  const [tools, search] = [document.querySelector("#tools"), document.querySelector(".to-tools")];
  const bar = document.querySelector(".bar");
  const mark = () => {
    search.classList.toggle("needless", tools.getBoundingClientRect().bottom > bar.offsetHeight);
    const line = window.innerHeight / 3;
    const current = sections.findLastIndex((section) => section.getBoundingClientRect().top < line);
    links.forEach((link, n) => n === Math.max(current, 0) ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current"));
  };
  document.addEventListener("scroll", mark, { passive: true });
  document.addEventListener("agenda-changed", () => { gather(); mark(); });
  gather();
  mark();
})();
