// The board's clock. A browser slows the timers of a covered page, but not those of a worker. Ticks that stay unanswered for a minute mean
// that the page's script hangs; what it is told then, it finds when it goes on.
const unansweredMax = 60;
let unanswered = 0;

onmessage = () => { unanswered = 0; };

function tick() {
  unanswered++;
  postMessage(unanswered > unansweredMax ? "late" : "tick");
  setTimeout(tick, 1000 - (Date.now() % 1000));
}

tick();
