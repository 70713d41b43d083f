// What a member of a room finds that was cut off and comes back.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { ChatClient as Client, MODES, PERSISTENT } from '../support/client.js';
import { Proxy } from '../support/proxy.js';
import { Random } from '../support/random.js';
import { Home } from '../support/server.js';
import { allDocumented } from '../support/shapes.js';
import { inSeconds, person } from '../support/tokens.js';

const [, WEBSOCKET, UPGRADE] = MODES;
const WINDOW_MS = 1_500;
const LEAVE_DELAY_MS = 500;

const homes = [new Home(), new Home()];
let server;
/** One that soon gives up who was lost. */
let hasty;

before(async () => {
  server = await homes[0].start();
  hasty = await homes[1].start({
    settings: { RECOVERY_WINDOW: String(WINDOW_MS), LEAVE_DELAY: String(LEAVE_DELAY_MS) },
  });
});

after(async () => {
  for (const each of [server, hasty]) {
    assert.deepEqual(await each?.stop(), { code: 0, signal: null }, each?.output);
  }
  homes.forEach((home) => home.remove());
});

const ends = [];
afterEach(() => ends.splice(0).forEach((end) => end()));

/** Ada behind a proxy, who comes back by herself, and Bob, in a room of their own. */
async function meet(mode, at = server) {
  const room = `asteroid-${randomUUID()}`;
  const someone = person('Ada');
  /** What her next token says besides. */
  const claims = {};
  const proxy = await Proxy.to(at.port);
  ends.push(() => proxy.close());
  const ada = await Client.connect(proxy.address, someone, mode, {
    ...PERSISTENT, auth: (tell) => tell({ token: someone.token(claims) }),
  });
  ends.push(() => allDocumented(ada.close()));
  const bob = await Client.connect(at.address, person('Bob'), WEBSOCKET);
  ends.push(() => allDocumented(bob.close()));
  await bob.join(room);
  await ada.join(room);
  await bob.next('user_joined');
  await bob.next('user_joined');
  return { room, someone, claims, proxy, ada, bob };
}

async function send(sender, room, ...contents) {
  await Promise.all(contents.map(async (content) => {
    assert.equal((await sender.call('send_message', { roomId: room, content })).status, 'ok');
  }));
}

const contents = (client) => client.all('new_message').map(({ content }) => content);
const numbers = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => String(from + i));
const times = (client, name) => client.names.filter((each) => each === name).length;

/** Fails unless a client has lived so often, each time but the first recovered, by one id. */
function livedOn(client, lives) {
  const [{ id }] = client.lives;
  assert.deepEqual(client.lives, [
    { id, recovered: false },
    ...Array.from({ length: lives - 1 }, () => ({ id, recovered: true })),
  ]);
}

/** Waits until a client, after all else that was sent, has what another sends now. */
async function upToDate(client, sender, room) {
  const last = `last ${randomUUID()}`;
  await send(sender, room, last);
  await client.until(() => contents(client).includes(last), 'the last message');
  return contents(client).filter((content) => content !== last);
}

for (const mode of MODES) {
  describe(mode.name, () => {
    test('cut while nothing happens: the same id, in its rooms, and nobody has seen it', async () => {
      const { room, proxy, ada, bob } = await meet(mode);
      await proxy.lose(ada);
      proxy.isDown = false;
      await ada.life(2);
      livedOn(ada, 2);
      assert.deepEqual(await upToDate(ada, bob, room), []);
      await send(ada, room, 'back');
      assert.deepEqual((await bob.call('get_presence', room)).users.length, 2);
      assert.equal(times(bob, 'user_left'), 0);
      assert.equal(times(bob, 'user_joined'), 2);
      assert.equal(times(ada, 'room_history'), 1);
      assert.equal(times(ada, 'user_joined'), 1);
    });

    test('messages that it missed come once and in order; typing that it missed does not', async () => {
      const { room, proxy, ada, bob } = await meet(mode);
      await send(bob, room, 'before');
      await ada.next('new_message');
      await proxy.lose(ada);
      await send(bob, room, ...numbers(1, 20));
      await bob.call('typing_start', room);
      proxy.isDown = false;
      await ada.life(2);
      livedOn(ada, 2);
      assert.deepEqual(await upToDate(ada, bob, room), ['before', ...numbers(1, 20)]);
      assert.equal(times(ada, 'user_typing'), 0);
    });

    test('cut before its first event: without an offset it gets all since it connected', async () => {
      const proxy = await Proxy.to(server.port);
      ends.push(() => proxy.close());
      const ada = await Client.connect(proxy.address, person('Ada'), mode, PERSISTENT);
      ends.push(() => allDocumented(ada.close()));
      const room = randomUUID();
      const cut = proxy.cutBefore('room_history');
      ada.emit('join_room', room);
      await cut;
      await ada.next('user_joined');
      livedOn(ada, 2);
      assert.deepEqual(ada.names, ['(disconnect)', 'room_history', 'user_joined']);
    });

    test('the server did not notice: the new connection takes over, and nobody has seen it', async () => {
      const { room, proxy, ada, bob } = await meet(mode);
      proxy.freeze();
      await send(bob, room, ...numbers(1, 5));
      await proxy.lose(ada, 'abandon');
      proxy.isDown = false;
      await ada.life(2);
      livedOn(ada, 2);
      assert.deepEqual(await upToDate(ada, bob, room), numbers(1, 5));
      assert.equal(times(bob, 'user_left'), 0);
      assert.equal((await bob.call('get_presence', room)).users.length, 2);
    });

    test('frozen and healed again: nobody was lost', async () => {
      const { room, proxy, ada, bob } = await meet(mode);
      proxy.freeze();
      await send(bob, room, ...numbers(1, 5));
      proxy.heal();
      assert.deepEqual(await upToDate(ada, bob, room), numbers(1, 5));
      livedOn(ada, 1);
    });

    test('cut off 20 times in 1,000 messages, at any byte: each once and in order', async (t) => {
      const { room, proxy, ada, bob } = await meet(mode);
      const random = new Random(`cuts, ${mode.name}`);
      for (let i = 0; i < 20; i++) {
        if (i % 2 === 0) {
          await ada.until(() => ada.socket.connected, 'the next life');
        }
        const cut = proxy.cutAfter(random.below(12_000));
        await send(bob, room, ...numbers(50 * i + 1, 50 * (i + 1)));
        await cut;
      }
      assert.deepEqual(await upToDate(ada, bob, room), numbers(1, 1_000));
      t.diagnostic(`${ada.lives.length} lives`);
      assert.ok(ada.lives.length > 10);
      livedOn(ada, ada.lives.length);
      assert.equal(times(bob, 'user_left'), 0);
    });
  });
}

for (const [when, arm] of [
  ['before the WebSocket is asked for', (proxy) => proxy.cutBefore('transport=websocket')],
  ['before the WebSocket is granted', (proxy) => proxy.cutBefore('101 Switching')],
  ['before the probe is answered', (proxy) => proxy.cutBefore('3probe')],
  ['right after the upgrade', (proxy, ada) => new Promise((resolve) => {
    ada.socket.io.engine.once('upgrade', () => resolve(proxy.cut()));
  })],
]) {
  test(`cut in the upgrade, ${when}`, async () => {
    const { room, proxy, ada, bob } = await meet(UPGRADE);
    await proxy.lose(ada);
    const again = new Promise((resolve) => ada.socket.io.once('open', () => resolve(arm(proxy, ada))));
    proxy.isDown = false;
    const sending = send(bob, room, ...numbers(1, 100));
    await again;
    await sending;
    assert.deepEqual(await upToDate(ada, bob, room), numbers(1, 100));
    livedOn(ada, ada.lives.length);
  });
}

test('typing ends at once with the connection, everything else waits', async () => {
  const { room, proxy, ada, bob } = await meet(WEBSOCKET);
  await ada.call('typing_start', room);
  await bob.next('user_typing');
  proxy.isDown = true;
  proxy.cut();
  const lost = performance.now();
  await bob.next('user_stopped_typing');
  assert.ok(performance.now() - lost < 2_500, 'sooner than a member leaves');
  await ada.until(() => !ada.socket.connected, 'the loss');
  proxy.isDown = false;
  await ada.life(2);
  await bob.settle();
  assert.deepEqual(bob.names.slice(3), ['user_typing', 'user_stopped_typing']);
});

test('back after the others saw it leave: they see it come, and it has seen nothing of that', async () => {
  const { room, proxy, ada, bob } = await meet(WEBSOCKET, hasty);
  await proxy.lose(ada);
  await bob.next('user_left');
  await send(bob, room, 'missed');
  proxy.isDown = false;
  await ada.life(2);
  livedOn(ada, 2);
  await bob.next('user_joined');
  assert.deepEqual(await upToDate(ada, bob, room), ['missed']);
  assert.equal(times(ada, 'user_left'), 0);
  assert.equal(times(ada, 'user_joined'), 1);
});

test('too late: a new id and no room; join_room and fetch_history bring what was missed', async () => {
  const { room, proxy, ada, bob } = await meet(UPGRADE, hasty);
  await send(bob, room, 'seen');
  const { id } = await ada.next('new_message');
  await proxy.lose(ada);
  await bob.next('user_left');
  await send(bob, room, ...numbers(1, 60));
  await pause(WINDOW_MS);
  proxy.isDown = false;
  const { id: socketId, recovered } = await ada.life(2);
  assert.equal(recovered, false);
  assert.notEqual(socketId, ada.lives[0].id);
  assert.equal((await ada.call('send_message', { roomId: room, content: 'x' })).code, 'NOT_IN_ROOM');
  assert.deepEqual(contents(ada), ['seen']);
  await ada.join(room);
  const { messages, hasMore } = await ada.call('fetch_history', { roomId: room, after: id, limit: 100 });
  assert.deepEqual(messages.map(({ content }) => content), numbers(1, 60));
  assert.equal(hasMore, false);
});

for (const [what, bad] of [
  ['that has expired', { exp: inSeconds(-60) }],
  ['of nobody', { sub: '' }],
]) {
  test(`a token ${what} gets nothing of what was missed, and a good one does`, async () => {
    const { room, someone, claims, proxy, ada, bob } = await meet(WEBSOCKET);
    Object.assign(claims, bad);
    await proxy.lose(ada);
    await send(bob, room, ...numbers(1, 5));
    proxy.isDown = false;
    ada.forget();
    await ada.until(() => ada.all('(connect_error)').some(({ data }) => data), 'the refusal');
    await pause(200);
    assert.deepEqual(new Set(ada.names), new Set(['(connect_error)']));
    Object.assign(claims, { sub: someone.id, exp: inSeconds(3600) });
    ada.socket.connect();
    await ada.life(2);
    livedOn(ada, 2);
    assert.deepEqual(await upToDate(ada, bob, room), numbers(1, 5));
  });
}

test('one pid, two clients at once: one socket lives by its id', async () => {
  const { room, someone, proxy, ada, bob } = await meet(WEBSOCKET);
  await send(bob, room, 'seen');
  await ada.next('new_message');
  const { _pid: pid, _lastOffset: offset } = ada.socket;
  const { id } = ada.socket;
  await proxy.lose(ada);
  const auth = { token: someone.token(), pid, offset };
  const twins = [0, 1, 2].map(() => new Client(server.address, { transports: ['websocket'], auth }));
  ends.push(() => twins.forEach((twin) => twin.close()));
  await Promise.all(twins.map((twin) => twin.life(1)));
  await send(bob, room, 'to one');
  for (const twin of twins) {
    await twin.until(() => twin.socket.id !== id || contents(twin).length > 0, 'the message, or another life');
  }
  const [one, ...others] = twins.filter((twin) => twin.socket.id === id);
  assert.deepEqual(others, []);
  assert.deepEqual(contents(one), ['to one']);
});

test('who leaves by intent has left', async () => {
  const { room, ada, bob } = await meet(WEBSOCKET);
  const { id } = ada.socket;
  ada.close();
  await bob.next('user_left');
  await send(bob, room, 'not for Ada');
  ada.socket.connect();
  const life = await ada.life(2);
  assert.equal(life.recovered, false);
  assert.notEqual(life.id, id);
  await ada.settle();
  assert.deepEqual(contents(ada), []);
});
