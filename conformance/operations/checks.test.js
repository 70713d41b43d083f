// The proxies' own opinion of the configurations.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { KINDS, prepare } from './support/proxy.js';

for (const [name, kind] of Object.entries(KINDS)) {
  test(`${name} finds neither mistakes nor anything to warn of`, async () => {
    const { place, path } = await prepare(kind, [4_000, 4_001]);
    const { status, stdout, stderr } = spawnSync(...kind.check(place, path), { encoding: 'utf8' });
    const said = stdout + stderr;
    assert.equal(status, 0, said);
    assert.doesNotMatch(said, /warn|alert|emerg|error:/i);
  });
}
