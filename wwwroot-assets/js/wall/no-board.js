// A screen that shows that its board is missing looks for it for ever.
const lookAgainMs = 60000;

setInterval(async () => {
  try {
    const answer = await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(10000) });
    if (answer.ok) location.reload();
  } catch {
    // The server is away; the next look may find it.
  }
}, lookAgainMs);
