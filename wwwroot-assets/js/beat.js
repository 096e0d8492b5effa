// Guards against a page that looks alive and is not: the socket is up, but the server has stopped drawing.
import { isConnected, reloadWhenReady } from "./reconnect.js";

const staleMs = 30000;
const checkMs = 5000;
const clickSilenceMs = 5000;
const answerMs = 3000;

let watching;

export function watch(server) {
  watching?.();
  const element = document.querySelector("[data-beat]");
  let lastBeat = performance.now();
  let lastChange = performance.now();
  let lastCheck = performance.now();
  let clickedAt = 0;
  let askedAt = 0;

  const observer = new MutationObserver(changes => {
    lastChange = performance.now();
    if (changes.some(change => change.target === element)) lastBeat = lastChange;
  });
  observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: false });
  const onClick = event => {
    if (event.target instanceof Element && event.target.closest("button, [role=option], [role=row]")) clickedAt ||= performance.now();
  };
  document.addEventListener("click", onClick);

  const timer = setInterval(() => {
    const now = performance.now();
    // A machine that slept or a throttled tab proves nothing about the server: start counting anew.
    const wasAsleep = now - lastCheck > 3 * checkMs;
    lastCheck = now;
    if (wasAsleep || !isConnected()) {
      lastBeat = now;
      clickedAt = askedAt = 0;
      return;
    }
    if (now - lastBeat > staleMs) return reloadWhenReady("beat");
    if (clickedAt && lastChange > clickedAt) clickedAt = askedAt = 0;
    if (clickedAt && !askedAt && now - clickedAt > clickSilenceMs) {
      askedAt = now;
      server.invokeMethodAsync("BeatNow").catch(() => { });
    }
    if (askedAt && now - askedAt > answerMs && lastBeat < askedAt) reloadWhenReady("click");
  }, checkMs);

  watching = () => {
    clearInterval(timer);
    observer.disconnect();
    document.removeEventListener("click", onClick);
  };
}
