// A program that runs until it is told to stop, and all that it says.

import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const STOP_PATIENCE_MS = 40_000;

/** They must not outlive the tests, however these end. */
const running = new Set();
process.once('exit', () => running.forEach((child) => child.kill('SIGTERM')));
['SIGINT', 'SIGTERM', 'SIGHUP'].forEach((signal) => process.once(signal, () => process.exit(1)));

export class Program {
  #child;

  /** All that it has said. */
  output = '';

  constructor(command, args, options = {}) {
    const started = performance.now();
    this.#child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(this.#child);
    /** How it ended: {code, signal}. */
    this.ended = new Promise((resolve) => {
      this.#child.once('error', ({ message }) => resolve({ code: null, signal: message }));
      this.#child.once('close', (code, signal) => resolve({ code, signal }));
    });
    void this.ended.then(() => running.delete(this.#child));
    this.#child.stdout.setEncoding('utf8').on('data', (text) => this.#hear(text, started));
    this.#child.stderr.setEncoding('utf8').on('data', (text) => this.#hear(text, started));
  }

  #hear(text, started) {
    this.output += text;
    if (this.address === undefined) {
      this.address = /^Ceres is listening on (https?:\/\/\S+)$/m.exec(this.output)?.[1];
      this.startedInMs = performance.now() - started;
    }
  }

  /** Waits until a condition holds, as long as the program runs. */
  async until(condition, what, patienceMs = 60_000) {
    let end;
    void this.ended.then((how) => (end = how));
    for (const deadline = performance.now() + patienceMs; !(await condition()); await pause(20)) {
      if (end !== undefined || performance.now() > deadline) {
        throw new Error(`${what}: ${end ? `it ended with ${end.signal ?? end.code}` : 'not in time'}\n${this.output}`);
      }
    }
    return this;
  }

  /** Waits until a Ceres listens. */
  listening() {
    return this.until(() => this.address !== undefined, 'it listens');
  }

  /** Waits until somebody takes connections at a port of 127.0.0.1. */
  open(port) {
    return this.until(() => isOpen(port), `port ${port} is open`, 20_000);
  }

  /** Stops it as service managers do; returns {code, signal}. */
  async stop() {
    this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_PATIENCE_MS);
    const end = await this.ended;
    clearTimeout(timer);
    return end;
  }
}

function isOpen(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true) || socket.destroy()).once('error', () => resolve(false));
  });
}
