// While long work is under way: asks how far it is, and loads the page again when it is over. Without this file the page loads itself again every few seconds.
"use strict";
(() => {
  const bar = document.querySelector("progress[data-ask]");
  const where = document.getElementById("where");
  if (bar === null || where === null) {
    return;
  }

  async function ask() {
    try {
      const answer = await fetch(bar.dataset.ask, { credentials: "same-origin", redirect: "manual", cache: "no-store" });
      // Signed out, or no longer kept: the page itself says so.
      const isGone = answer.type === "opaqueredirect" || answer.status === 403 || answer.status === 404;
      const found = answer.ok ? await answer.json() : { is_over: isGone };
      if (found.is_over) {
        location.reload();
        return;
      }
      if (found.total) {
        bar.max = found.total;
        bar.value = found.done;
      }
      if (found.where && where.textContent !== found.where) {
        where.textContent = found.where;
      }
    } catch {
      // No network now: it is asked again.
    }
    setTimeout(ask, 1000);
  }

  setTimeout(ask, 300);
})();
