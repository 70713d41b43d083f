// The real server, started by ../../run as a person would, in a folder of its own.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SECRET } from './tokens.js';

/** The folder of the project. */
export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');

/** Servers that run; they must not outlive the tests, however these end. */
const running = new Set();
process.once('exit', () => running.forEach((child) => child.kill('SIGTERM')));
['SIGINT', 'SIGTERM', 'SIGHUP'].forEach((signal) => process.once(signal, () => process.exit(1)));

const BUILD_PATIENCE_MS = 400_000;
const STOP_PATIENCE_MS = 40_000;

/** Settings that a developer may have in the environment, and that must not reach the tests. */
const FOREIGN = [
  'DATABASE_URL', 'JWKS_URL', 'JWT_ISSUER', 'JWT_AUDIENCE', 'CORS_ORIGINS', 'REFRESH_USERS', 'LEAVE_DELAY',
  'MAX_ROOMS', 'PING_INTERVAL', 'PING_TIMEOUT', 'CONNECT_TIMEOUT', 'MAX_PAYLOAD', 'TRANSPORT', 'EVENT_LOOPS',
  'DATABASE_POOL', 'LOG_LEVEL', 'RECOVERY_WINDOW', 'PAGE', 'PAGE_TOKEN_ORIGINS', 'TRUSTED_PROXIES',
  'MANAGEMENT_HOST', 'MANAGEMENT_PORT', 'MANAGEMENT_TOKEN', 'STOP_DELAY', 'STOP_TIMEOUT', 'LOG_FORMAT',
];

/** A folder whose data outlives its servers, until it is removed. */
export class Home {
  constructor() {
    this.folder = mkdtempSync(path.join(tmpdir(), 'ceres-js-'));
    this.config = path.join(this.folder, 'empty.properties');
    writeFileSync(this.config, '');
  }

  /** Starts a server; port 0 takes a free one. */
  async start({ port = 0, settings = {} } = {}) {
    const env = { ...process.env };
    FOREIGN.forEach((name) => delete env[name]);
    Object.assign(env, {
      CERES_CONFIG: this.config,
      DATA_DIR: path.join(this.folder, 'data'),
      HOST: '127.0.0.1',
      JWT_SECRET: SECRET,
      RATE_LIMITS: 'off', // all clients of a test come from one address
      PORT: String(port),
      ...settings,
    });
    const server = new Server(spawn(path.join(ROOT, 'run'), [], { env, stdio: ['ignore', 'pipe', 'pipe'] }));
    await server.listening;
    return server;
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

class Server {
  #child;
  #output = '';

  constructor(child) {
    const started = performance.now();
    this.#child = child;
    running.add(child);
    /** How it ended: {code, signal}. */
    this.ended = new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
    void this.ended.then(() => running.delete(child));
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
        const address = /^Ceres is listening on (http:\/\/\S+)$/m.exec(this.#output);
        if (address) {
          clearTimeout(timer);
          this.startedInMs = performance.now() - started;
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

  /** Ends it by a signal; returns {code, signal}. */
  async end(signal) {
    this.#child.kill(signal);
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_PATIENCE_MS);
    const end = await this.ended;
    clearTimeout(timer);
    return end;
  }

  /** Stops it as Ctrl-C and service managers do; returns {code, signal}. */
  stop() {
    return this.end('SIGTERM');
  }
}
