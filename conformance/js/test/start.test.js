// How ./run starts the JVM: with what it has learned from a training, and without a word about it.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { ROOT } from '../support/server.js';

const BUILD_PATIENCE_MS = 400_000;

const run = (javaOpts) =>
  promisify(execFile)(path.join(ROOT, 'run'), ['--version'], {
    env: { ...process.env, JAVA_OPTS: javaOpts },
    timeout: BUILD_PATIENCE_MS,
  });

test('a server starts from what the JVM has learned in the training', async () => {
  // With "on", a JVM that cannot use the file does not start.
  const { stdout } = await run('-XX:AOTMode=on -Xlog:aot');
  assert.match(stdout, /Opened AOT cache .*\.aot/);
  assert.match(stdout, /Using AOT-linked classes: true/);
});

test('the JVM says nothing on an ordinary start', async () => {
  const { stdout, stderr } = await run('');
  assert.match(stdout, /^Ceres \S+\n$/);
  assert.equal(stderr, '');
});

test('the JVM starts with another garbage collector, too', async () => {
  const { stdout, stderr } = await run('-XX:+UseZGC');
  assert.match(stdout, /^Ceres \S+\n$/);
  assert.equal(stderr, '');
});
