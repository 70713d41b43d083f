// What a browser loads from the server: the bundles of the official client, as npm has them.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { Home } from '../support/server.js';

const PACKAGE = new URL('../node_modules/socket.io-client/', import.meta.url);
const BUNDLES = ['socket.io.js', 'socket.io.min.js', 'socket.io.esm.min.js', 'socket.io.msgpack.min.js'];

const home = new Home();
let server;

before(async () => {
  server = await home.start();
});

after(async () => {
  assert.deepEqual(await server?.stop(), { code: 0, signal: null }, server?.output);
  home.remove();
});

for (const name of BUNDLES.flatMap((bundle) => [bundle, `${bundle}.map`])) {
  test(`/socket.io/${name} is the official one`, async () => {
    const { version } = JSON.parse(await readFile(new URL('package.json', PACKAGE)));
    const answer = await fetch(`${server.address}/socket.io/${name}`);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('etag'), `"${version}"`);
    assert.equal(answer.headers.get('content-encoding'), 'gzip');
    assert.equal(
      answer.headers.get('content-type'),
      name.endsWith('.map') ? 'application/json; charset=utf-8' : 'application/javascript; charset=utf-8',
    );
    assert.equal(await answer.text(), await readFile(new URL(`dist/${name}`, PACKAGE), 'utf8'));
    const again = await fetch(`${server.address}/socket.io/${name}`, { headers: { 'If-None-Match': `W/"${version}"` } });
    assert.equal(again.status, 304);
  });
}
