// Between a page and its server: packets that a test delays, changes or answers itself.

/**
 * Sees every packet of the page's WebSockets. Call it before the page opens one.
 *
 * `sent(packet)` and `received(packet)` return what goes on instead, or a promise of it; packets keep their order.
 * `answered(packet)` returns what the page reads as the answer to one that it sent, and the server never sees; or null.
 */
export function onSocket(page, { sent = (packet) => packet, received = (packet) => packet, answered = () => null }) {
  return page.routeWebSocket(/\/socket\.io\//, (socket) => {
    const server = socket.connectToServer();
    let up = Promise.resolve();
    let down = Promise.resolve();
    socket.onMessage((packet) => {
      up = up.then(async () => {
        const answer = answered(packet);
        if (answer === null) {
          server.send(await sent(packet));
        } else {
          socket.send(answer);
        }
      });
    });
    server.onMessage((packet) => {
      down = down.then(async () => socket.send(await received(packet)));
    });
  });
}
