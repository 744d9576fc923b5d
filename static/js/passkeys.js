// Asks this device for a passkey where a page offers one (WebAuthn). Without this file,
// or without JavaScript, those buttons stay hidden and codes work as before.
(() => {
  "use strict";
  if (!window.PublicKeyCredential || !navigator.credentials) {
    return;
  }

  function bytes(text) {
    const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  }

  function text(buffer) {
    const plain = String.fromCharCode(...new Uint8Array(buffer));
    return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  }

  function readable(options) {
    const asked = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
    for (const list of ["allowCredentials", "excludeCredentials"]) {
      asked[list] = (asked[list] || []).map((one) => ({ ...one, id: bytes(one.id) }));
    }
    if (asked.user) {
      asked.user = { ...asked.user, id: bytes(asked.user.id) };
    }
    return { publicKey: asked };
  }

  function sendable(credential) {
    const answer = credential.response;
    const parts = { clientDataJSON: text(answer.clientDataJSON) };
    for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (answer[part]) {
        parts[part] = text(answer[part]);
      }
    }
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      clientExtensionResults: {},
      response: parts,
    });
  }

  async function options(form, address) {
    const token = new FormData();
    token.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    const answer = await fetch(address, {
      method: "POST", body: token, credentials: "same-origin", redirect: "error",
    });
    if (!answer.ok) {
      throw new Error("refused");
    }
    return readable(await answer.json());
  }

  async function send(form, address, act) {
    const status = form.querySelector("[data-passkey-status]");
    status.textContent = "";
    try {
      const credential = await act(await options(form, address));
      form.elements.passkey.value = sendable(credential);
      form.submit();
    } catch (fault) {
      const isStopped = fault.name === "NotAllowedError" || fault.name === "AbortError";
      status.textContent = isStopped ? status.dataset.stopped : status.dataset.failed;
    }
  }

  for (const place of document.querySelectorAll("[data-passkey]")) {
    const form = place.closest("form");
    place.hidden = false;
    place.querySelector("button").addEventListener("click", () => {
      send(form, place.dataset.passkey, (asked) => navigator.credentials.get(asked));
    });
  }

  for (const place of document.querySelectorAll("[data-passkey-new]")) {
    const form = place.closest("form");
    place.hidden = false;
    form.addEventListener("submit", (event) => {
      // Without a name the page says what is missing before a device is asked.
      if (!form.elements.name.value.trim()) {
        return;
      }
      event.preventDefault();
      send(form, place.dataset.passkeyNew, (asked) => navigator.credentials.create(asked));
    });
  }
})();
