// The examples start by the command that their papers name, and do what those say.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Client, MODES } from '../support/client.js';
import { ROOT } from '../support/server.js';

const BUILD_PATIENCE_MS = 400_000;
const STOP_PATIENCE_MS = 20_000;
const CLIENT_PATIENCE_MS = 15_000;

/** The papers with a client for an example, and the kind of module that it is. */
const PAPERS = { echo: [['docs/socketio.md', 'module'], ['examples/echo/README.md', 'commonjs']] };

/** An example that runs. */
class Example {
  #child;
  #output = '';

  /** Starts one by its name, on a free port. */
  static async start(name) {
    const example = new Example(spawn(path.join(ROOT, 'examples/run'), [name, '0'], { stdio: ['ignore', 'pipe', 'pipe'] }));
    await example.listening;
    return example;
  }

  constructor(child) {
    this.#child = child;
    this.ended = new Promise((resolve) => child.once('close', (code, signal) => resolve(signal ?? code)));
    this.listening = new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        child.kill('SIGKILL');
        reject(new Error(`it did not start in time:\n${this.#output}`));
      }, BUILD_PATIENCE_MS);
      void this.ended.then((end) => {
        clearTimeout(timer);
        reject(new Error(`it did not start (${end}):\n${this.#output}`));
      });
      const read = (text) => {
        this.#output += text;
        this.address = /^listening on (http:\/\/\S+)$/m.exec(this.#output)?.[1];
        if (this.address) {
          clearTimeout(timer);
          resolve();
        }
      };
      child.stdout.setEncoding('utf8').on('data', read);
      child.stderr.setEncoding('utf8').on('data', read);
    });
  }

  get output() {
    return this.#output;
  }

  /** As Ctrl-C does; how it ended. */
  async stop() {
    this.#child.kill('SIGINT');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_PATIENCE_MS);
    const end = await this.ended;
    clearTimeout(timer);
    return end;
  }
}

/** Interrupted, it ends by its shutdown hook, and with the code of that signal. */
const INTERRUPTED = 130;

for (const [name, check] of [['echo', echo], ['whiteboard', whiteboard]]) {
  describe(name, () => {
    let example;
    const clients = [];

    before(async () => {
      example = await Example.start(name);
    });

    after(async () => {
      clients.forEach((client) => client.close());
      assert.equal(await example?.stop(), INTERRUPTED, example?.output);
    });

    for (const mode of MODES) {
      test(mode.name, async () => {
        const connect = async () => {
          const client = new Client(example.address, { transports: mode.transports });
          clients.push(client);
          await client.connected();
          return client;
        };
        await check(connect, example.address);
      });
    }

    for (const [paper, type] of PAPERS[name] ?? []) {
      test(`the client of ${paper}`, async () => {
        assert.equal(await print(paper, type, example.address), 'hello\ngot it\n');
      });
    }
  });
}

/** Runs the first client of a paper, word for word but for the address, until it has printed two lines. */
async function print(paper, type, address) {
  const [, program] = /```js\n([^]*?)```/.exec(readFileSync(path.join(ROOT, paper), 'utf8'));
  const child = spawn(process.execPath, [`--input-type=${type}`], {
    cwd: path.join(ROOT, 'conformance/js'),
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const timer = setTimeout(() => child.kill(), CLIENT_PATIENCE_MS);
  child.stdin.end(program.replace('http://localhost:3000', address));
  let printed = '';
  for await (const text of child.stdout.setEncoding('utf8')) {
    printed += text;
    if (printed.split('\n').length > 2) {
      child.kill();
    }
  }
  clearTimeout(timer);
  return printed;
}

async function echo(connect) {
  const client = await connect();
  assert.equal(await client.call('message', 'hello'), 'got it');
  assert.equal(await client.next('message'), 'hello');
}

async function whiteboard(connect, address) {
  const page = await fetch(address);
  assert.equal(page.headers.get('content-type'), 'text/html; charset=utf-8');
  const [, script] = /<script src="(.*)">/.exec(await page.text());
  assert.match(await (await fetch(address + script)).text(), /^\/\*!\n \* Socket\.IO v4/);

  const [ada, bob, eve] = [await connect(), await connect(), await connect()];
  const open = (client, board) => new Promise((resolve) => client.socket.emit('open', board, resolve));
  await open(ada, '#moon');
  await open(bob, '#sun');
  await open(bob, '#moon');
  await open(eve, '#sun');
  const line = { x0: 1, y0: 2, x1: 3, y1: 4, color: 'hsl(5 80% 40%)' };
  // A line is volatile: it is drawn until it is seen.
  const drawing = setInterval(() => ada.emit('draw', line), 50);
  try {
    assert.deepEqual(await bob.next('draw'), line);
  } finally {
    clearInterval(drawing);
  }
  await open(ada, '#sun');
  await open(eve, '#moon');
  assert.deepEqual([ada.names, eve.names], [[], []]);
}
