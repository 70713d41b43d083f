// What ./package makes: it runs anywhere, as anybody, without a JDK.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { Client, MODES } from '../js/support/client.js';
import { ROOT } from '../js/support/server.js';
import { Image } from './support/image.js';
import { Installation, makeArchive } from './support/archive.js';
import { certificate, folder } from './support/files.js';
import { unitOf } from './support/unit.js';

const [, , UPGRADE] = MODES;
const ENDED = { code: 0, signal: null };
const START_MS = 10_000;

/** The libraries of debian:12-slim that Java and PostgreSQL may need: libc6, zlib1g, and those of C++, which apt needs too. */
const OF_DEBIAN = new Set([
  'libstdc++', 'libgcc_s', 'libc', 'libm', 'libdl', 'libpthread', 'librt', 'libz', 'linux-vdso', 'ld-linux-x86-64', 'ld-linux-aarch64', 'statically',
]);

let archive;
let ceres;

before(async () => {
  archive = await makeArchive();
  ceres = Installation.unpack(archive);
});

/** Extensions of PostgreSQL for procedures in other languages, which Ceres has none of. */
const LANGUAGES = /plperl|plpython|pltcl/;

/** Somebody who brings a token. */
const bearer = (token) => ({ token: () => token });

/** Joins a room, says something and reads it; returns the history that was there before. */
async function converse(server, someone) {
  const client = await Client.connect(server.address, someone, UPGRADE);
  await client.join('asteroid-2465633');
  const { messages } = await client.next('room_history');
  assert.equal((await client.call('send_message', { roomId: 'asteroid-2465633', content: 'hello' })).status, 'ok');
  assert.equal((await client.next('new_message')).content, 'hello');
  client.close();
  return messages;
}

/** The shared libraries that programs and libraries in a folder need, and that are neither there nor in each Debian. */
function foreignLibraries(place) {
  const files = execFileSync('find', [place, '-type', 'f', '(', '-path', '*/bin/*', '-o', '-name', '*.so*', ')'], { encoding: 'utf8' });
  const paths = files.trim().split('\n').filter((file) => !LANGUAGES.test(file));
  const own = new Set(paths.map((file) => path.basename(file).split('.')[0]));
  const needed = paths.flatMap((file) =>
    execFileSync('ldd', [file], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map((line) => path.basename(line.trim().split(/[\s.]/)[0])),
  );
  return [...new Set(needed)].filter((name) => !own.has(name) && !OF_DEBIAN.has(name));
}

describe('the archive', () => {
  test('is named by version, system and processor', (t) => {
    assert.match(path.basename(archive), /^ceres-\d[\w.-]*-(linux|macos)-(x64|arm64)\.tar\.gz$/);
    t.diagnostic(`${Math.round(statSync(archive).size / 1e6)} MB`);
  });

  test('has a runtime without compiler, header files and manuals, and the papers', () => {
    assert.equal(existsSync(ceres.file('runtime/bin/javac')), false);
    assert.equal(existsSync(ceres.file('runtime/include')), false);
    assert.equal(existsSync(ceres.file('runtime/man')), false);
    for (const name of ['LICENSE', 'README.md', 'docs/operations.md', 'docs/monitoring.md', 'ops/ceres.service', 'runtime/legal/java.base/LICENSE']) {
      assert.ok(existsSync(ceres.file(name)), name);
    }
    assert.match(readFileSync(ceres.file('lib/THIRD-PARTY.txt'), 'utf8'), /io\.netty:netty-buffer/);
  });

  test('has a bill of materials of all that is in it, and of nothing else', () => {
    const bom = JSON.parse(readFileSync(ceres.file('sbom.cdx.json'), 'utf8'));
    assert.deepEqual([bom.bomFormat, bom.specVersion, bom.metadata.component.name], ['CycloneDX', '1.6', 'ceres-chat-server']);
    const ofKind = (kind) => bom.components.filter(({ purl }) => purl?.startsWith(`pkg:${kind}/`));
    const jars = ofKind('maven').map(({ name, version, purl }) => {
      const classifier = new URL(purl).searchParams.get('classifier');
      return `${[name, version, ...(classifier ? [classifier] : [])].join('-')}.jar`;
    });
    const present = readdirSync(ceres.file('lib')).filter((name) => name.endsWith('.jar'));
    assert.deepEqual([...jars, 'ceres-chat-server.jar'].sort(), present.sort());
    const locked = (folder) => Object.entries(JSON.parse(readFileSync(path.join(ROOT, folder, 'package-lock.json'), 'utf8')).packages);
    const packages = ['web', 'socketio/client'].flatMap(locked).filter(([place, { dev }]) => place !== '' && !dev);
    assert.deepEqual(
      ofKind('npm').map(({ group, name, version }) => `${group ? `${group}/` : ''}${name}@${version}`).sort(),
      [...new Set(packages.map(([place, { version }]) => `${place.replace(/^.*node_modules\//, '')}@${version}`))].sort(),
    );
    const rest = bom.components.filter(({ purl }) => purl === undefined).map(({ name }) => name);
    assert.deepEqual(rest.sort(), ['openjdk', 'postgresql']);
    for (const { name, version, licenses } of bom.components) {
      assert.match(version, /^\d/, name);
      assert.ok(licenses.length > 0, name);
    }
    const refs = new Set([bom.metadata.component, ...bom.components].map((each) => each['bom-ref']));
    for (const { ref, dependsOn } of bom.dependencies) {
      [ref, ...dependsOn].forEach((each) => assert.ok(refs.has(each), each));
    }
  });

  test('needs no library that a minimal Debian lacks', () => {
    assert.deepEqual(foreignLibraries(ceres.file('runtime')), []);
  });

  test('runs in an empty environment, keeps what was said, and stops on SIGTERM', async (t) => {
    const first = await ceres.start().listening();
    assert.ok(first.output.includes(`  data    ${ceres.file('data')} (embedded PostgreSQL)\n`), first.output);
    assert.ok(first.output.includes(`  tokens  ${ceres.file('bin/ceres')} token --name "Ada"\n`), first.output);
    const token = await ceres.run(['token', '--name', 'Ada']);
    assert.equal(token.code, 0, token.stderr);
    assert.deepEqual(await converse(first, bearer(token.stdout.trim())), []);
    assert.deepEqual(await first.stop(), ENDED, first.output);
    assert.equal(existsSync(ceres.file('data/postgres/postmaster.pid')), false);
    assert.deepEqual(foreignLibraries(ceres.file('data/programs')), []);

    const second = await ceres.start().listening();
    t.diagnostic(`a second start listened after ${Math.round(second.startedInMs)} ms`);
    assert.ok(second.startedInMs < START_MS);
    const [past] = await converse(second, bearer(token.stdout.trim()));
    assert.deepEqual([past.content, past.user.name], ['hello', 'Ada']);
    assert.deepEqual(await second.stop(), ENDED, second.output);
  });

  test('uses what the JVM has learned', async () => {
    // With "on", a JVM that cannot use the file does not start.
    const { code, stdout, stderr } = await ceres.run(['--version'], { JAVA_OPTS: '-XX:AOTMode=on -Xlog:aot' });
    assert.equal(code, 0, stderr);
    assert.match(stdout, /Opened AOT cache .*ceres\.aot/);
    assert.match(stdout, /Using AOT-linked classes: true/);
  });

  test('says nothing that was not asked for, with another garbage collector too', async () => {
    for (const settings of [{}, { JAVA_OPTS: '-XX:+UseZGC -Xmx200m' }]) {
      const { stdout, stderr } = await ceres.run(['--version'], settings);
      assert.match(stdout, /^Ceres \S+\n$/);
      assert.equal(stderr, '');
    }
  });

  test('explains itself by its own name', async () => {
    const { stdout } = await ceres.run(['--help']);
    assert.ok(stdout.startsWith(`Usage: ${ceres.file('bin/ceres')} `), stdout);
    const wrong = await ceres.run(['--prot', '80']);
    assert.equal(wrong.code, 2);
    assert.match(wrong.stderr, /bin\/ceres --help lists them.*did you mean --port\?/);
  });

  test('reads the settings file beside it', async () => {
    writeFileSync(ceres.file('ceres.properties'), 'MAX_ROOMS=none\n');
    const { code, stderr } = await ceres.run([]);
    rmSync(ceres.file('ceres.properties'));
    assert.equal(code, 2);
    assert.match(stderr, /^MAX_ROOMS must be a whole number .*; ceres\.properties says "none"\.\n$/);
  });

  test('survives being moved, and starts through links', async () => {
    const place = folder();
    const moved = new Installation(path.join(place, 'a place with spaces'));
    renameSync(Installation.unpack(archive).home, moved.home);
    mkdirSync(path.join(place, 'links'));
    symlinkSync('../a place with spaces/bin/ceres', path.join(place, 'links', 'relative'));
    symlinkSync(path.join(place, 'links', 'relative'), path.join(place, 'absolute'));

    const learned = await moved.run(['--version'], { JAVA_OPTS: '-XX:AOTMode=on -Xlog:aot' });
    assert.match(learned.stdout, /Using AOT-linked classes: true/, learned.stderr);
    const server = await moved.start({ command: [path.join(place, 'absolute')] }).listening();
    assert.ok(server.output.includes(`  data    ${moved.file('data')} `), server.output);
    const { stdout } = await moved.run(['token', '--name', 'Ada']);
    await converse(server, bearer(stdout.trim()));
    assert.deepEqual(await server.stop(), ENDED, server.output);
    assert.equal(existsSync(moved.file('data/postgres/postmaster.pid')), false);
  });

  test('asks an issuer for its keys by HTTPS, and trusts not everybody', async () => {
    const pem = certificate(folder());
    const issuer = createServer({ cert: pem.ca, key: pem.key }, (_, answer) => answer.end('{"keys":[]}'));
    issuer.on('tlsClientError', () => {});
    await new Promise((resolve) => issuer.listen(0, '127.0.0.1', resolve).unref());
    const data = path.join(folder(), 'data');
    const settings = { DATA_DIR: data, JWKS_URL: `https://localhost:${issuer.address().port}/jwks.json` };
    const server = await ceres.start({ settings }).listening();
    const header = Buffer.from('{"alg":"RS256","kid":"1"}').toString('base64url');
    const claims = Buffer.from('{"sub":"1"}').toString('base64url');
    const client = new Client(server.address, { auth: { token: `${header}.${claims}.AAAA` } });
    assert.deepEqual((await client.refusal()).data, { code: 'TOKEN_INVALID' });
    client.close();
    await server.until(() => /The keys at JWKS_URL could not be fetched: .*PKIX path/.test(server.output), 'the refusal');
    assert.deepEqual(await server.stop(), ENDED, server.output);
  });
});

describe('TLS', () => {
  test('is spoken with an RSA key and a certificate as openssl makes them', async () => {
    const place = folder();
    const [key, chain] = [path.join(place, 'key.pem'), path.join(place, 'chain.pem')];
    const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...name, '-keyout', key, '-out', chain], { stdio: 'pipe' });
    const settings = { TLS_CERTIFICATE: chain, TLS_KEY: key, DATA_DIR: path.join(place, 'data') };
    const server = await ceres.start({ settings }).listening();
    const { protocol, port } = new URL(server.address);
    assert.equal(protocol, 'https:');
    const { stdout } = await ceres.run(['token', '--name', 'Ada'], { DATA_DIR: settings.DATA_DIR });
    const client = await Client.connect(`https://localhost:${port}`, bearer(stdout.trim()), UPGRADE, { ca: readFileSync(chain) });
    client.close();
    assert.deepEqual(await server.stop(), ENDED, server.output);
  });

  test('is refused with a key that does not belong to its certificate', async () => {
    const [one, other] = [certificate(folder()), certificate(folder())];
    const settings = { TLS_CERTIFICATE: one.certificatePem, TLS_KEY: other.keyPem, DATA_DIR: path.join(folder(), 'data') };
    const { code, stderr } = await ceres.run([], settings);
    assert.equal(code, 1);
    assert.equal(
      stderr.trim().split('\n').at(-1),
      `TLS_CERTIFICATE and TLS_KEY cannot be used: the key in ${other.keyPem} does not belong to the first certificate in ${one.certificatePem}.`,
    );
  });
});

describe('the service', () => {
  const unit = unitOf('ceres.service');

  test('has no mistake that systemd finds, and little that it may do', () => {
    const file = path.join(folder(), 'ceres.service');
    const text = unit.text.replaceAll('/opt/ceres', ceres.home).replaceAll(/^(User|Group)=ceres$/gm, '$1=nobody');
    writeFileSync(file, text);
    const verify = execFileSync('systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8', stdio: 'pipe' });
    assert.equal(verify, '');
    // From 0, which may do nothing, to 100; the exit code says whether it is below.
    execFileSync('systemd-analyze', ['security', '--offline=true', '--no-pager', '--threshold=25', file], { stdio: 'pipe' });
  });

  test('starts as a user that may write nowhere else, and stops within its time', async () => {
    const data = path.join(folder(), 'data');
    mkdirSync(data);
    execFileSync('chown', ['nobody', data]);
    chmodSync(data, 0o700);
    const settings = { ...unit.environment, DATA_DIR: data };
    assert.equal(unit.environment.DATA_DIR, `/var/lib/${unit.service.StateDirectory}`);
    const most = Number(execFileSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' })); // more is not allowed here
    const command = [
      '/usr/bin/prlimit', `--nofile=${Math.min(unit.service.LimitNOFILE, most)}`,
      '/usr/bin/setpriv', '--reuid=nobody', '--regid=nogroup', '--clear-groups', '--no-new-privs', '--bounding-set=-all',
      unit.service.ExecStart.replace('/opt/ceres', ceres.home),
    ];
    const server = await ceres.start({ settings, command, cwd: ceres.home }).listening();
    const { stdout } = await ceres.run(['token', '--name', 'Ada'], { DATA_DIR: data });
    await converse(server, bearer(stdout.trim()));
    const began = performance.now();
    assert.deepEqual(await server.stop(), ENDED, server.output);
    assert.ok(performance.now() - began < 1_000 * Number(unit.service.TimeoutStopSec));
  });

  test('is not started again with a wrong setting', async () => {
    const { code } = await ceres.run([], { PORT: 'abc' });
    assert.equal(code, Number(unit.service.RestartPreventExitStatus));
  });
});

describe('the container', () => {
  test('is made of what is in the archive', () => {
    const image = new Image(ceres);
    image.copies.forEach(([source]) => assert.ok(existsSync(ceres.file(source)), source));
    assert.equal(image.last('FROM'), 'debian:12-slim');
    assert.equal(image.last('USER'), 'ceres');
    assert.equal(image.last('EXPOSE'), '4000');
    assert.equal(image.last('STOPSIGNAL'), 'SIGTERM');
    assert.equal(image.last('VOLUME'), image.environment.DATA_DIR);
  });

  test('runs as its user, is found well, and stops', async () => {
    const image = new Image(ceres).build(folder());
    const server = await image.start().listening();
    try {
      const { stdout } = image.run(['token', '--name', 'Ada']);
      await converse(server, bearer(stdout.trim()));
      const { port } = new URL(server.address);
      assert.equal(image.health(port).status, 0);
      assert.notEqual(image.health(1).status, 0);
      const tls = { TLS_CERTIFICATE: '/tls/chain.pem' };
      assert.equal(image.health(port, tls).status, 0);
      assert.notEqual(image.health(1, tls).status, 0);
    } finally {
      assert.deepEqual(await server.stop(), ENDED, server.output);
    }
  });
});
