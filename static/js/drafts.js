// Keeps what somebody types: sealed on the site, and on this device while there is no
// connection (SES-03, UI-W3). Without this file a form is as it always was.
(() => {
  "use strict";
  const PAUSE_MS = 1000;
  const AGAIN_MS = 5000;
  const place = document.querySelector("[data-drafts]");
  if (!place) {
    return;
  }
  const device = window.deviceDrafts;
  const form = place.closest("form");
  const status = place.querySelector("[data-draft-status]");
  const own = form.elements.draft.value;
  const NOT_TYPED = ["csrfmiddlewaretoken", "draft"];
  const NOT_COMPARED = ["id", "revision", "rows"];
  const stop = new AbortController();
  let isOver = false;
  let isRefused = false;
  let isBusy = false;
  let isBehind = false;
  let timer = 0;

  /** Says whether a field may be kept: not where it tells of a man who wants no notes. */
  function mayKeep(name) {
    const [, of] = name.match(/^[a-z]+-([0-9a-f-]{36})$/) || [];
    return of === undefined || place.dataset.of === undefined
      || place.dataset.of.split(" ").includes(of);
  }

  function keepable(fields) {
    return fields.filter(([name]) => mayKeep(name));
  }

  /** @returns {[string, string][]} every field of the form with its value */
  function typed() {
    return keepable([...new FormData(form)].filter(
      ([name, value]) => typeof value === "string" && !NOT_TYPED.includes(name),
    ));
  }

  function content() {
    return { keep: place.dataset.keep, page: location.pathname, typed: typed() };
  }

  function compared(fields) {
    return JSON.stringify(fields.filter(([name]) => !NOT_COMPARED.includes(name))
      .map(([name, value]) => [name, value.replaceAll("\r\n", "\n")]).sort());
  }

  function say(which) {
    const words = status.dataset[which] || "";
    // Said once, and not at every letter: it is read out.
    if (status.textContent !== words) {
      status.textContent = words;
    }
  }

  async function post(address, more) {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    for (const [name, value] of Object.entries(more)) {
      data.set(name, value);
    }
    return fetch(address, {
      method: "POST", body: data, credentials: "same-origin", redirect: "error",
      headers: { "X-By-Itself": "1" }, signal: stop.signal,
    });
  }

  /** Keeps the form as it stands, on this device first. */
  async function keep() {
    if (isOver || isRefused) {
      return;
    }
    if (isBusy) {
      isBehind = true;
      return;
    }
    isBusy = true;
    clearTimeout(timer);
    const held = content();
    let isOnDevice = false;
    try {
      isOnDevice = await device.put(own, held, false).catch(() => false);
      const answer = await post(
        place.dataset.keep, { draft: own, typed: JSON.stringify(held.typed) },
      );
      await heard(answer, held);
    } catch {
      if (!isOver) {
        say(isOnDevice ? "device" : "lost");
        timer = setTimeout(keep, AGAIN_MS);
      }
    }
    isBusy = false;
    if (isBehind) {
      isBehind = false;
      keep();
    }
  }

  async function heard(answer, held) {
    if (answer.ok) {
      await device.put(own, held, true).catch(() => false);
      say("saved");
    } else if (answer.status === 409) {
      // He has taken his consent back: none is kept anywhere.
      isRefused = true;
      await device.drop(own).catch(() => undefined);
      say("refused");
    } else if (answer.status === 404) {
      isRefused = true;
      say("refused");
    } else if (answer.status === 400) {
      say("long");
    } else {
      throw new Error("not kept");
    }
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE_MS);
  }

  /** Puts a draft into the form; returns the words that have no place there now. */
  function fill(fields) {
    const given = new Map();
    for (const [name, value] of fields) {
      given.set(name, [...(given.get(name) || []), value]);
    }
    for (const control of form.elements) {
      if (!control.name || NOT_TYPED.includes(control.name) || !mayKeep(control.name)) {
        continue;
      }
      const values = given.get(control.name) || [];
      if (control.type === "checkbox" || control.type === "radio") {
        control.checked = values.includes(control.value);
      } else if (values.length && control.type !== "submit") {
        control.value = values[0];
      }
      if (values.some(Boolean)) {
        control.closest("details")?.setAttribute("open", "");
      }
    }
    return fields.filter(([name, value]) => value && !form.elements[name])
      .map(([, value]) => value);
  }

  async function forget(draft) {
    await device.drop(draft).catch(() => undefined);
    await post(place.dataset.drop, { draft }).catch(() => undefined);
  }

  /** Tells no more that something is back; words without a place stay to be copied. */
  function tellOfNoneBack() {
    for (const told of form.querySelectorAll("[data-draft-back]:not([hidden])")) {
      const beside = told.parentElement.querySelector("[data-draft-beside]");
      (beside.hidden ? told.parentElement : told).remove();
    }
  }

  function offer(kept, region) {
    const template = place.querySelector("[data-draft-offer]");
    const shown = template.content.firstElementChild.cloneNode(true);
    const when = shown.querySelector("[data-draft-when]");
    when.dateTime = new Date(kept.at).toISOString();
    when.textContent = new Intl.DateTimeFormat(document.documentElement.lang, {
      dateStyle: "full", timeStyle: "short", timeZone: "Pacific/Auckland",
    }).format(kept.at);
    shown.querySelector("[data-draft-restore]").addEventListener("click", async () => {
      const rest = fill(kept.typed);
      shown.querySelector("[data-draft-rest]").textContent = rest.join("\n");
      shown.querySelector("[data-draft-beside]").hidden = !rest.length;
      // The form said what another draft says.
      tellOfNoneBack();
      shown.querySelector("[data-draft-begun]").remove();
      shown.querySelector("[data-draft-back]").hidden = false;
      shown.querySelector(".actions").remove();
      await keep();
      if (kept.draft !== own && status.textContent === status.dataset.saved) {
        await forget(kept.draft);
      }
    });
    shown.querySelector("[data-draft-throw]").addEventListener("click", async () => {
      shown.remove();
      say("thrown");
      await forget(kept.draft);
    });
    region.append(shown);
  }

  /** Returns what was begun here, on the site or this device, the newest first. */
  async function begun() {
    const answer = await post(place.dataset.begun, {});
    if (!answer.ok) {
      // Asking again changes nothing: the page is too old, or he is no longer his.
      return [];
    }
    const told = await answer.json();
    await device.take(told.keys);
    const drafts = new Map(told.drafts.map((one) => [one.draft, one]));
    for (const { draft, at, sent, content } of await device.all().catch(() => [])) {
      if (content.keep !== place.dataset.keep) {
        continue;
      }
      // What the site had and has no more was saved, thrown away or taken back.
      if (told.done.includes(draft) || (sent && !drafts.has(draft))) {
        await device.drop(draft);
        continue;
      }
      const typed = keepable(content.typed);
      if (!sent) {
        drafts.set(draft, { draft, at, typed });
      }
      if (typed.length < content.typed.length) {
        // A man in the group has taken his consent to notes back since.
        await device.put(draft, { ...content, typed }, sent)
          .catch(() => device.drop(draft));
      }
    }
    return [...drafts.values()].sort((one, other) => other.at - one.at);
  }

  async function begin() {
    let found = [];
    try {
      found = await begun();
    } catch {
      setTimeout(begin, AGAIN_MS);
      return;
    }
    const now = compared(typed());
    const region = document.createElement("div");
    region.setAttribute("aria-live", "polite");
    region.className = "flow";
    form.prepend(region);
    for (const kept of found) {
      if (compared(kept.typed) === now) {
        if (kept.draft !== own) {
          await forget(kept.draft);
        }
      } else if (!(kept.draft === own && "cameBack" in place.dataset)) {
        offer(kept, region);
      }
    }
    place.dataset.ready = "";
    if ("cameBack" in place.dataset) {
      keep();
    }
  }

  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("submit", (event) => {
    tellOfNoneBack();
    if (!navigator.onLine) {
      // The browser would put a page of its own in the place of what he wrote.
      event.preventDefault();
      keep();
      return;
    }
    // What comes now is the real thing; a draft that arrives after it would outlive it.
    // The device has it until then: this page runs on until the next one is there.
    isOver = true;
    clearTimeout(timer);
    stop.abort();
    if (!isRefused) {
      device.put(own, content(), false).catch(() => undefined);
    }
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && timer) {
      keep();
    }
  });
  window.addEventListener("online", () => timer && keep());
  window.addEventListener("pageshow", (event) => {
    // A page that the browser kept alive is asked for anew: it may be saved by now. One
    // that was left quickly is hidden, and stays so.
    if (event.persisted && !document.documentElement.hidden) {
      location.reload();
    }
  });
  begin();
})();
