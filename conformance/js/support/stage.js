// What the tests of the page share: one browser, and one server in the trial mode, for as long as a process takes.

import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { launch } from './browser.js';
import { Client, MODES } from './client.js';
import { Home } from './server.js';

const [, WEBSOCKET] = MODES;

/** Settings of a server that has its own secret. */
export const TRIAL = { JWT_SECRET: '' };

const home = new Home();
const open = new Set();

export const stage = { browser: undefined, server: undefined, home };

before(async () => {
  [stage.browser, stage.server] = await Promise.all([launch(), home.start({ settings: TRIAL })]);
});

after(async () => {
  open.forEach((client) => client.close());
  await stage.browser?.close();
  assert.deepEqual(await stage.server?.stop(), { code: 0, signal: null }, stage.server?.output);
  home.remove();
});

/** Somebody in a room without a page: the official client, signed in by name as the page does it. */
export async function guest(name, room, address = stage.server.address) {
  const answer = await fetch(`${address}/page/sign-in`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ name }),
  });
  assert.equal(answer.status, 200);
  const { token } = await answer.json();
  const client = await Client.connect(address, { token: () => token }, WEBSOCKET);
  open.add(client);
  return client.join(room);
}

/** Sends messages one after the other, many at once on their way. */
export async function sayAll(client, roomId, texts) {
  for (let i = 0; i < texts.length; i += 500) {
    const answers = await Promise.all(
      texts.slice(i, i + 500).map((content) => client.call('send_message', { roomId, content })));
    answers.forEach((answer) => assert.equal(answer.status, 'ok'));
  }
}
