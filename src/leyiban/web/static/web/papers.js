// Papers from a phone: the picture is turned and shrunk before it leaves, and its slot says how far it is.
// Without this script the same inputs and the same button hand the same files in.
(function () {
  "use strict";

  var LONGEST_SIDE = 2200; // pixels: an A4 page stays readable
  var SMALL_ENOUGH = 700 * 1024; // bytes: not worth shrinking
  var THUMB_WIDTH = 208; // pixels
  // Browsers that turn pictures by themselves when drawing; from others the original is sent, and we turn it.
  var TURNS = window.CSS && CSS.supports && CSS.supports("image-orientation", "from-image");

  function draw(file, width, done) {
    var reader = new FileReader();
    reader.onerror = function () { done(null); };
    reader.onload = function () {
      var image = new Image();
      image.onerror = function () { done(null); };
      image.onload = function () {
        var scale = Math.min(1, width / Math.max(image.width, image.height));
        var canvas = document.createElement("canvas");
        canvas.width = Math.round(image.width * scale);
        canvas.height = Math.round(image.height * scale);
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        done(canvas);
      };
      image.src = reader.result; // a data: address, which the page's policy allows
    };
    reader.readAsDataURL(file);
  }

  function shrink(file, done) {
    var picture = /^image\/(jpeg|png|webp)$/.test(file.type);
    if (!picture || !TURNS || file.size < SMALL_ENOUGH) return done(file);
    draw(file, LONGEST_SIDE, function (canvas) {
      if (!canvas || !canvas.toBlob) return done(file);
      canvas.toBlob(function (blob) {
        var smaller = blob && blob.size < file.size;
        done(smaller ? new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }) : file);
      }, "image/jpeg", 0.85);
    });
  }

  function shrinkAll(files, done, kept) {
    kept = kept || [];
    if (!files.length) return done(kept);
    shrink(files[0], function (file) { shrinkAll(files.slice(1), done, kept.concat(file)); });
  }

  function size(bytes) {
    return bytes < 1048576 ? Math.max(1, Math.round(bytes / 1024)) + " KB" : (bytes / 1048576).toFixed(1) + " MB";
  }

  function preview(slot, files) {
    var line = slot.querySelector("[data-chosen]");
    line.hidden = false;
    line.textContent = files.map(function (file) { return file.name + " (" + size(file.size) + ")"; }).join("、");
    files.forEach(function (file) {
      if (!/^image\//.test(file.type)) return;
      draw(file, THUMB_WIDTH, function (canvas) {
        if (!canvas) return;
        var thumb = document.createElement("img");
        thumb.src = canvas.toDataURL("image/jpeg", 0.7);
        thumb.alt = "";
        thumb.className = "slot-thumb";
        line.insertBefore(thumb, line.firstChild);
      });
    });
  }

  // Put the smaller files into the input, where the browser lets us; the form then sends those.
  function putBack(input, files) {
    try {
      var list = new DataTransfer();
      files.forEach(function (file) { list.items.add(file); });
      input.files = list.files;
    } catch (refused) { /* the originals are sent */ }
  }

  function say(slot, text) {
    var state = slot.querySelector(".slot-state");
    state.lastChild.textContent = text;
  }

  function send(slot, form, files) {
    var data = new FormData();
    var request = new XMLHttpRequest();
    data.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    data.append("upload", slot.getAttribute("data-slot"));
    files.forEach(function (file) { data.append("papers." + slot.getAttribute("data-slot"), file); });
    request.open("POST", form.getAttribute("data-upload"));
    request.setRequestHeader("X-Requested-With", "papers");
    request.upload.onprogress = function (event) {
      if (event.lengthComputable) say(slot, slot.getAttribute("data-sending") + " " + Math.round(100 * event.loaded / event.total) + "%");
    };
    request.onload = function () {
      var made = document.createElement("div");
      made.innerHTML = request.responseText;
      var fresh = made.querySelector("[data-slot]");
      if (!fresh) return failed(slot);
      slot.parentNode.replaceChild(fresh, slot);
      start(fresh);
      fresh.focus();
    };
    request.onerror = function () { failed(slot); };
    say(slot, slot.getAttribute("data-sending"));
    request.send(data);
  }

  function failed(slot) {
    slot.className = "slot slot-failed";
    say(slot, slot.getAttribute("data-failed"));
  }

  function start(slot) {
    var form = slot.closest("form");
    Array.prototype.forEach.call(slot.querySelectorAll("input[type=file]"), function (input) {
      input.addEventListener("change", function () {
        shrinkAll(Array.prototype.slice.call(input.files), function (files) {
          if (form && form.hasAttribute("data-upload")) return send(slot, form, files);
          putBack(input, files);
          preview(slot, files);
        });
      });
    });
    if (form && form.hasAttribute("data-upload")) {
      Array.prototype.forEach.call(slot.querySelectorAll("[data-hide]"), function (button) { button.hidden = true; });
    }
  }

  document.addEventListener("DOMContentLoaded", function () {
    Array.prototype.forEach.call(document.querySelectorAll("[data-slot]"), start);
  });
})();
