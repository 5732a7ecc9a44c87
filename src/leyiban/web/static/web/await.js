// Something is being made: look again every few seconds and put the fresh box in the old one's place. Without this
// script the link 刷新看看 does the same.
(function () {
  "use strict";

  var EVERY = 3000; // milliseconds
  var LOOKS = 40;

  function lookAgain(box, looks) {
    if (!looks) return;
    window.setTimeout(function () {
      var request = new XMLHttpRequest();
      request.open("GET", window.location.href.split("#")[0]);
      request.onload = function () {
        var made = document.createElement("div");
        made.innerHTML = request.status === 200 ? request.responseText : "";
        var fresh = made.querySelector("#" + box.id);
        if (!fresh) return;
        if (fresh.hasAttribute("data-await")) return lookAgain(box, looks - 1);
        box.parentNode.replaceChild(fresh, box);
      };
      request.onerror = function () { lookAgain(box, looks - 1); };
      request.send();
    }, EVERY);
  }

  document.addEventListener("DOMContentLoaded", function () {
    Array.prototype.forEach.call(document.querySelectorAll("[data-await]"), function (box) { lookAgain(box, LOOKS); });
  });
})();
