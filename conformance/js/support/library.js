// A server that is nothing but the library; what it answers is in LibraryServer.java.

import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const SCRIPT = path.join(path.dirname(fileURLToPath(import.meta.url)), 'library-server.sh');
const BUILD_PATIENCE_MS = 400_000;
const STOP_PATIENCE_MS = 20_000;

/** Servers end with their standard input, which ends with this process, however that ends. */
export class LibraryServer {
  #child;
  #output = '';

  /** Starts one; options as in LibraryOptions.java, for example {recovery: 60_000}. */
  static async start(options = {}) {
    const args = Object.entries(options).map(([name, value]) => `${name}=${value}`);
    const server = new LibraryServer(spawn(SCRIPT, args, { stdio: ['pipe', 'pipe', 'pipe'] }));
    await server.listening;
    return server;
  }

  constructor(child) {
    this.#child = child;
    /** How it ended: {code, signal}. */
    this.ended = new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
    this.listening = new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        child.kill('SIGTERM');
        reject(new Error(`the server did not start in time:\n${this.#output}`));
      }, BUILD_PATIENCE_MS);
      void this.ended.then(({ code, signal }) => {
        clearTimeout(timer);
        reject(new Error(`the server did not start (${signal ?? code}):\n${this.#output}`));
      });
      const read = (text) => {
        this.#output += text;
        const address = /^The library listens on (http:\/\/\S+)$/m.exec(this.#output);
        if (address) {
          clearTimeout(timer);
          this.address = address[1];
          resolve();
        }
      };
      child.stdout.setEncoding('utf8').on('data', read);
      child.stderr.setEncoding('utf8').on('data', read);
    });
  }

  get port() {
    return Number(new URL(this.address).port);
  }

  /** All that it has printed. */
  get output() {
    return this.#output;
  }

  /** Stops it; returns {code, signal}. */
  async stop() {
    this.#child.stdin.end();
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_PATIENCE_MS);
    const end = await this.ended;
    clearTimeout(timer);
    return end;
  }
}
