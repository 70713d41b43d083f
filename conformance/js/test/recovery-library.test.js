// The library under the official client that is cut off and comes back, with what a chat does not send.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { Client, MODES, PERSISTENT } from '../support/client.js';
import { LibraryServer } from '../support/library.js';
import { Proxy } from '../support/proxy.js';
import { Random } from '../support/random.js';

const [, WEBSOCKET] = MODES;

let server;

before(async () => {
  server = await LibraryServer.start({ recovery: 60_000 });
});

after(async () => {
  assert.deepEqual(await server?.stop(), { code: 0, signal: null }, server?.output);
});

const ends = [];
afterEach(() => ends.splice(0).forEach((end) => end()));

/** A client behind a proxy, in a room, and one that sends to it. */
async function meet(mode) {
  const proxy = await Proxy.to(server.port);
  ends.push(() => proxy.close());
  const client = new Client(proxy.address, { transports: mode.transports, ...PERSISTENT });
  ends.push(() => client.close());
  await client.life(1);
  await client.until(() => client.transports.at(-1) === mode.last, `the transport ${mode.last}`);
  const sender = new Client(server.address, { transports: ['websocket'] });
  ends.push(() => sender.close());
  await sender.life(1);
  await client.socket.emitWithAck('join', client.socket.id);
  const room = client.socket.id;
  return { proxy, client, sender, send: (...args) => sender.socket.emitWithAck('to-room', room, ...args), room };
}

/** The arguments of all events of a name, each without its offset. */
const bare = (client, name) => client.received.filter((event) => event.name === name).map(({ args }) => args.slice(0, -1));

for (const mode of MODES) {
  describe(mode.name, () => {
    test('it misses binary events: they come once, in order and whole', async () => {
      const { proxy, client, send } = await meet(mode);
      await proxy.lose(client);
      const missed = [
        [1, { deep: [Buffer.from([0, 1, 255])] }, Buffer.alloc(50_000, 7)],
        [2, 'text'],
        [3, Buffer.alloc(0)],
      ];
      for (const args of missed) {
        await send('news', ...args);
      }
      proxy.isDown = false;
      const [first, second] = [client.lives[0], await client.life(2)];
      assert.deepEqual(second, { id: first.id, recovered: true });
      assert.deepEqual(await client.socket.emitWithAck('message-with-ack', 'recovered?'), 'recovered?');
      await send('news', 4);
      await client.until(() => bare(client, 'news').length >= 4, 'the last');
      assert.deepEqual(bare(client, 'news'), [...missed, [4]]);
    });

    test('it misses what is volatile', async () => {
      const { proxy, client, sender, send, room } = await meet(mode);
      await proxy.lose(client);
      await sender.socket.emitWithAck('to-room-volatile', room, 'news', { volatile: true });
      await send('news', 'kept');
      proxy.isDown = false;
      await client.life(2);
      await client.until(() => client.names.includes('news'), 'the event that is kept');
      assert.deepEqual(bare(client, 'news'), [['kept']]);
    });

    test('cut off 20 times in 400 binary events, between attachments too: each once, whole, in order', async (t) => {
      const { proxy, client, send } = await meet(mode);
      const random = new Random(`binary cuts, ${mode.name}`);
      const sent = [];
      for (let i = 0; i < 20; i++) {
        await client.until(() => client.socket.connected, 'the next life');
        const cut = proxy.cutAfter(random.below(10_000));
        for (let j = 0; j < 20; j++) {
          const args = [20 * i + j, Buffer.alloc(random.below(1_000), j), { b: Buffer.alloc(random.below(1_000), i) }];
          sent.push(args);
          void send('news', ...args);
        }
        await cut;
      }
      await client.until(() => bare(client, 'news').length >= sent.length, 'the last');
      assert.deepEqual(bare(client, 'news'), sent);
      const [{ id }] = client.lives;
      assert.deepEqual(new Set(client.lives.map((life) => life.id)), new Set([id]));
      t.diagnostic(`${client.lives.length} lives`);
      assert.ok(client.lives.length > 10);
    });
  });
}

test('the server sees it recovered, by the same id', async () => {
  const { proxy, client } = await meet(WEBSOCKET);
  const who = () => new Promise((resolve) => client.socket.emit('who-am-i', (...answer) => resolve(answer)));
  const { id } = client.socket;
  assert.deepEqual(await who(), [id, false]);
  await proxy.lose(client);
  proxy.isDown = false;
  await client.life(2);
  assert.deepEqual(await who(), [id, true]);
});

test('each namespace of a connection recovers', async () => {
  const { proxy, client } = await meet(WEBSOCKET);
  const custom = client.socket.io.socket('/custom');
  ends.push(() => custom.close());
  const connect = () => new Promise((resolve) => custom.once('connect', () => resolve(custom.id)));
  const id = await connect();
  await proxy.lose(client);
  proxy.isDown = false;
  assert.equal(await connect(), id);
  assert.equal(custom.recovered, true);
  assert.equal((await client.life(2)).recovered, true);
  assert.notEqual(client.socket.id, id);
});

test('what the client had not acknowledged fails, and is not asked again', async () => {
  const { proxy, client } = await meet(WEBSOCKET);
  await client.until(() => client.names.includes('auth'), 'the first event');
  const cut = proxy.cutBefore('question');
  client.emit('ask-me', 'anybody there?');
  await cut;
  await client.life(2);
  assert.equal(await client.socket.emitWithAck('message-with-ack', 'all is here'), 'all is here');
  assert.equal(client.names.includes('question'), false);
});

test('whom the server disconnects has nothing to come back to', async () => {
  const { client } = await meet(WEBSOCKET);
  const { id } = client.socket;
  client.emit('disconnect-me', false);
  await client.until(() => client.names.includes('(disconnect)'), 'the end');
  client.socket.connect();
  const life = await client.life(2);
  assert.equal(life.recovered, false);
  assert.notEqual(life.id, id);
});
