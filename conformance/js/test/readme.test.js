// The README's client in JavaScript does what the README says: word for word, but for the port.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Home, ROOT } from '../support/server.js';
import { person } from '../support/tokens.js';

const ADDRESS = 'http://localhost:4000';

test('the client of the README joins, sends, and prints what came back', async () => {
  const [, program] = /```js\n([^]*?)```/.exec(readFileSync(path.join(ROOT, 'README.md'), 'utf8'));
  assert.equal(program.split(ADDRESS).length, 2, 'the address is there once');
  const home = new Home();
  const server = await home.start();
  try {
    for (const said of [0, 1]) {
      const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module'], {
        cwd: path.join(ROOT, 'conformance/js'),
        input: program.replace(ADDRESS, `http://localhost:${server.port}`),
        env: { ...process.env, TOKEN: person('Ada').token() },
        encoding: 'utf8',
        timeout: 30_000,
      });
      assert.equal(stderr, '');
      assert.equal(stdout, `${said} messages so far\nAda: Hello from JavaScript\n`);
      assert.equal(status, 0);
    }
  } finally {
    assert.deepEqual(await server.stop(), { code: 0, signal: null }, server.output);
    home.remove();
  }
});
