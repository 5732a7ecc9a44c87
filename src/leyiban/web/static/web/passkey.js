// Passkeys: hands the page's request to the device and sends its answer. Without this script the other ways stay.
(function () {
  "use strict";

  function bytes(text) {
    var plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    var found = new Uint8Array(plain.length);
    for (var at = 0; at < plain.length; at += 1) found[at] = plain.charCodeAt(at);
    return found;
  }

  function text(buffer) {
    var plain = "";
    var all = new Uint8Array(buffer);
    for (var at = 0; at < all.length; at += 1) plain += String.fromCharCode(all[at]);
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  // What travels as text in the page, as the browser wants it.
  function readable(options) {
    var wanted = options.publicKey;
    wanted.challenge = bytes(wanted.challenge);
    if (wanted.user) wanted.user.id = bytes(wanted.user.id);
    (wanted.excludeCredentials || wanted.allowCredentials || []).forEach(function (each) {
      each.id = bytes(each.id);
    });
    return options;
  }

  function told(credential) {
    var said = {};
    ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"].forEach(function (name) {
      if (credential.response[name]) said[name] = text(credential.response[name]);
    });
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      authenticatorAttachment: credential.authenticatorAttachment || null,
      clientExtensionResults: credential.getClientExtensionResults(),
      response: said
    });
  }

  function start(form) {
    var act = form.getAttribute("data-passkey");
    var field = form.elements[form.getAttribute("data-field")];
    var failed = form.querySelector("[data-passkey-failed]");
    form.querySelector("[data-passkey-none]").hidden = true;
    form.querySelector("[data-passkey-go]").hidden = false;

    form.addEventListener("submit", function (event) {
      if (field.value) return;
      event.preventDefault();
      failed.hidden = true;
      var options = readable(JSON.parse(form.getAttribute("data-options")));
      var asked = act === "create" ? navigator.credentials.create(options) : navigator.credentials.get(options);
      asked.then(function (credential) {
        field.value = told(credential);
        form.submit();
      }).catch(function () {
        failed.hidden = false;
      });
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    if (!window.PublicKeyCredential) return;
    Array.prototype.forEach.call(document.querySelectorAll("[data-passkey]"), start);
  });
})();
