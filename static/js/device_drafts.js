// What a form holds while there is no connection, kept on this device as ciphertext
// (ADR 32). The keys come from the site to whoever is signed in and stay in memory; what
// is stored says which draft it is and when, and nothing else.
(() => {
  "use strict";
  const KEPT_MS = 72 * 3600 * 1000;
  const STORE = "drafts";
  /** @type {Map<string, CryptoKey>} */
  const keys = new Map();
  let writing = "";

  /** @typedef {{keep: string, page: string, typed: [string, string][]}} Content */
  /** @typedef {{draft: string, at: number, sent: boolean, content: Content}} Kept */

  /** Takes the keys that the site gave; the first is the one to write with. */
  async function take(given) {
    if (!window.isSecureContext || !window.indexedDB) {
      return;
    }
    for (const { name, key } of given) {
      const raw = Uint8Array.from(atob(key), (letter) => letter.charCodeAt(0));
      keys.set(name, await crypto.subtle.importKey(
        "raw", raw, "AES-GCM", false, ["encrypt", "decrypt"],
      ));
    }
    writing = given.length ? given[0].name : "";
  }

  function opened() {
    return new Promise((done, fail) => {
      const asked = indexedDB.open("drafts", 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore(STORE, { keyPath: "draft" });
      };
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => fail(asked.error);
    });
  }

  async function run(mode, act) {
    const database = await opened();
    try {
      return await new Promise((done, fail) => {
        const deal = database.transaction(STORE, mode);
        const asked = act(deal.objectStore(STORE));
        deal.oncomplete = () => done(asked.result);
        deal.onabort = () => fail(deal.error);
      });
    } finally {
      database.close();
    }
  }

  function bound(draft, at) {
    return new TextEncoder().encode(`${draft}|${at}`);
  }

  /** Keeps a draft in place of what was kept of it; false where that can't be done. */
  async function put(draft, content, sent) {
    const key = keys.get(writing);
    if (!key) {
      return false;
    }
    const at = Date.now();
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(content));
    const sealed = await crypto.subtle.encrypt(
      { name: "AES-GCM", iv, additionalData: bound(draft, at) }, key, plain,
    );
    const row = { draft, at, sent, key: writing, iv, sealed };
    await run("readwrite", (store) => store.put(row));
    return true;
  }

  async function open(row) {
    const key = keys.get(row.key);
    if (!key) {
      return null;
    }
    try {
      const plain = await crypto.subtle.decrypt(
        { name: "AES-GCM", iv: row.iv, additionalData: bound(row.draft, row.at) },
        key, row.sealed,
      );
      const content = JSON.parse(new TextDecoder().decode(plain));
      return { draft: row.draft, at: row.at, sent: row.sent, content };
    } catch {
      return null;
    }
  }

  /** Drops one draft from this device. */
  async function drop(draft) {
    if (window.indexedDB) {
      await run("readwrite", (store) => store.delete(draft));
    }
  }

  /** Returns what is kept here; what is too old is dropped. No place is made for it. */
  async function rows() {
    const places = window.indexedDB ? await indexedDB.databases?.() : [];
    if (places && !places.some(({ name }) => name === "drafts")) {
      return [];
    }
    const fresh = [];
    for (const row of await run("readonly", (store) => store.getAll())) {
      if (Date.now() - row.at > KEPT_MS) {
        await drop(row.draft);
      } else {
        fresh.push(row);
      }
    }
    return fresh;
  }

  /**
   * Returns what the keys open; what is somebody else's stays shut.
   * @returns {Promise<Kept[]>}
   */
  async function all() {
    const found = await Promise.all((await rows()).map(open));
    return found.filter(Boolean);
  }

  /** Says whether anything is kept here. */
  async function any() {
    return (await rows()).length > 0;
  }

  /** Returns how many drafts are on this device alone; it takes no key to count them. */
  async function waiting() {
    return (await rows()).filter((row) => !row.sent).length;
  }

  /** Takes the place itself away, for a device that somebody else is given. */
  async function clear() {
    keys.clear();
    if (window.indexedDB) {
      await new Promise((done) => {
        const asked = indexedDB.deleteDatabase("drafts");
        asked.onsuccess = asked.onerror = asked.onblocked = done;
      });
    }
  }

  window.deviceDrafts = Object.freeze({ take, put, drop, all, any, waiting, clear });
})();
