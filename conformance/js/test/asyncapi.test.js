// The AsyncAPI document is one, says the official parser; and the server hands it out.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { Parser } from '@asyncapi/parser';
import { Home, ROOT } from '../support/server.js';

const FILE = path.join(ROOT, 'docs/asyncapi.yaml');

test('the official parser has nothing to say against the document', async () => {
  const { document, diagnostics } = await new Parser().parse(await readFile(FILE, 'utf8'));
  assert.deepEqual(diagnostics.map(({ message, path: where }) => `${where.join('.')}: ${message}`), []);
  const events = (operations) => operations.map((operation) => operation.id());
  assert.deepEqual(events(document.operations().filterByReceive()), [
    'connect', 'join_room', 'leave_room', 'send_message', 'typing_start', 'typing_stop', 'fetch_history',
    'get_presence', 'refresh_token',
  ]);
  assert.deepEqual(events(document.operations().filterBySend()), [
    'room_history', 'new_message', 'user_joined', 'user_left', 'user_typing', 'user_stopped_typing', 'error',
  ]);
});

test('the server hands out the document, the types and the pages', async () => {
  const home = new Home();
  const server = await home.start();
  try {
    for (const [name, type] of [
      ['asyncapi.yaml', 'application/yaml; charset=utf-8'],
      ['ceres-events.d.ts', 'text/plain; charset=utf-8'],
    ]) {
      const answer = await fetch(`${server.address}/docs/${name}`);
      assert.equal(answer.status, 200);
      assert.equal(answer.headers.get('content-type'), type);
      assert.equal(await answer.text(), await readFile(path.join(ROOT, 'docs', name), 'utf8'));
    }
    for (const [address, heading] of [['/docs', 'join_room'], ['/docs/clients.html', 'sending-once']]) {
      const page = await fetch(server.address + address);
      assert.equal(page.status, 200);
      assert.equal(page.headers.get('content-type'), 'text/html; charset=utf-8');
      assert.match(page.headers.get('content-security-policy'), /default-src 'none'|default-src 'self'/);
      assert.match(await page.text(), new RegExp(`<h2 id="${heading}">`));
      const style = await fetch(new URL('../docs/docs.css', page.url));
      assert.equal(style.headers.get('content-type'), 'text/css; charset=utf-8');
    }
  } finally {
    assert.deepEqual(await server.stop(), { code: 0, signal: null }, server.output);
    home.remove();
  }
});
