// While a text is written: its length at once, and what the server says of its hashtags a moment later. Without this file the form works all the same.
"use strict";

(() => {
  const box = document.getElementById("text");
  const shown = document.getElementById("check");
  if (!box || !shown) {
    return;
  }
  let timer = 0;
  let asked = 0;

  async function ask() {
    const mine = ++asked;
    const form = new FormData();
    form.append("text", box.value);
    form.append("csrf_token", box.form.elements.csrf_token.value);
    try {
      const answer = await fetch(box.dataset.check, { method: "POST", body: form, credentials: "same-origin", redirect: "error" });
      if (answer.ok && mine === asked) {
        // Made of an escaped template by our own server.
        const found = new DOMParser().parseFromString((await answer.json()).html, "text/html");
        shown.replaceChildren(...found.body.childNodes);
      }
    } catch {
      // No network now: the server checks when the form is sent.
    }
  }

  box.addEventListener("input", () => {
    const first = shown.querySelector("p");
    if (first) {
      first.textContent = first.textContent.replace(/^(\D*)[\d.]+/, "$1" + (box.value.trim().length + Number(box.dataset.added)));
    }
    clearTimeout(timer);
    timer = setTimeout(ask, 400);
  });

  addEventListener("beforeunload", (event) => {
    if (box.value !== box.defaultValue && !box.form.dataset.sent) {
      event.preventDefault();
    }
  });
  box.form.addEventListener("submit", () => {
    box.form.dataset.sent = "1";
  });
})();
