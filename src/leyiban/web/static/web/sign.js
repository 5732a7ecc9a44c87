// A signature drawn with a finger, a pen or a mouse. Without this script the paper way is there, and always works.
(function () {
  "use strict";

  function start(box) {
    var pad = box.querySelector("[data-sign-pad]");
    var value = box.querySelector("[data-sign-value]");
    var ink = pad.getContext && pad.getContext("2d");
    var drawing = false;
    if (!ink || !window.PointerEvent) return;
    box.hidden = false;

    function clear() {
      ink.fillStyle = "#fff";
      ink.fillRect(0, 0, pad.width, pad.height);
      ink.strokeStyle = "#1f2329";
      ink.lineWidth = 3;
      ink.lineCap = ink.lineJoin = "round";
    }

    // What was drawn before the page came back with a problem.
    function redraw() {
      var image = new Image();
      if (!value.value) return;
      image.onload = function () { ink.drawImage(image, 0, 0); };
      image.src = value.value;
    }

    function place(event) {
      var frame = pad.getBoundingClientRect();
      return [(event.clientX - frame.left) * pad.width / frame.width, (event.clientY - frame.top) * pad.height / frame.height];
    }

    pad.addEventListener("pointerdown", function (event) {
      var at = place(event);
      drawing = true;
      pad.setPointerCapture(event.pointerId);
      ink.beginPath();
      ink.moveTo(at[0], at[1]);
      event.preventDefault();
    });
    pad.addEventListener("pointermove", function (event) {
      var at = place(event);
      if (!drawing) return;
      ink.lineTo(at[0], at[1]);
      ink.stroke();
    });
    pad.addEventListener("pointerup", function () {
      drawing = false;
      value.value = pad.toDataURL("image/png");
    });
    box.querySelector("[data-sign-clear]").addEventListener("click", function () {
      clear();
      value.value = "";
    });
    clear();
    redraw();
  }

  document.addEventListener("DOMContentLoaded", function () {
    Array.prototype.forEach.call(document.querySelectorAll("[data-sign]"), start);
  });
})();
