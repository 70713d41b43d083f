// The official client behind nginx and HAProxy, which run by the files of ops.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, MODES } from '../js/support/client.js';
import { Home } from '../js/support/server.js';
import { allDocumented } from '../js/support/shapes.js';
import { person } from '../js/support/tokens.js';
import { KINDS, ProxyServer, Tap } from './support/proxy.js';

const [POLLING, WEBSOCKET] = MODES;
const ENDED = { code: 0, signal: null };

/**
 * Of the second server: longer than nginx lets a server be silent where nothing is said, which is 60 s, and than the
 * 50 s in HAProxy's own examples. The first server has the default, 25 s.
 */
const QUIET_MS = 62_000;
const IDLE_MS = QUIET_MS + 2_000;
const EMOJI = '\u{1F30D}';

const homes = [new Home(), new Home()];
const taps = [];
let servers;

before(async () => {
  const settings = [{}, { PING_INTERVAL: String(QUIET_MS) }];
  servers = await Promise.all(homes.map((home, index) => home.start({ settings: settings[index] })));
  taps.push(...(await Promise.all(servers.map(({ port }) => Tap.to(port)))));
});

after(async () => {
  const ends = await Promise.all((servers ?? []).map((server) => server.stop()));
  ends.forEach((end, index) => assert.deepEqual(end, ENDED, servers[index].output));
  taps.forEach((tap) => tap.close());
  homes.forEach((home) => home.remove());
});

const HANDSHAKE = '/socket.io/?EIO=4&transport=polling';

/** The handshake that a proxy gives to who comes from an address: that of the server, and the cookie if there is one. */
async function handshake(proxy, from, headers = {}) {
  const answer = await proxy.request(HANDSHAKE, { from, headers });
  assert.equal(answer.status, 200, answer.body);
  const { sid, pingInterval } = JSON.parse(answer.body.slice(1));
  const cookie = answer.headers['set-cookie']?.[0];
  return { sid, server: pingInterval === QUIET_MS ? 1 : 0, cookie };
}

/** For each server, addresses whose clients get there. */
async function addresses(proxy) {
  const found = [[], []];
  for (let last = 2; found.some((some) => some.length < 2); last += 1) {
    assert.ok(last < 100, `one of the servers is hardly used: ${JSON.stringify(found)}`);
    const from = `127.0.0.${last}`;
    found[(await handshake(proxy, from)).server].push(from);
  }
  return found;
}

/** A client that says nothing, and what it is to be after a while. */
async function idle(proxy, from, mode, room) {
  const client = await Client.connect(proxy.address, person('Ida'), mode, proxy.from(from));
  await client.join(room);
  const { id } = client.socket;
  await pause(IDLE_MS);
  return { client, id };
}

// Both at the same time, because they mostly wait.
describe('behind a proxy', { concurrency: true }, () => {
  for (const [name, kind] of Object.entries(KINDS)) {
    describe(name, { concurrency: 1 }, () => {
      let proxy;
      let places;
      const idling = [];

      before(async () => {
        proxy = await ProxyServer.start(kind, taps.map(({ port }) => port));
        places = await addresses(proxy);
        for (const mode of [POLLING, WEBSOCKET]) {
          for (const [server, [from]] of places.entries()) {
            const calm = idle(proxy, from, mode, `idle-${name}-${mode.name}`);
            calm.catch(() => {}); // told by the test that waits for it
            idling.push({ mode, server, calm });
          }
        }
      });

      after(async () => {
        await proxy?.stop();
      });

      test('without TLS there is nothing but the way to HTTPS', async () => {
        const answer = await proxy.plain('/socket.io/?EIO=4', { host: 'chat.example.org' });
        assert.equal(answer.status, 301);
        assert.equal(answer.headers.location, 'https://chat.example.org/socket.io/?EIO=4');
      });

      for (const mode of MODES) {
        test(`${mode.name}: messages reach the others`, async () => {
          const [from] = places[0];
          const [ada, bob] = [person('Ada'), person('Bob')];
          const sender = await Client.connect(proxy.address, ada, mode, proxy.from(from));
          const reader = await Client.connect(proxy.address, bob, mode, proxy.from(from));
          const room = `asteroid-${name}-${mode.name}`;
          await sender.join(room);
          await reader.join(room);
          const { message } = await sender.call('send_message', { roomId: room, content: 'Hello through a proxy' });
          assert.deepEqual(await reader.next('new_message'), message);
          const used = mode.first === mode.last ? [mode.first] : [mode.first, mode.last];
          assert.deepEqual(sender.transports, used);
          [sender, reader].forEach((client) => allDocumented(client.close()));
        });

        test(`${mode.name}: large payloads pass in both directions`, async () => {
          const client = await Client.connect(proxy.address, person('Ada'), mode, proxy.from(places[0][0]));
          const room = `large-${name}-${mode.name}`;
          await client.join(room);
          // Fields that are not known are not looked at, but they count: the most is a million bytes.
          const payload = { roomId: room, content: 'large', padding: 'x'.repeat(990_000) };
          assert.equal((await client.call('send_message', payload)).status, 'ok');
          const content = EMOJI.repeat(1_000);
          await Promise.all(Array.from({ length: 99 }, () => client.call('send_message', { roomId: room, content })));
          const { messages } = await client.call('fetch_history', { roomId: room, limit: 100 });
          assert.deepEqual(messages.map((each) => each.content), ['large', ...Array(99).fill(content)]);
          client.close();
        });
      }

      test('a session by polling stays with its server', async () => {
        const members = await Promise.all(
          places.flat().map(async (from) => {
            const client = await Client.connect(proxy.address, person('Ada'), POLLING, proxy.from(from));
            await client.join('sticky');
            return client;
          }),
        );
        for (let turn = 0; turn < 10; turn += 1) {
          await Promise.all(members.map((client) => client.settle()));
        }
        const intervals = members.map(({ socket }) => socket.io.engine._pingInterval);
        assert.deepEqual(new Set(intervals), new Set([25_000, QUIET_MS]));
        members.forEach((client) => assert.equal(client.close().lives.length, 1));
      });

      test('there are two servers indeed: what one knows, the other does not', async () => {
        const [[here], [there]] = places;
        const { sid } = await handshake(proxy, here);
        const { status, body } = await proxy.request(`${HANDSHAKE}&sid=${sid}`, { from: there, method: 'POST', body: '1' });
        assert.equal(status, 400);
        assert.deepEqual(JSON.parse(body), { code: 1, message: 'Session ID unknown' });
        const known = await proxy.request(`${HANDSHAKE}&sid=${sid}`, { from: here, method: 'POST', body: '1' });
        assert.equal(known.status, 200);
      });

      if (name === 'HAProxy') {
        test('with a cookie a session finds its server from any address', async () => {
          for (const [server, [here]] of places.entries()) {
            const { sid, cookie } = await handshake(proxy, here);
            assert.equal(cookie, `CERES=ceres${server + 1}; path=/; HttpOnly; Secure`);
            const [there] = places[1 - server];
            const headers = { cookie: cookie.split(';')[0] };
            const known = await proxy.request(`${HANDSHAKE}&sid=${sid}`, { from: there, headers, method: 'POST', body: '1' });
            assert.equal(known.status, 200);
          }
        });
      }

      test('the server is told who the client is, and nobody can lie about that', async () => {
        const from = places[0][1];
        const target = `${HANDSHAKE}&who=${name}`;
        await proxy.request(target, { from, headers: { 'x-forwarded-for': '6.6.6.6', 'x-forwarded-proto': 'http' } });
        assert.deepEqual(taps[0].header('x-forwarded-for', `who=${name}`), [[from]]);
        assert.deepEqual(taps[0].header('x-forwarded-proto', `who=${name}`), [['https']]);
        assert.deepEqual(taps[0].header('host', `who=${name}`), [[new URL(proxy.address).host]]);
      });

      test(`who is idle for ${IDLE_MS / 1_000} s is still there, also where the server is silent for so long`, async () => {
        for (const { mode, server, calm } of idling) {
          const { client, id } = await calm;
          const what = `${mode.name}, server ${server + 1}`;
          assert.equal(client.lives.length, 1, `${what}: ${client.names}`);
          assert.ok(client.socket.connected, `${what}: ${client.names}`);
          assert.equal(client.socket.id, id);
          assert.equal(client.socket.io.engine._pingInterval, server === 1 ? QUIET_MS : 25_000);
          await client.settle();
          client.close();
        }
      });
    });
  }
});
