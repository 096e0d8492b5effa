// Turns the seconds of clocks that the server drew. The server's time counts, by offset, not the device's.

const secondMs = 1000;

export function tickClocks() {
  const known = new WeakMap();
  const tick = () => {
    for (const clock of document.querySelectorAll("[data-clock]")) {
      const server = Number(clock.dataset.serverMs);
      if (known.get(clock)?.server !== server) known.set(clock, { server, seen: performance.now() });
      const now = server + performance.now() - known.get(clock).seen;
      const shown = new Date(now + Number(clock.dataset.offsetMinutes) * 60 * secondMs);
      const text = shown.toISOString().slice(11, 19);
      // The text node is the circuit's own: its value may change, the node must stay.
      if (clock.firstChild && clock.firstChild.nodeValue !== text) clock.firstChild.nodeValue = text;
    }
    setTimeout(tick, secondMs - (Date.now() % secondMs));
  };
  tick();
}
