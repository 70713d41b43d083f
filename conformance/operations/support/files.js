// The files of ops, as they are but for ports, addresses and paths.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from '../../js/support/server.js';

/** A file of ops with pieces of it replaced: [from, to], each of which is there once. */
export function substituted(name, pieces) {
  return pieces.reduce(
    (text, [from, to]) => {
      assert.equal(text.split(from).length, 2, `${name} has ${JSON.stringify(from)} once`);
      return text.replace(from, () => to);
    },
    readFileSync(path.join(ROOT, 'ops', name), 'utf8'),
  );
}

const folders = [];
process.once('exit', () => folders.forEach((place) => rmSync(place, { recursive: true, force: true })));

/** A new folder, which everybody may look into, removed when this process ends. */
export function folder() {
  const place = mkdtempSync(path.join(tmpdir(), 'ceres-ops-'));
  folders.push(place);
  chmodSync(place, 0o755);
  return place;
}

/** Makes certificate.pem, key.pem and both.pem in a folder, for localhost and 127.0.0.1. */
export function certificate(place) {
  const [certificatePem, keyPem] = [path.join(place, 'certificate.pem'), path.join(place, 'key.pem')];
  execFileSync(
    'openssl',
    [
      'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
      '-subj', '/CN=chat.example.org', '-addext', 'subjectAltName=DNS:chat.example.org,DNS:localhost,IP:127.0.0.1',
      '-keyout', keyPem, '-out', certificatePem,
    ],
    { stdio: 'pipe' },
  );
  return { certificatePem, keyPem, ca: readFileSync(certificatePem, 'utf8'), key: readFileSync(keyPem, 'utf8') };
}

/** A port of 127.0.0.1 that nobody has at the moment. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
