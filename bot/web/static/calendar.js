// Dragging a Post to a free slot fills in and sends the Post's own form. Without this file the form is there all the same.
"use strict";
(() => {
  let dragged = null;

  const choice = (card, slot) => {
    const select = card.querySelector("select[name=due_at]");
    return select === null ? undefined : Array.from(select.options).find((option) => option.value === slot);
  };

  for (const card of document.querySelectorAll(".slot[draggable=true]")) {
    card.addEventListener("dragstart", (event) => {
      dragged = card;
      card.classList.add("dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", card.querySelector("input[name=key]").value);
    });
    card.addEventListener("dragend", () => {
      card.classList.remove("dragged");
      dragged = null;
    });
  }

  for (const free of document.querySelectorAll(".slot.free")) {
    free.addEventListener("dragover", (event) => {
      if (dragged !== null && choice(dragged, free.dataset.slot) !== undefined) {
        event.preventDefault();
        free.classList.add("over");
      }
    });
    free.addEventListener("dragleave", () => free.classList.remove("over"));
    free.addEventListener("drop", (event) => {
      event.preventDefault();
      free.classList.remove("over");
      const found = dragged === null ? undefined : choice(dragged, free.dataset.slot);
      if (found !== undefined) {
        found.selected = true;
        found.closest("form").requestSubmit();
      }
    });
  }
})();
