// Counts what waits on this device while there is no connection. Nothing of it can be
// read here: no key is on the device.
(() => {
  "use strict";
  const place = document.querySelector("[data-offline]");
  const line = place.querySelector("[data-offline-count]");
  const again = place.querySelector("[data-offline-again]");

  function said(count) {
    const words = count === 1 ? line.dataset.one : line.dataset.many;
    return (count ? words : line.dataset.none).replace("%(count)s", count);
  }

  window.deviceDrafts.waiting().then((count) => {
    line.textContent = said(count);
    place.querySelector("[data-offline-locked]").hidden = !count;
  }).catch(() => undefined);
  window.addEventListener("online", () => {
    again.textContent = again.dataset.words;
  });
  window.addEventListener("offline", () => {
    again.textContent = "";
  });
})();
