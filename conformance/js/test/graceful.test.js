// A restart while official clients chat: they come back by themselves, and nothing is lost or doubled.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { Client, MODES, PERSISTENT } from '../support/client.js';
import { Home } from '../support/server.js';
import { person } from '../support/tokens.js';

const ROOM = 'asteroid-2465633';
const BEFORE = 100;
const AFTER = 100;

const place = new Home();
after(() => place.remove());

/** Sends numbered messages, each until it is acknowledged, whatever happens to the connection. */
class Talker {
  #unacknowledged = new Map();
  #number = 0;
  #stopped = false;

  /** What was acknowledged: id to content. */
  acknowledged = new Map();

  constructor(name, client) {
    this.name = name;
    this.client = client;
    client.socket.on('connect', () => this.#join());
    this.#join();
  }

  #join() {
    this.client.emit('join_room', ROOM);
    this.#unacknowledged.forEach((content, clientId) => this.#send(clientId, content));
  }

  talk() {
    for (let i = 0; i < 3; i += 1) {
      this.#next();
    }
  }

  stop() {
    this.#stopped = true;
  }

  get done() {
    return this.#stopped && this.#unacknowledged.size === 0;
  }

  #next() {
    if (!this.#stopped) {
      this.#number += 1;
      const content = `${this.name} ${this.#number}`;
      const clientId = randomUUID();
      this.#unacknowledged.set(clientId, content);
      this.#send(clientId, content);
    }
  }

  #send(clientId, content) {
    if (!this.client.socket.connected) {
      return;
    }
    this.client.socket.emit('send_message', { roomId: ROOM, content, clientId }, (answer) => {
      if (answer.status === 'ok' && this.#unacknowledged.delete(clientId)) {
        this.acknowledged.set(answer.message.id, content);
        this.#next();
      } else if (answer.status !== 'ok') {
        assert.equal(answer.code, 'NOT_SAVED');
        this.#send(clientId, content);
      }
    });
  }
}

async function history(address) {
  const reader = await (await Client.connect(address, person('Reader'), MODES[1])).join(ROOM);
  const all = [];
  let page = { hasMore: true };
  while (page.hasMore) {
    page = await reader.call('fetch_history', { roomId: ROOM, limit: 100, before: all[0]?.id });
    all.unshift(...page.messages);
  }
  reader.close();
  return all;
}

test('clients that chat through a restart lose no message and double none', async (t) => {
  const first = await place.start();
  const { port } = first;
  const talkers = await Promise.all(
    Array.from({ length: 9 }, async (_, i) => {
      const name = `T${i}`;
      return new Talker(name, await Client.connect(first.address, person(name), MODES[i % 3], PERSISTENT));
    }),
  );
  const acknowledged = () => talkers.reduce((sum, talker) => sum + talker.acknowledged.size, 0);
  const poll = async (condition, what) => {
    const end = performance.now() + 30_000;
    while (!condition()) {
      assert.ok(performance.now() < end, what);
      await new Promise((resolve) => { setTimeout(resolve, 20); });
    }
  };
  talkers.forEach((talker) => talker.talk());
  await poll(() => acknowledged() >= BEFORE, 'enough messages before');
  assert.deepEqual(await first.stop(), { code: 0, signal: null }, first.output);
  const before = acknowledged();

  const second = await place.start({ port });
  await poll(() => acknowledged() >= before + AFTER, 'enough messages after');
  talkers.forEach((talker) => talker.stop());
  await poll(() => talkers.every((talker) => talker.done), 'every acknowledgement');

  const stored = await history(second.address);
  t.diagnostic(`${before} acknowledged before, ${acknowledged() - before} after, ${stored.length} stored`);
  const contents = stored.map(({ content }) => content);
  assert.equal(new Set(contents).size, contents.length, 'none is doubled');
  const byId = new Map(stored.map(({ id, content }) => [id, content]));
  for (const talker of talkers) {
    for (const [id, content] of talker.acknowledged) {
      assert.equal(byId.get(id), content);
    }
    assert.ok(talker.client.lives.length >= 2, `${talker.name} came back by itself`);
    for (const reason of talker.client.all('(disconnect)')) {
      assert.match(reason, /^transport (close|error)$/);
    }
    talker.client.close();
  }
  assert.deepEqual(await second.stop(), { code: 0, signal: null }, second.output);
});
