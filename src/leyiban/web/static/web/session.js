// Two minutes before a session ends by itself: say so, and let one press go on. Without scripts nothing is
// lost either: what was being sent is kept for its sender.
// Plain old syntax on purpose (Android 8, WeChat's own engine).
(function () {
  "use strict";

  var WARN_SECONDS = 120;
  var box = document.getElementById("session-end");
  if (!box || !window.fetch) return;
  var button = box.querySelector("button");
  var timer = 0;

  function wait(left) {
    window.clearTimeout(timer);
    box.hidden = true;
    timer = window.setTimeout(function () {
      box.hidden = false;
      button.focus();
    }, Math.max(0, left - WARN_SECONDS) * 1000);
  }

  button.addEventListener("click", function () {
    window.fetch(box.getAttribute("data-stay"), { method: "HEAD", credentials: "same-origin" }).then(function (answer) {
      var left = Number(answer.headers.get("X-Session-Left"));
      if (left > 0) wait(left);
      else window.location.reload();
    });
  });

  wait(Number(box.getAttribute("data-left")));
})();
