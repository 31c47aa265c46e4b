"use strict";
/* Keep an open page up to date: after each change, fetch it again and replace only what differs. */
(() => {
  const served = new Map();
  let waiting = false, again = 0;

  const lives = (root) => root.querySelectorAll("[data-live][id]");
  const isList = (element) => element.children.length > 0 && [...element.children].every((each) => each.id);
  const parts = (element) => (isList(element) ? [...element.children] : [element]);
  const remember = (root) => lives(root).forEach((each) => parts(each).forEach((part) => served.set(part.id, part.outerHTML)));

  /* Whoever has a menu open or types must not lose it. */
  const isBusy = (element) =>
    element.querySelector(".menu[open]") !== null ||
    (element.contains(document.activeElement) && document.activeElement.matches("input, textarea, select"));

  const keepOpen = (before, after) => {
    const opened = [...before.querySelectorAll("details:not(.menu)")];
    after.querySelectorAll("details:not(.menu)").forEach((each, at) => {
      if (opened[at]) each.open = opened[at].open;
    });
  };

  const replace = (before, after) => {
    if (served.get(after.id) === after.outerHTML) return true;
    if (isBusy(before)) return false;
    const text = after.outerHTML;
    const focused = before.contains(document.activeElement);
    keepOpen(before, after);
    before.replaceWith(after);
    served.set(after.id, text);
    if (focused) after.querySelector("summary, a, button")?.focus();
    return true;
  };

  const update = (before, after) => {
    if (!isList(after) || !isList(before)) return replace(before, after);
    const wanted = [...after.children];
    const kept = new Set(wanted.map((each) => each.id));
    [...before.children].forEach((each) => kept.has(each.id) || each.remove());
    let complete = true;
    wanted.forEach((each, at) => {
      const old = [...before.children].find((child) => child.id === each.id);
      if (old) complete = replace(old, each) && complete;
      else {
        served.set(each.id, each.outerHTML);
        before.insertBefore(each, before.children[at] ?? null);
      }
    });
    return complete;
  };

  const refresh = async () => {
    if (waiting) { again += 1; return; }
    waiting = true;
    try {
      const answer = await fetch(location.href.split("#")[0], { headers: { Accept: "text/html" } });
      if (answer.ok) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const complete = [...lives(page)].map((each) => {
          const old = document.getElementById(each.id);
          return old ? update(old, each) : true;
        });
        if (!complete.every(Boolean)) setTimeout(refresh, 1000);
      }
    } catch { /* The sandbox has stopped. The events begin again when it is back. */ }
    waiting = false;
    if (again) { again = 0; refresh(); }
  };

  let events = null;
  const listen = () => {
    if (document.hidden) { events?.close(); events = null; return; }
    if (events) return;
    events = new EventSource("/_sandbox/events");
    events.addEventListener("change", refresh);
  };

  remember(document);
  listen();
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", () => { events?.close(); events = null; });
  addEventListener("pageshow", (event) => {
    document.querySelectorAll("button[data-sent]").forEach((each) => { each.disabled = false; delete each.dataset.sent; });
    if (event.persisted) listen();
  });

  /* A double click sends a form once. */
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (button) setTimeout(() => { button.disabled = true; button.dataset.sent = ""; });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form) {
      event.target.form.requestSubmit(event.target.form.querySelector("button.primary"));
    }
    if (event.key === "Escape") {
      const menu = event.target.closest?.(".menu[open]");
      if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
    }
  });
  document.addEventListener("click", (event) => {
    document.querySelectorAll(".menu[open]").forEach((each) => { if (!each.contains(event.target)) each.open = false; });
  });
})();
