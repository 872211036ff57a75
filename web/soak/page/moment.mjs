// Waiting for less than timers can.

/** Resolves after so many milliseconds, in which the page does what else it has to. */
export async function moment(milliseconds) {
  const { port1, port2 } = new MessageChannel();
  const until = performance.now() + milliseconds;
  do {
    await new Promise((resolve) => {
      port1.onmessage = resolve;
      port2.postMessage(null);
    });
  } while (performance.now() < until);
  port1.close();
}
