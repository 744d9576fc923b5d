// Before a device is handed over, what is kept on it alone goes on to the site; until
// then it is not handed over. Without this file there is nothing kept on the device.
(() => {
  "use strict";
  const form = document.querySelector("form[data-waits-for-drafts]");
  const device = window.deviceDrafts;
  if (!form || !device) {
    return;
  }
  const waits = form.querySelector("[data-waits]");
  let isSent = false;
  let isReady = false;
  device.any().then((is) => { isSent = !is; }).catch(() => undefined);

  async function post(address, more) {
    const data = new FormData(form);
    for (const [name, value] of Object.entries(more)) {
      data.set(name, value);
    }
    return fetch(address, {
      method: "POST", body: data, credentials: "same-origin", redirect: "error",
      headers: { "X-By-Itself": "1" },
    });
  }

  /** Sends one draft on; true once the device need not keep it any more. */
  async function sent({ draft, content }) {
    const answer = await post(
      content.keep, { draft, typed: JSON.stringify(content.typed) },
    );
    // Taken back by him, or no longer this worker's: nobody would be shown it again.
    if (!answer.ok && answer.status !== 409 && answer.status !== 404) {
      return false;
    }
    await device.drop(draft);
    return true;
  }

  async function allSent() {
    const told = await (await post(form.dataset.waitsForDrafts, {})).json();
    await device.take(told.keys);
    for (const kept of await device.all()) {
      if (!kept.sent && !told.done.includes(kept.draft) && !await sent(kept)) {
        return false;
      }
    }
    return true;
  }

  form.addEventListener("submit", async (event) => {
    if (isReady) {
      return;
    }
    event.preventDefault();
    waits.hidden = true;
    isSent = isSent || await allSent().catch(() => false);
    if (!isSent) {
      waits.hidden = false;
      return;
    }
    // Whoever is given the device finds nothing of ours stored on it (UI-S7).
    await device.clear();
    await window.offlineShell?.forget().catch(() => undefined);
    isReady = true;
    form.requestSubmit();
  });
})();
