// Keys of the workbench. They do what a click does, and nothing else; every one is written on the page.
(function () {
  "use strict";

  function rows() {
    return Array.prototype.slice.call(document.querySelectorAll("[data-work] tbody tr"));
  }

  function typing(target) {
    return /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName) || target.isContentEditable;
  }

  function move(step) {
    var all = rows();
    if (!all.length) return;
    var here = all.findIndex(function (row) { return row.classList.contains("work-here"); });
    var next = Math.min(Math.max(here + step, 0), all.length - 1);
    all.forEach(function (row, index) { row.classList.toggle("work-here", index === next); });
    all[next].querySelector("a").focus();
  }

  function press(key) {
    var target = document.querySelector('[data-key="' + key + '"]');
    if (!target) return false;
    target.focus();
    if (target.matches("a, button")) target.click();
    return true;
  }

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    var key = event.key.toLowerCase();
    if (key === "j") move(1);
    else if (key === "k") move(-1);
    else if (!press(key)) return;
    event.preventDefault();
  });
})();
