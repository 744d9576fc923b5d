// Warns two minutes before a session locks for want of use, or ends after eight hours.
// The server locks by its own clock: without this file only the warning is missing.
(() => {
  "use strict";
  const NOTICE_MS = 120_000;
  const place = document.querySelector("[data-lock]");
  if (!place) {
    return;
  }
  const soon = place.querySelector("[data-lock-soon]");
  const end = place.querySelector("[data-lock-end]");
  const status = place.querySelector("[data-lock-status]");
  const form = soon.querySelector("form");
  // Another page of the same session counts as use: they tell each other.
  const pages = "BroadcastChannel" in window ? new BroadcastChannel("lock") : null;
  let timers = [];

  function say(part) {
    // Words that appear in a live region are read out; those that were there are not.
    status.textContent = part.querySelector(".notice-title").textContent;
    part.hidden = false;
  }

  function wait(left) {
    timers.forEach(clearTimeout);
    soon.hidden = true;
    end.hidden = true;
    const isEnd = left.ends <= left.locks;
    const part = isEnd ? end : soon;
    const over = 1000 * Math.min(left.ends, left.locks);
    timers = [
      setTimeout(() => say(part), Math.max(0, over - NOTICE_MS)),
      setTimeout(() => { part.hidden = true; }, over),
    ];
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: new FormData(form), credentials: "same-origin",
        redirect: "error",
      });
      const left = answer.ok ? await answer.json() : null;
      if (!left || !left.locks) {
        throw new Error("locked");
      }
      wait(left);
      status.textContent = status.dataset.stayed;
      if (pages) {
        pages.postMessage(left);
      }
    } catch {
      // It has locked meanwhile, or the line is down: the page itself will say so.
      soon.hidden = true;
    }
  });

  const left = { locks: Number(place.dataset.locks), ends: Number(place.dataset.ends) };
  wait(left);
  if (pages) {
    pages.onmessage = (event) => wait(event.data);
    pages.postMessage(left);
  }
})();
