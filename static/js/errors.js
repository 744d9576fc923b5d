// Moves focus to the error summary, so that it is read out and seen first.
(() => {
  "use strict";
  const summary = document.querySelector("[data-error-summary]");
  if (!summary) {
    return;
  }
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const target = link && document.getElementById(link.hash.slice(1));
    if (!target) {
      return;
    }
    event.preventDefault();
    const field = target.closest(".field") || target;
    const control = target.matches("input, select, textarea, button")
      ? target
      : target.querySelector("input, select, textarea");
    // The label comes into view with the control, not only the control.
    field.scrollIntoView({ block: "start" });
    (control || target).focus({ preventScroll: true });
  });
})();
