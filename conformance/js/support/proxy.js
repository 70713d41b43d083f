// A TCP proxy on the way to a server, whose connections break as those of networks do.

import { once } from 'node:events';
import { connect, createServer } from 'node:net';

const HOST = '127.0.0.1';

/** A way to a server; it does not keep the process alive. */
export class Proxy {
  #server;
  #links = new Set();
  #armed = null;

  /** Whether nobody can connect: who tries is reset at once. */
  isDown = false;

  /** Starts one for a server on this machine; `address` is where clients connect. */
  static async to(port) {
    const proxy = new Proxy();
    proxy.#server = createServer({ allowHalfOpen: true }, (client) => proxy.#accept(client, port));
    proxy.#server.listen(0, HOST).unref();
    await once(proxy.#server, 'listening');
    proxy.address = `http://${HOST}:${proxy.#server.address().port}`;
    return proxy;
  }

  #accept(client, port) {
    if (this.isDown) {
      reset(client);
      return;
    }
    const server = connect({ port, host: HOST, allowHalfOpen: true });
    const link = new Link(client, server, (chunk) => this.#pass(chunk));
    this.#links.add(link);
    // Not with the client's side alone: the server's may be frozen.
    server.once('close', () => this.#links.delete(link));
  }

  /** Returns how much of a chunk may pass before all is cut; all of it if nothing is to be cut. */
  #pass(chunk) {
    const length = this.#armed?.(chunk) ?? chunk.length;
    if (length < chunk.length) {
      this.#armed = null;
    }
    return [length, length < chunk.length ? () => this.cut() : () => {}];
  }

  /** Resets every connection, on both sides. */
  cut() {
    this.#links.forEach((link) => link.cut());
    this.#links.clear();
  }

  /** Lets nothing pass on the connections that there are, in either direction; nobody is told. */
  freeze() {
    this.#links.forEach((link) => link.freeze());
  }

  /** Lets frozen connections go on where they stopped. */
  heal() {
    this.#links.forEach((link) => link.heal());
  }

  /** Resets every connection on the client's side; the server hears nothing more, and is not told. */
  abandon() {
    this.freeze();
    this.#links.forEach((link) => link.abandon());
  }

  /** Breaks the connections of a client until it has noticed, and lets it make no new ones: sets `isDown`. */
  async lose(client, how = 'cut') {
    this.isDown = true;
    this[how]();
    await client.until(() => !client.socket.connected, 'the loss');
  }

  /** Cuts when so many bytes more have passed, in both directions together; resolves then. */
  cutAfter(bytes) {
    let left = bytes;
    return this.#arm((chunk) => {
      const length = Math.min(left, chunk.length);
      left -= length;
      return length;
    });
  }

  /** Cuts when a text is about to pass, before it does; resolves then. */
  cutBefore(text) {
    return this.#arm((chunk) => {
      const index = chunk.indexOf(text);
      return index < 0 ? chunk.length : index;
    });
  }

  #arm(lengthOf) {
    return new Promise((resolve) => {
      this.#armed = (chunk) => {
        const length = lengthOf(chunk);
        if (length < chunk.length) {
          resolve();
        }
        return length;
      };
    });
  }

  /** Cuts all, and takes no connection any more. */
  close() {
    this.#server.close();
    this.cut();
  }
}

/** Node.js cannot reset a socket that is connecting or ending: it would stay half closed, and this process with it. */
function reset(socket) {
  if (socket.connecting || socket.destroyed || socket.writableEnded) {
    socket.destroy();
  } else {
    socket.resetAndDestroy();
  }
}

class Link {
  #client;
  #server;
  #frozen = false;
  #pass;

  constructor(client, server, pass) {
    this.#client = client;
    this.#server = server;
    this.#pass = pass;
    this.#forward(client, server);
    this.#forward(server, client);
  }

  #forward(from, to) {
    from.setNoDelay(true);
    from.on('data', (chunk) => {
      const [length, then] = this.#pass(chunk);
      if (!to.write(chunk.subarray(0, length))) {
        from.pause();
      }
      then();
    });
    to.on('drain', () => this.#frozen || from.resume());
    from.on('end', () => to.end());
    from.on('error', () => to.destroy());
    from.on('close', () => this.#frozen || to.destroy());
  }

  cut() {
    reset(this.#client);
    reset(this.#server);
  }

  freeze() {
    this.#frozen = true;
    this.#client.pause();
    this.#server.pause();
  }

  heal() {
    this.#frozen = false;
    this.#client.resume();
    this.#server.resume();
  }

  abandon() {
    reset(this.#client);
  }
}
