// Follows the feed with the SignalR client for JavaScript: node follow.mjs SERVER COUNT REQUEST
// Prints each event as a line of JSON and ends after COUNT of them. A lost connection is made again after the last envelope.
import { HubConnectionBuilder, LogLevel } from '@microsoft/signalr';

const [server, count, request] = [process.argv[2], Number(process.argv[3]), JSON.parse(process.argv[4])];
let [after, printed] = [request.after, 0];

function deliver(connection) {
  return new Promise((resolve, reject) => {
    connection.stream('Subscribe', { ...request, after, envelopesMax: 16 }).subscribe({
      next(envelope) {
        if (envelope.refusal) {
          console.log(JSON.stringify({ refusal: envelope.refusal }));
          process.exit(3);
        }
        for (const { stream, version, position, type, text } of envelope.events) {
          console.log(JSON.stringify({ stream, version, position, type, text }));
          printed++;
        }
        after = envelope.position;
        if (printed >= count) process.exit(0);
      },
      error: reject,
      complete: resolve,
    });
  });
}

while (true) {
  const connection = new HubConnectionBuilder().withUrl(`${server}hubs/feed`).configureLogging(LogLevel.None).build();
  try {
    await connection.start();
    while (true) await deliver(connection);
  } catch {
    await connection.stop();
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}
