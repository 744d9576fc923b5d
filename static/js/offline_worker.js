// Where the site can't be reached, this shows the one page that shell.js has kept. It
// keeps nothing by itself and looks at nothing that is sent or answered (ADR 45).
"use strict";

const PAGE = "/offline/";
const PARTS = ["style", "script", "font", "image"];
/** Tabs that show that page, for what it is drawn with has to come from here as well. */
const shown = new Set();

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function kept(address) {
  return (await caches.match(address, { ignoreVary: true })) || Response.error();
}

async function page(event) {
  try {
    return await fetch(event.request);
  } catch {
    shown.add(event.resultingClientId);
    return kept(PAGE);
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  // What is sent is left to the browser: it can send it once more, this could not.
  if (request.method !== "GET") {
    return;
  }
  if (request.mode === "navigate") {
    event.respondWith(page(event));
  } else if (shown.has(event.clientId) && PARTS.includes(request.destination)) {
    event.respondWith(fetch(request).catch(() => kept(request.url)));
  }
});

// A page that is left quickly is gone before it could do this itself.
self.addEventListener("message", (event) => {
  if (event.data === "forget") {
    event.waitUntil(Promise.all([
      caches.keys().then((names) => Promise.all(names.map((one) => caches.delete(one)))),
      self.registration.unregister(),
    ]));
  }
});
