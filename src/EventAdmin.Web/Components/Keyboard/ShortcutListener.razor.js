// Single keys. The browser decides alone whether a key counts, so that nothing typed into a field ever crosses the wire.

const textFields = "input:not([type=checkbox]):not([type=radio]):not([type=button]):not([type=submit]), textarea, select, [contenteditable]";
const acting = "a, button, summary, input, select, textarea, [role=button], [role=menuitem], [role=option], [role=tab]";

export function listen(server) {
  let keys = new Map();
  let isOff = false;

  const onKeyDown = event => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const known = keys.get(event.key);
    if (!known || !counts(event, isOff)) return;
    if (known.focus) {
      // A page's own box comes before the shell's.
      const target = document.querySelector(`main ${known.focus}`) ?? document.querySelector(known.focus);
      if (!target) return;
      event.preventDefault();
      reach(target);
    }
    if (known.calls) {
      if (event.key !== "Escape") event.preventDefault();
      server.invokeMethodAsync("PressAsync", event.key).catch(() => { });
    }
  };

  document.addEventListener("keydown", onKeyDown);
  return {
    use(list, off) {
      keys = new Map(list.map(entry => [entry.key, entry]));
      isOff = off;
      // For tests: from here on a key is heard.
      document.documentElement.dataset.keys = off ? "off" : "on";
    },
    dispose() {
      document.removeEventListener("keydown", onKeyDown);
    },
  };
}

function counts(event, isOff) {
  const target = event.target instanceof Element ? event.target : document.body;
  const isPrintable = event.key.length === 1;
  if (isPrintable && isOff) return false;
  if (target.closest(textFields)) return false;
  if (document.querySelector("dialog[open]")) return false;
  // Enter, Home and End belong to a focused control, and to a grid that answers them itself.
  if (!isPrintable && event.key !== "Escape") return !target.closest(acting) && !target.closest("[role=grid]");
  return true;
}

function reach(target) {
  if (target instanceof HTMLDialogElement) {
    if (!target.open) target.showModal();
    const field = target.querySelector("[autofocus]");
    field?.focus();
    field?.select?.();
    return;
  }
  target.focus();
  target.select?.();
}
