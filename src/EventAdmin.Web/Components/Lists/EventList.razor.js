// Scrolling and key defaults of one event list; what is drawn is the server's business.

import { keepPlace } from "../../js/list-place.js";

const handled = new Set(["ArrowDown", "ArrowUp", "PageDown", "PageUp", "Home", "End"]);
const listeners = new WeakMap();

export function attend(grid, server) {
  if (!grid) return 0;
  const rowHeight = () => parseFloat(getComputedStyle(grid).getPropertyValue("--event-row")) || 0;
  const stopScroll = event => {
    if (handled.has(event.key) && !event.ctrlKey && !event.altKey && !event.metaKey) event.preventDefault();
  };
  // The list opens rows itself; a plain click must not also follow the row's link, others (new tab, copy) are the browser's.
  const stopLink = event => {
    if (event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.target.closest("a.event-link")) event.preventDefault();
  };
  grid.addEventListener("keydown", stopScroll);
  grid.addEventListener("click", stopLink, true);
  // A window made narrow draws an event on two lines.
  let known = rowHeight();
  const onResize = new ResizeObserver(() => {
    const height = rowHeight();
    if (height === known) return;
    known = height;
    server.invokeMethodAsync("UseRowHeight", height).catch(() => { });
  });
  onResize.observe(grid);
  const leavePlace = keepPlace(grid, rowHeight);
  listeners.set(grid, { stopScroll, stopLink, onResize, leavePlace });
  return known;
}

// Right after the first render the list has no height yet: the place is reached within the next frames.
export async function reveal(grid, index, rowHeight) {
  const head = grid.querySelector(".event-head")?.offsetHeight ?? 0;
  const top = index * rowHeight;
  for (let frames = 0; frames < 120 && grid.isConnected; frames++) {
    const room = grid.clientHeight - head;
    if (grid.scrollHeight - head >= top + rowHeight) return place(grid, top, rowHeight, room);
    await new Promise(requestAnimationFrame);
  }
}

function place(grid, top, rowHeight, room) {
  if (top < grid.scrollTop) {
    const isNear = top > grid.scrollTop - room;
    grid.scrollTop = isNear ? top : Math.max(0, top - Math.floor(room / 2 / rowHeight) * rowHeight);
  } else if (top + rowHeight > grid.scrollTop + room) {
    const isNear = top < grid.scrollTop + 2 * room;
    grid.scrollTop = isNear ? top + rowHeight - room : top - Math.floor(room / 2 / rowHeight) * rowHeight;
  }
}

export function forget(grid) {
  const known = grid && listeners.get(grid);
  if (!known) return;
  known.onResize.disconnect();
  known.leavePlace();
  grid.removeEventListener("keydown", known.stopScroll);
  grid.removeEventListener("click", known.stopLink, true);
  listeners.delete(grid);
}
