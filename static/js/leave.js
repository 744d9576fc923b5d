// Leaves at one tap, or at three lone presses of Shift within five seconds.
// Without this file the link still works: the server ends the session itself.
(() => {
  "use strict";
  const PRESSES = 3;
  const WINDOW_MS = 5000;
  const AWAY_SECONDS = 900;
  const root = document.documentElement;

  function isAway() {
    return document.cookie.split("; ").includes("away=1");
  }

  function leave(address) {
    // Hidden first, then the cookie: both need no connection, so that going
    // Back stays harmless even when the server was never reached.
    navigator.serviceWorker?.controller?.postMessage("forget");
    root.classList.add("leaving");
    root.hidden = true;
    document.title = " ";
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie =
      `away=1; Max-Age=${AWAY_SECONDS}; Path=/; SameSite=Lax${secure}`;
    location.replace(address);
  }

  function leaveLink() {
    return document.querySelector("a[data-leave]");
  }

  function announce(left) {
    const status = document.getElementById("leave-status");
    if (status) {
      status.textContent = status.dataset[`left${left}`] || "";
    }
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-leave]");
    if (link) {
      event.preventDefault();
      leave(link.href);
    }
  });

  let presses = [];
  let isAlone = false;

  document.addEventListener("keydown", (event) => {
    // A Shift held for a capital letter, or repeating, is not a press.
    isAlone = event.key === "Shift" && !event.repeat
      && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (event.key !== "Shift") {
      presses = [];
    }
  });

  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift" || !isAlone) {
      return;
    }
    isAlone = false;
    const now = Date.now();
    presses = presses.filter((at) => now - at < WINDOW_MS).concat(now);
    const link = leaveLink();
    if (presses.length >= PRESSES && link) {
      leave(link.href);
      return;
    }
    announce(PRESSES - presses.length);
  });

  // Shift held for a click or to select text is not a lone press either.
  document.addEventListener("pointerdown", () => {
    isAlone = false;
  });

  window.addEventListener("pageshow", (event) => {
    // A page kept alive by the browser must not come back after leaving; one that
    // was hidden then is asked for anew by whoever has signed in again.
    const link = leaveLink();
    if (event.persisted && isAway() && link) {
      leave(link.href);
    } else if (event.persisted && root.hidden) {
      location.reload();
    }
  });
})();
