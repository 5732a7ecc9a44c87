// Keys of the workbench, and what makes a case pleasanter where scripts run. Keys do what a click does and
// nothing else; every one is written on the page, and they can be switched off. All of it works without this.
(function () {
  "use strict";

  var OFF = "keys-off";

  function all(selector) {
    return Array.prototype.slice.call(document.querySelectorAll(selector));
  }

  // What the browser may refuse to remember (private windows) is then asked again next time.
  function remembered() {
    try { return window.localStorage.getItem(OFF) === "1"; } catch (refused) { return false; }
  }
  function remember(off) {
    try { window.localStorage.setItem(OFF, off ? "1" : "0"); } catch (refused) { /* asked again next time */ }
  }

  var off = remembered();

  function typing(target) {
    return /^(SELECT|TEXTAREA)$/.test(target.tagName) || target.isContentEditable ||
      (target.tagName === "INPUT" && !/^(radio|checkbox|button|submit)$/.test(target.type));
  }

  function move(step) {
    var rows = all("[data-work] tbody tr");
    if (!rows.length) return false;
    var here = rows.findIndex(function (row) { return row.classList.contains("work-here"); });
    var next = Math.min(Math.max(here + step, 0), rows.length - 1);
    rows.forEach(function (row, index) { row.classList.toggle("work-here", index === next); });
    rows[next].querySelector("a").focus();
    return true;
  }

  // The next or previous page of the papers, in whichever group it lies.
  function turn(step) {
    var sheets = all("[data-sheet]");
    if (!sheets.length) return false;
    var here = sheets.indexOf(document.activeElement.closest ? document.activeElement.closest("[data-sheet]") : null);
    var next = sheets[Math.min(Math.max(here + step, 0), sheets.length - 1)];
    show(next);
    next.focus({ preventScroll: true });
    return true;
  }

  function show(target) {
    var group = target.closest("details");
    if (group) group.open = true;
    target.scrollIntoView({ block: "start" });
  }

  function enlarge() {
    var sizes = all("input.zoom");
    if (!sizes.length) return false;
    var here = sizes.findIndex(function (size) { return size.checked; });
    sizes[(here + 1) % sizes.length].checked = true;
    return true;
  }

  function press(key) {
    var target = document.querySelector('[data-key="' + key + '"]');
    if (!target) return false;
    target.focus();
    if (target.matches("a, button")) target.click();
    return true;
  }

  var KEYS = {
    j: function () { return move(1); },
    k: function () { return move(-1); },
    n: function () { return turn(1); },
    p: function () { return turn(-1); },
    "+": enlarge,
    "=": enlarge
  };

  function onKey(event) {
    if (off || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    var key = event.key.toLowerCase();
    var done = KEYS[key] && KEYS[key]();
    if (done || press(key)) event.preventDefault();
  }

  // A review point's "look at", and the names of the papers: open the group they lead to.
  function onJump(event) {
    var link = event.target.closest ? event.target.closest("[data-jump]") : null;
    var target = link && document.getElementById(link.getAttribute("href").slice(1));
    if (!target) return;
    event.preventDefault();
    if (target.tagName === "DETAILS") target.open = true;
    show(target);
    (target.tagName === "DETAILS" ? target.querySelector("summary") : target).focus({ preventScroll: true });
  }

  // A sentence from the ticked points, as long as nobody has written one himself.
  function suggesting(form) {
    var box = document.getElementById(form.getAttribute("data-suggest-into"));
    var last = "";
    if (!box) return;
    function ask(always) {
      if (!always && box.value.trim() && box.value !== last) return;
      var request = new XMLHttpRequest();
      request.open("POST", form.getAttribute("data-suggest"));
      request.setRequestHeader("X-Requested-With", "suggestion");
      request.onload = function () {
        if (request.status !== 200) return;
        last = box.value = request.responseText;
        box.dispatchEvent(new Event("input"));
      };
      request.send(new FormData(form));
    }
    form.addEventListener("change", function (event) {
      if (event.target.type !== "radio") return;
      var open = Array.prototype.some.call(form.querySelectorAll(".point"), function (point) {
        return !point.querySelector("input[type=radio]:checked");
      });
      if (!open) ask(false);
    });
    Array.prototype.forEach.call(form.querySelectorAll("[data-suggest-now]"), function (button) {
      button.addEventListener("click", function (event) {
        event.preventDefault();
        ask(true);
      });
    });
  }

  function keysShown(box) {
    var button = box.querySelector("[data-keys-switch]");
    var list = box.querySelector("ul");
    function draw() {
      list.hidden = off;
      button.textContent = button.getAttribute(off ? "data-on" : "data-off");
    }
    button.addEventListener("click", function () {
      off = !off;
      remember(off);
      draw();
    });
    box.hidden = false;
    draw();
  }

  // Something is being made: look again every two seconds, as long as this page is open.
  function poll(box) {
    var address = box.getAttribute("data-poll");
    if (!address) return;
    setTimeout(function again() {
      var request = new XMLHttpRequest();
      request.open("GET", address);
      request.onload = function () {
        var made = document.createElement("div");
        made.innerHTML = request.responseText;
        var fresh = made.querySelector("#" + box.id);
        if (fresh && !fresh.getAttribute("data-poll")) box.parentNode.replaceChild(fresh, box);
        else setTimeout(again, 2000);
      };
      request.send();
    }, 2000);
  }

  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onJump);
  document.addEventListener("DOMContentLoaded", function () {
    all("[data-keys]").forEach(keysShown);
    all("form[data-suggest]").forEach(suggesting);
    all("[data-poll]").forEach(poll);
  });
})();
