// What outlives the server, however it ended.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ChatClient as Client, MODES } from '../support/client.js';
import { Home } from '../support/server.js';
import { allDocumented } from '../support/shapes.js';
import { person } from '../support/tokens.js';

const SECOND_START_MS = 10_000;
const ENDED = { code: 0, signal: null };
const [POLLING, WEBSOCKET, UPGRADE] = MODES;

const homes = [];

function home() {
  homes.push(new Home());
  return homes.at(-1);
}

after(() => homes.forEach((each) => each.remove()));

test('a second start with nothing changed listens soon, and the history is there', async (t) => {
  const place = home();
  const [ada, bob] = [person('Ada'), person('Bob')];
  const first = await place.start();
  const sender = await (await Client.connect(first.address, ada, UPGRADE)).join('asteroid-2465633');
  const { message } = await sender.call('send_message', { roomId: 'asteroid-2465633', content: 'still here?' });
  sender.close();
  assert.deepEqual(await first.stop(), ENDED, first.output);

  const second = await place.start();
  t.diagnostic(`the second start listened after ${Math.round(second.startedInMs)} ms`);
  const reader = await (await Client.connect(second.address, bob, UPGRADE)).join('asteroid-2465633');
  const { messages } = await reader.next('room_history');
  const { userId, ...past } = message;
  assert.equal(userId, ada.id);
  assert.deepEqual(messages, [past]);
  reader.close();
  assert.deepEqual(await second.stop(), ENDED, second.output);
  assert.ok(second.startedInMs < SECOND_START_MS, `it took ${second.startedInMs} ms`);
});

test('clients come back by themselves after a restart, whatever their transport', async () => {
  const place = home();
  const first = await place.start();
  const { port } = first;
  const options = { reconnection: true, reconnectionDelay: 100, reconnectionDelayMax: 500 };
  const members = await Promise.all(
    MODES.map((mode) => Client.connect(first.address, person('Ada'), mode, options)),
  );
  for (const member of members) {
    member.socket.on('connect', () => member.emit('join_room', 'general'));
    await member.join('general');
  }
  await members[0].call('send_message', { roomId: 'general', content: 'before' });
  const sids = members.map(({ socket }) => socket.id);
  assert.deepEqual(await first.stop(), ENDED, first.output);
  for (const member of members) {
    assert.match(await member.next('(disconnect)'), /^transport (close|error)$/);
    member.forget();
  }

  const second = await place.start({ port });
  for (const member of members) {
    const { messages } = await member.next('room_history');
    assert.deepEqual(messages.map(({ content }) => content), ['before']);
  }
  await members[0].call('send_message', { roomId: 'general', content: 'after' });
  for (const [i, member] of members.entries()) {
    assert.equal((await member.next('new_message')).content, 'after');
    assert.notEqual(member.socket.id, sids[i]);
    allDocumented(member.close());
  }
  assert.deepEqual(await second.stop(), ENDED, second.output);
});

test('kill -9 in the middle of sends: every acknowledged message is there after the restart', async (t) => {
  const place = home();
  const people = Array.from({ length: 6 }, (_, i) => person(`Sender${i}`));
  const acknowledged = new Map();
  let total = 0;
  for (const round of [1, 2]) {
    const server = await place.start();
    const senders = await Promise.all(
      people.map(async (someone, i) =>
        (await Client.connect(server.address, someone, i % 2 === 0 ? WEBSOCKET : POLLING)).join('general')),
    );
    let dead = false;
    const sending = senders.map(async (sender) => {
      while (!dead) {
        const batch = Array.from({ length: 5 }, () =>
          sender.socket.emitWithAck('send_message', { roomId: 'general', content: `message ${(total += 1)}` }));
        for (const each of batch) {
          void each.then((answer) => {
            assert.equal(answer.status, 'ok');
            acknowledged.set(answer.message.id, answer.message);
          }, () => {});
        }
        await Promise.race([Promise.allSettled(batch), server.ended]);
      }
    });
    await senders[0].until(() => acknowledged.size >= 300 * round, 'enough messages');
    const end = server.end('SIGKILL');
    assert.deepEqual(await end, { code: null, signal: 'SIGKILL' });
    dead = true;
    await Promise.all(sending);
    senders.forEach((sender) => sender.close());
  }

  const server = await place.start();
  const reader = await (await Client.connect(server.address, person('Ada'), WEBSOCKET)).join('general');
  const stored = new Map();
  let page = { messages: [], hasMore: true };
  for (let before; page.hasMore; before = page.messages[0].id) {
    page = await reader.call('fetch_history', { roomId: 'general', limit: 100, before });
    assert.equal(page.status, 'ok');
    page.messages.forEach((message) => stored.set(message.id, message));
  }
  t.diagnostic(`${total} sent, ${acknowledged.size} acknowledged, ${stored.size} stored`);
  for (const [id, { userId, ...message }] of acknowledged) {
    assert.deepEqual(stored.get(id), message, `${id} of ${userId}`);
  }
  assert.ok(stored.size <= total);
  reader.close();
  assert.deepEqual(await server.stop(), ENDED, server.output);
});
