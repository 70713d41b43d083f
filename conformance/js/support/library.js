// A server that is nothing but the library; what it answers is in LibraryServer.java.

import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ListeningChild } from './child.js';

const SCRIPT = path.join(path.dirname(fileURLToPath(import.meta.url)), 'library-server.sh');
const STOP_PATIENCE_MS = 20_000;

/** Servers end with their standard input, which ends with this process, however that ends. */
export class LibraryServer extends ListeningChild {
  /** Starts one; options as in LibraryOptions.java, for example {recovery: 60_000}. */
  static async start(options = {}) {
    const args = Object.entries(options).map(([name, value]) => `${name}=${value}`);
    const server = new LibraryServer(spawn(SCRIPT, args, { stdio: ['pipe', 'pipe', 'pipe'] }));
    await server.listening;
    return server;
  }

  constructor(child) {
    super(child, 'The library listens on');
  }

  /** Stops it; returns {code, signal}. */
  stop() {
    return this.endBy((child) => child.stdin.end(), STOP_PATIENCE_MS);
  }
}
