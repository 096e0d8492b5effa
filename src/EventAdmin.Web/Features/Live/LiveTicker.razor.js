import { takeResume } from "../../js/reconnect.js";

// Tells the page whether its list is at the top: only there do new rows come in by themselves.
const watched = new Map();

function grid(id) {
  return document.querySelector(`.live-ticker [role="grid"]`);
}

export function watch(id, page) {
  const list = grid(id);
  if (!list)
    return;
  let wasAtTop = true;
  const onScroll = () => {
    const isAtTop = list.scrollTop < 8;
    if (isAtTop === wasAtTop)
      return;
    wasAtTop = isAtTop;
    page.invokeMethodAsync("ReportPlace", isAtTop).catch(() => { /* The circuit is gone; the next one watches anew. */ });
  };
  list.addEventListener("scroll", onScroll, { passive: true });
  watched.set(id, { list, onScroll });
}

export function forget(id) {
  const entry = watched.get(id);
  entry?.list.removeEventListener("scroll", entry.onScroll);
  watched.delete(id);
}

export function toTop(id) {
  const list = watched.get(id)?.list;
  if (list)
    list.scrollTop = 0;
}

export function resumeFrom() {
  return takeResume();
}
