// Keeps the page that is shown without a connection, or takes it off the device again.
// Only pages of the peer worker's area keep it; without this file nothing is kept.
(() => {
  "use strict";
  const { page, version, places } = document.currentScript.dataset;
  const workers = navigator.serviceWorker;
  if (!window.isSecureContext || !workers || !window.caches) {
    return;
  }

  /** Takes everything of this kind off the device; drafts are another matter. */
  async function forget() {
    await kept;
    const found = await workers.getRegistrations();
    const names = await caches.keys();
    await Promise.all([
      ...found.map((one) => one.unregister()),
      ...names.map((name) => caches.delete(name)),
    ]);
  }

  function anew(address) {
    // Without cookies: whoever is signed in, the site draws it for nobody.
    return new Request(address, {
      cache: "reload", credentials: "omit", redirect: "error",
    });
  }

  /** Waits until the page itself has all it needs: this can wait, he can't. */
  function idle() {
    return new Promise((done) => {
      const then = () => (window.requestIdleCallback
        ? requestIdleCallback(done, { timeout: 2000 }) : setTimeout(done));
      if (document.readyState === "complete") {
        then();
      } else {
        window.addEventListener("load", then, { once: true });
      }
    });
  }

  /** Keeps the page with all that it is drawn with, and nothing of an older release. */
  async function fill() {
    const name = `shell-${version}`;
    if (await caches.match(page, { cacheName: name, ignoreVary: true })) {
      return;
    }
    const answer = await fetch(anew(page));
    if (!answer.ok) {
      return;
    }
    const drawn = new DOMParser().parseFromString(
      await answer.clone().text(), "text/html",
    );
    const parts = [...drawn.querySelectorAll("link[href], script[src], img[src]")]
      .map((one) => one.getAttribute("href") || one.getAttribute("src"));
    const cache = await caches.open(name);
    await cache.addAll([...new Set(parts)].map(anew));
    // Last, for whoever finds it takes it to be whole.
    await cache.put(page, answer);
    const older = (await caches.keys()).filter((one) => one !== name);
    await Promise.all(older.map((one) => caches.delete(one)));
  }

  async function keep() {
    await idle();
    // Where one reaches is where its script lies: never past the worker's own pages.
    const begun = await Promise.all(places.split(" ").map(
      (one) => workers.register(one, { updateViaCache: "none" }),
    ));
    // Where a browser begins none, nothing would ever show the page.
    if (begun.every(Boolean)) {
      await fill();
    }
  }

  // No place is named where nobody is signed in: there it goes.
  const kept = places ? keep().catch(() => undefined) : Promise.resolve();
  if (!places) {
    forget().catch(() => undefined);
  }
  window.offlineShell = Object.freeze({ forget });
})();
