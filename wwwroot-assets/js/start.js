// Starts the circuit and what the document does for itself: skip link, dialogs, clock, reconnecting.
import { reconnectionHandler, watchInteractivity } from "./reconnect.js";
import { tickClocks } from "./clock.js";

document.addEventListener("click", event => {
  const target = event.target instanceof Element ? event.target : null;
  const skip = target?.closest("[data-skip]");
  if (skip) {
    event.preventDefault();
    document.getElementById("main")?.focus();
    return;
  }
  const opener = target?.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
  // A menu that led somewhere has done its work.
  if (target?.closest("[popover] a")) target.closest("[popover]").hidePopover();
});

tickClocks();
watchInteractivity();
Blazor.start({ circuit: { reconnectionHandler } });
