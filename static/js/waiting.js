// On each page of a peer worker: what waits on this device alone, and the way back to
// its form. Nothing is asked of the site while nothing waits.
(() => {
  "use strict";
  const place = document.querySelector("[data-waiting]");
  const device = window.deviceDrafts;

  async function keys() {
    const answer = await fetch(place.dataset.keys, {
      method: "POST", body: new FormData(place.querySelector("form")),
      credentials: "same-origin", redirect: "error", headers: { "X-By-Itself": "1" },
    });
    return answer.json();
  }

  function show({ draft, at, content }) {
    const line = place.querySelector("template").content.firstElementChild.cloneNode(true);
    const since = line.querySelector("time");
    since.dateTime = new Date(at).toISOString();
    since.textContent = new Intl.DateTimeFormat(document.documentElement.lang, {
      dateStyle: "full", timeStyle: "short", timeZone: "Pacific/Auckland",
    }).format(at);
    line.querySelector("a").href = content.page;
    line.querySelector("button").addEventListener("click", async () => {
      await device.drop(draft);
      line.remove();
      place.hidden = !place.querySelector("li");
    });
    place.querySelector("[data-waiting-list]").append(line);
  }

  async function begin() {
    if (!await device.waiting()) {
      return;
    }
    const told = await keys();
    await device.take(told.keys);
    for (const kept of await device.all()) {
      const { draft, sent, content } = kept;
      // On its own form it is offered by the form.
      const isHere = !content.page || content.page === location.pathname;
      if (told.done.includes(draft)) {
        await device.drop(draft);
      } else if (!sent && !isHere) {
        show(kept);
      }
    }
    place.hidden = !place.querySelector("li");
  }

  begin().catch(() => undefined);
})();
