// A page of questions that keeps itself: saves after a short rest, asks for the next list of regions, and puts in
// or takes out questions as the answers open and close them. Without it 保存并继续 does the same.
// Plain old syntax on purpose (Android 8, WeChat's own engine).
(function () {
  "use strict";

  var REST = 1500; // milliseconds without a key before we save

  function all(selector, root) {
    return Array.prototype.slice.call(root.querySelectorAll(selector));
  }

  function keep(form) {
    var questions = form.querySelector("#questions");
    var line = form.querySelector("#saved");
    var timer = 0;
    var sending = false; // a save is on its way
    var more = false; // something was typed meanwhile
    var typed = false; // something is not saved yet
    var stopped = false; // saved elsewhere, or signed out: the button decides
    var pressed = null; // a button that waits for the save on its way

    function say(text) {
      line.innerHTML = "";
      var p = document.createElement("p");
      p.className = "saved saved-not";
      p.textContent = form.getAttribute(text);
      line.appendChild(p);
    }

    function later(wait) {
      if (stopped) return;
      typed = true;
      window.clearTimeout(timer);
      timer = window.setTimeout(save, wait);
    }

    function save() {
      if (sending) { more = true; return; }
      var request = new XMLHttpRequest();
      sending = true;
      typed = false;
      request.open("POST", window.location.href.split("#")[0]);
      request.setRequestHeader("X-Requested-With", "autosave");
      request.onload = function () { answered(request); };
      request.onerror = function () { say("data-unsaved"); showButtons(); done(); };
      request.send(new FormData(form));
    }

    function answered(request) {
      var made = document.createElement("div");
      made.innerHTML = request.responseText;
      var fresh = made.querySelector("#questions");
      if (request.status === 200 && fresh && !made.querySelector("form")) take(fresh);
      else if (request.status === 409) stop("data-moved");
      else if (request.status === 200 || request.status === 403) stop("data-ended");
      else { say("data-unsaved"); showButtons(); }
      done();
    }

    function stop(text) {
      stopped = true;
      say(text);
    }

    function done() {
      var button = pressed;
      sending = false;
      pressed = null;
      if (button) button.click();
      else if (more) { more = false; later(0); }
    }

    // Without the net the next list of regions needs its button again.
    function showButtons() {
      all("[name=regions_of]", questions).forEach(function (button) { button.hidden = false; });
    }

    function take(fresh) {
      form.elements.version.value = fresh.getAttribute("data-version");
      line.innerHTML = fresh.querySelector("#saved").innerHTML;
      openAndClose(fresh);
      all("select[data-resubmit]", fresh).forEach(function (list) { renew(list.closest("[data-field]")); });
    }

    function openAndClose(fresh) {
      var before = null;
      var names = {};
      all("[data-field]", fresh).forEach(function (field) {
        var name = field.getAttribute("data-field");
        var here = find(name);
        names[name] = true;
        if (!here) {
          here = field;
          questions.insertBefore(here, before ? before.nextSibling : questions.firstChild);
        }
        before = here;
      });
      all("[data-field]", questions).forEach(function (field) {
        if (!names[field.getAttribute("data-field")]) field.parentNode.removeChild(field);
      });
    }

    function find(name) {
      return questions.querySelector('[data-field="' + name + '"]');
    }

    // The lists of a region, when one above them was chosen; the focus stays where it was.
    function renew(fresh) {
      var here = find(fresh.getAttribute("data-field"));
      if (!here || here === fresh) return;
      var focus = here.contains(document.activeElement) ? document.activeElement.id : "";
      here.parentNode.replaceChild(fresh, here);
      hideButtons(fresh);
      if (focus && document.getElementById(focus)) document.getElementById(focus).focus();
    }

    function hideButtons(root) {
      all("[name=regions_of]", root).forEach(function (button) { button.hidden = true; });
    }

    form.addEventListener("input", function () { later(REST); });
    form.addEventListener("change", function (event) {
      later(event.target.hasAttribute("data-resubmit") ? 0 : REST);
    });
    form.addEventListener("click", function (event) {
      var button = event.target.closest ? event.target.closest("button") : null;
      if (!button) return;
      window.clearTimeout(timer);
      if (!sending) return;
      event.preventDefault();
      event.stopPropagation();
      pressed = button;
    }, true);
    document.addEventListener("visibilitychange", function () {
      if (document.visibilityState === "hidden" && typed && !stopped) save(); // looking at another app
    });
    window.addEventListener("online", function () { later(0); });
    hideButtons(questions);
  }

  document.addEventListener("DOMContentLoaded", function () {
    all("form[data-autosave]", document).forEach(keep);
  });
})();
