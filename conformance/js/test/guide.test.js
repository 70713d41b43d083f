// The program of docs/clients.md in JavaScript, as it stands there, loses nothing and doubles nothing.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { ChatClient, MODES } from '../support/client.js';
import { witness } from '../support/documented.js';
import { writeGuide } from '../support/guide.js';
import { Proxy } from '../support/proxy.js';
import { Home } from '../support/server.js';
import { inSeconds, person } from '../support/tokens.js';

const { connect, openRoom, typing, whoTypes } = await import(pathToFileURL(path.join(writeGuide(), 'chat.js')));
const [, WEBSOCKET] = MODES;
const PATIENCE_MS = 20_000;

const home = new Home();
let server;
const ends = [];

before(async () => {
  server = await home.start();
});
afterEach(() => ends.splice(0).reverse().forEach((end) => end()));
after(async () => {
  assert.deepEqual(await server?.stop(), { code: 0, signal: null }, server?.output);
  home.remove();
});

async function until(condition, what) {
  const end = performance.now() + PATIENCE_MS;
  while (!condition()) {
    assert.ok(performance.now() < end, `${what} did not come`);
    await pause(20);
  }
}

/** Somebody with the program of the guide, behind a proxy; Bob, without it, is there already. */
async function meet(someone = person('Ada'), getToken = async () => someone.token()) {
  const room = `asteroid-${randomUUID()}`;
  const proxy = await Proxy.to(server.port);
  ends.push(() => proxy.close());
  const bob = await ChatClient.connect(server.address, person('Bob'), WEBSOCKET);
  ends.push(() => bob.close());
  await bob.join(room);
  const guest = { contents: [], problems: [], logins: 0, connections: 0 };
  guest.socket = connect(proxy.address, getToken, () => (guest.logins += 1));
  ends.push(() => guest.socket.disconnect());
  witness(guest.socket);
  guest.socket.on('connect', () => (guest.connections += 1));
  guest.room = openRoom(
    guest.socket,
    room,
    (messages) => (guest.contents = messages.map(({ content }) => content)),
    (problem) => guest.problems.push(problem),
  );
  return { room, proxy, bob, guest };
}

async function say(client, room, from, to) {
  const contents = Array.from({ length: to - from }, (_, i) => `number ${from + i}`);
  for (const content of contents) {
    assert.equal((await client.call('send_message', { roomId: room, content })).status, 'ok');
  }
  return contents;
}

async function shows(guest, contents) {
  await until(() => guest.contents.length >= contents.length, `message ${contents.length}`);
  assert.deepEqual(guest.contents, contents);
}

test('messages come and go', async () => {
  const { room, bob, guest } = await meet();
  const said = await say(bob, room, 0, 2);
  const { content, id } = await guest.room.send('  hello from the guide ');
  assert.equal(content, 'hello from the guide');
  await shows(guest, [...said, content]);
  await bob.until(() => bob.all('new_message').at(-1)?.id === id, 'the message');
});

test('an acknowledgement that is lost: sent again, stored and shown once', async () => {
  const { proxy, bob, guest } = await meet();
  await until(() => guest.socket.connected, 'the connection');
  await guest.room.send('first');
  const cut = proxy.cutBefore('[{"status":"ok","message"');
  const sent = guest.room.send('once');
  const next = guest.room.send('after it');
  await cut;
  assert.equal((await sent).content, 'once');
  await next;
  await shows(guest, ['first', 'once', 'after it']);
  await bob.settle();
  assert.deepEqual(bob.all('new_message').map(({ content }) => content), ['first', 'once', 'after it']);
  assert.equal(guest.connections, 2);
  assert.ok(guest.socket.recovered);
});

test('a restart of the server, and more messages meanwhile than a history has: nothing is missed', async () => {
  const { room, proxy, bob, guest } = await meet();
  await shows(guest, await say(bob, room, 0, 1));
  const { port } = server;
  proxy.isDown = true;
  assert.deepEqual(await server.stop(), { code: 0, signal: null });
  await until(() => !guest.socket.connected, 'the loss');
  const sent = guest.room.send('said while nobody listened');
  server = await home.start({ port });
  const cleo = await ChatClient.connect(server.address, person('Cleo'), WEBSOCKET);
  ends.push(() => cleo.close());
  await cleo.join(room);
  const missed = await say(cleo, room, 1, 231);
  proxy.isDown = false;
  await sent;
  await shows(guest, ['number 0', ...missed, 'said while nobody listened']);
  assert.equal(guest.socket.recovered, false);
  await cleo.settle();
  assert.equal(cleo.all('new_message').filter(({ content }) => content.startsWith('said')).length, 1);
});

test('tokens are refreshed in time, and the connection stays', async () => {
  const ada = person('Ada');
  let asked = 0;
  const { guest } = await meet(ada, async () => ada.token({ exp: inSeconds((asked += 1) > 1 ? 3_600 : 3) }));
  await until(() => asked === 2, 'the wish for a second token');
  await pause(2_000);
  await guest.room.send('still here');
  assert.equal(guest.connections, 1);
});

test('an expired token: another, and in again; none at all: the user logs in', async () => {
  const ada = person('Ada');
  let asked = 0;
  const { guest } = await meet(ada, async () => ada.token({ exp: inSeconds((asked += 1) > 1 ? 3_600 : -60) }));
  await guest.room.send('here');
  assert.equal(guest.logins, 0);
  const { guest: stranger } = await meet(ada, async () => Promise.reject(new Error('not logged in')));
  await until(() => stranger.logins === 1, 'the wish to log in');
});

test('what cannot be sent fails, what cannot be joined is told, and the next message goes', async () => {
  const { guest } = await meet();
  await assert.rejects(guest.room.send(' '), { code: 'EMPTY_MESSAGE' });
  await guest.room.send('good');
  openRoom(guest.socket, '', () => {}, (problem) => guest.problems.push(problem));
  await until(() => guest.problems.length > 0, 'the problem');
  assert.equal(guest.problems[0].code, 'INVALID_ROOM');
});

test('typing is told and forgotten', async () => {
  const { room, bob, guest } = await meet();
  await guest.room.send('here');
  await until(() => guest.socket.io.engine.transport.name === 'websocket', 'the upgrade');
  let typists = [];
  whoTypes(guest.socket, room, (emails) => (typists = emails));
  const type = typing(guest.socket, room);
  type('h');
  type('hi');
  assert.equal((await bob.next('user_typing')).email, 'ada@example.org');
  type('');
  await bob.next('user_stopped_typing');
  await bob.call('typing_start', room);
  await until(() => typists.length === 1, 'Bob');
  assert.deepEqual(typists, ['bob@example.org']);
  await bob.call('send_message', { roomId: room, content: 'typed' });
  await until(() => typists.length === 0, 'the end of typing');
  await bob.settle();
  assert.equal(bob.all('user_typing').length, 1);
});

test('a closed room is left', async () => {
  const { bob, guest } = await meet();
  await guest.room.send('here');
  guest.room.close();
  await bob.next('user_left');
});
