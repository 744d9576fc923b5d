// Signing with a finger, a pen or the mouse. Without this file there is the typed name.
// What is kept is the line itself, as whole numbers: no picture, no time, no pressure.
(() => {
  "use strict";

  function follow(pad) {
    const paper = pad.querySelector("canvas");
    const kept = pad.parentElement.querySelector("input[type=hidden]");
    const pen = paper.getContext("2d");
    let strokes = read(kept.value);
    let drawing = null;

    function redraw() {
      pen.clearRect(0, 0, paper.width, paper.height);
      pen.strokeStyle = getComputedStyle(paper).color;
      pen.lineWidth = 3;
      pen.lineCap = pen.lineJoin = "round";
      for (const stroke of strokes) {
        pen.beginPath();
        pen.moveTo(stroke[0], stroke[1]);
        for (let i = 0; i < stroke.length; i += 2) {
          pen.lineTo(stroke[i], stroke[i + 1]);
        }
        pen.stroke();
      }
    }

    function add(event) {
      const box = paper.getBoundingClientRect();
      const x = Math.round((event.clientX - box.left) * paper.width / box.width);
      const y = Math.round((event.clientY - box.top) * paper.height / box.height);
      const inside = (value, most) => Math.min(Math.max(value, 0), most);
      drawing.push(inside(x, paper.width), inside(y, paper.height));
      redraw();
    }

    function keep() {
      kept.value = strokes.length ? JSON.stringify(strokes) : "";
    }

    paper.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      paper.setPointerCapture(event.pointerId);
      drawing = [];
      strokes.push(drawing);
      add(event);
    });
    paper.addEventListener("pointermove", (event) => {
      if (drawing) {
        add(event);
      }
    });
    for (const end of ["pointerup", "pointercancel"]) {
      paper.addEventListener(end, () => {
        drawing = null;
        keep();
      });
    }
    pad.querySelector("[data-clear]").addEventListener("click", () => {
      strokes = [];
      keep();
      redraw();
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
    pad.hidden = false;
    redraw();
  }

  function read(text) {
    try {
      return JSON.parse(text || "[]");
    } catch {
      return [];
    }
  }

  document.querySelectorAll("[data-signature]").forEach(follow);
})();
