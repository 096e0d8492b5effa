// The reader's place in a list, kept by version, so that a reload or Back finds it again although the list has grown on top.

const comesBackWithin = 3000;
const framesMax = 120;
let poppedAt = -Infinity;
let isFirstList = true;

addEventListener("popstate", () => { poppedAt = performance.now(); });

// Follows the scrolling of a list until the answer is called.
export function keepPlace(grid, rowHeight) {
  let timer = 0;
  const onScroll = () => {
    clearTimeout(timer);
    timer = setTimeout(() => remember(grid, rowHeight()), 150);
  };
  if (comesBack()) restore(grid, rowHeight);
  isFirstList = false;
  grid.addEventListener("scroll", onScroll, { passive: true });
  return () => {
    clearTimeout(timer);
    grid.removeEventListener("scroll", onScroll);
  };
}

// A link leads to the list's beginning; only a reload or a step through the history comes back.
function comesBack() {
  if (performance.now() - poppedAt < comesBackWithin) return true;
  return isFirstList && performance.getEntriesByType("navigation")[0]?.type !== "navigate";
}

const keyOf = grid => `list-place ${history.state?._index ?? 0} ${location.pathname} ${grid.getAttribute("aria-label")}`;

// Lists without dense versions have no top version and keep no place.
function remember(grid, rowHeight) {
  if (!grid.isConnected || !grid.dataset.topVersion || rowHeight < 1) return;
  const index = Math.round(grid.scrollTop / rowHeight);
  try {
    if (index === 0) sessionStorage.removeItem(keyOf(grid));
    else sessionStorage.setItem(keyOf(grid), String(Number(grid.dataset.topVersion) + Number(grid.dataset.versionStep) * index));
  } catch {
    // Storage is refused: the list begins at its beginning.
  }
}

async function restore(grid, rowHeight) {
  let version = null;
  try {
    version = sessionStorage.getItem(keyOf(grid));
  } catch {
    return;
  }
  if (version === null || !grid.dataset.topVersion) return;
  const index = (Number(version) - Number(grid.dataset.topVersion)) * Number(grid.dataset.versionStep);
  // Right after the first render the list has no height yet.
  for (let frames = 0; index > 0 && frames < framesMax && grid.isConnected; frames++) {
    const top = index * rowHeight();
    if (grid.scrollHeight >= top + grid.clientHeight) {
      grid.scrollTop = top;
      return;
    }
    await new Promise(requestAnimationFrame);
  }
}
