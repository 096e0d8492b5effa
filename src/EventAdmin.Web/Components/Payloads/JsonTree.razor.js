// Scrolling and key defaults of one payload tree.

const handled = new Set(["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "End", "Enter"]);
const listeners = new WeakMap();

export function attend(box) {
  if (!box) return;
  const stopScroll = event => {
    if (!handled.has(event.key) || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
  };
  box.addEventListener("keydown", stopScroll);
  listeners.set(box, stopScroll);
}

export function reveal(box, place, lineHeight) {
  const top = place * lineHeight;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top + lineHeight > box.scrollTop + box.clientHeight) box.scrollTop = top + lineHeight - box.clientHeight;
}

export function forget(box) {
  const known = box && listeners.get(box);
  if (known) box.removeEventListener("keydown", known);
}
