// The real server, started by ../../run as a person would, in a folder of its own.

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ListeningChild } from './child.js';
import { SECRET } from './tokens.js';

/** The folder of the project. */
export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');

/** Servers that run; they must not outlive the tests, however these end. */
const running = new Set();
process.once('exit', () => running.forEach((child) => child.kill('SIGTERM')));
['SIGINT', 'SIGTERM', 'SIGHUP'].forEach((signal) => process.once(signal, () => process.exit(1)));

const STOP_PATIENCE_MS = 40_000;

const README = readFileSync(path.join(ROOT, 'README.md'), 'utf8');

/** All there are: a developer may have some in the environment, and they must not reach the tests. */
const SETTINGS = [...README.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name);

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
    SETTINGS.forEach((name) => delete env[name]);
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

class Server extends ListeningChild {
  constructor(child) {
    super(child, 'Ceres is listening on');
    running.add(child);
    void this.ended.then(() => running.delete(child));
  }

  /** Ends it by a signal; returns {code, signal}. */
  end(signal) {
    return this.endBy((child) => child.kill(signal), STOP_PATIENCE_MS);
  }

  /** Stops it as Ctrl-C and service managers do; returns {code, signal}. */
  stop() {
    return this.end('SIGTERM');
  }
}
