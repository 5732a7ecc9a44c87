// What makes a page pleasanter where scripts run. Nothing here is needed: every page works without it.
// Plain old syntax on purpose (Android 8, WeChat's own engine).
(function () {
  "use strict";

  function all(selector, root) {
    return Array.prototype.slice.call((root || document).querySelectorAll(selector));
  }

  // Errors first: the summary takes the focus, so that ears and keyboards start there.
  function focusProblems() {
    var summary = document.querySelector("[data-focus]");
    if (summary) summary.focus();
  }

  // 还能写12个字
  function countCharacters(field) {
    var line = document.querySelector('[data-count-of="' + field.id + '"]');
    var most = Number(field.getAttribute("data-count"));
    function show() {
      var left = most - Array.from(field.value).length;
      line.textContent = line.getAttribute(left < 0 ? "data-over" : "data-left").replace("%n", Math.abs(left));
    }
    if (line) field.addEventListener("input", show);
  }

  // The lists of the region picker fill themselves; without scripts a button does it.
  function resubmitOnChange(list) {
    var button = document.getElementById(list.getAttribute("data-resubmit"));
    if (!button || list.form.hasAttribute("data-autosave")) return; // draft.js fills them in place
    button.hidden = true;
    list.addEventListener("change", function () { button.click(); });
  }

  // A second press of the same button within three seconds is the same press. The server knows it anyway.
  function pressOnce(form) {
    var pressed = 0;
    form.addEventListener("submit", function (event) {
      var now = Date.now();
      if (now - pressed < 3000) event.preventDefault();
      else pressed = now;
    });
  }

  // After two seconds of waiting, say so.
  function sayWaiting(form) {
    form.addEventListener("submit", function () {
      setTimeout(function () {
        var line = document.createElement("p");
        line.setAttribute("role", "status");
        line.className = "notice notice-held";
        line.textContent = form.getAttribute("data-wait");
        form.appendChild(line);
      }, 2000);
    });
  }

  // 朗读: sentence by sentence, because engines drop long texts.
  function readAloud(button) {
    var speech = window.speechSynthesis;
    if (!speech || !window.SpeechSynthesisUtterance) return;
    var label = button.querySelector("span");
    var start = label.textContent;
    var speaking = false;
    button.hidden = false;
    function stop() {
      speaking = false;
      speech.cancel();
      label.textContent = start;
    }
    function next(sentences) {
      if (!speaking || !sentences.length) return stop();
      var said = new SpeechSynthesisUtterance(sentences[0]);
      said.lang = document.documentElement.lang === "en" ? "en-GB" : "zh-CN";
      said.rate = 0.9;
      said.onend = function () { next(sentences.slice(1)); };
      said.onerror = stop;
      speech.speak(said);
    }
    button.addEventListener("click", function () {
      if (speaking) return stop();
      speaking = true;
      label.textContent = button.getAttribute("data-stop");
      next(sentencesOf(document.getElementById("main"), button));
    });
    window.addEventListener("pagehide", stop);
  }

  function sentencesOf(main, except) {
    var text = all("h1, h2, h3, p, li, dt, dd, legend, label", main)
      .filter(function (part) { return part.offsetParent !== null && !part.querySelector("p, li, dt, dd, label") && !except.contains(part); })
      .map(function (part) { return part.innerText.trim(); })
      .filter(Boolean);
    return text.join("。").split(/[。!?;\n]+/).map(function (s) { return s.trim(); }).filter(Boolean);
  }

  // What is folded on the screen is open on paper.
  function unfoldForPrint() {
    var folds = all("details:not([open])");
    folds.forEach(function (fold) { fold.open = true; });
    window.addEventListener("afterprint", function () { folds.forEach(function (fold) { fold.open = false; }); }, { once: true });
  }

  function printOnPress(button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  }

  window.addEventListener("beforeprint", unfoldForPrint);
  document.addEventListener("DOMContentLoaded", function () {
    focusProblems();
    all("[data-count]").forEach(countCharacters);
    all("[data-resubmit]").forEach(resubmitOnChange);
    all("form[method=post]").forEach(pressOnce);
    all("form[data-wait]").forEach(sayWaiting);
    all("[data-read-aloud]").forEach(readAloud);
    all("[data-print]").forEach(printOnPress);
  });
})();
