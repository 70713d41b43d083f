// Every documented event, in both directions, over each transport.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { ChatClient as Client, MODES } from '../support/client.js';
import { unseen } from '../support/documented.js';
import { Home } from '../support/server.js';
import { ACKS, allDocumented, EVENTS, EXPIRED, FAILED, shaped } from '../support/shapes.js';
import { inSeconds, person, sign } from '../support/tokens.js';

const MAX_ROOMS = 5;

const home = new Home();
let server;

before(async () => {
  server = await home.start({ settings: { MAX_ROOMS: String(MAX_ROOMS) } });
});

after(async () => {
  assert.deepEqual(await server?.stop(), { code: 0, signal: null }, server?.output);
  home.remove();
  assert.deepEqual(unseen(), [], 'documented, and never seen here');
});

for (const mode of MODES) {
  describe(mode.name, () => {
    const clients = [];

    const open = (options) => {
      const client = new Client(server.address, { transports: mode.transports, ...options });
      clients.push(client);
      return client;
    };
    const connect = async (someone) => {
      const client = await Client.connect(server.address, someone, mode);
      clients.push(client);
      return client;
    };

    /** A room of its own, and its members in the order given, one client each. */
    const members = async (...people) => {
      const room = `asteroid-${randomUUID()}`;
      const all = [];
      for (const someone of people) {
        all.push(await (await connect(someone)).join(room));
      }
      return [room, ...all];
    };

    /** Typing is dropped for who cannot take it at once: a polling client between two of its polls. */
    const ready = async (client) => {
      await client.settle();
      await pause(mode.last === 'polling' ? 200 : 0);
    };

    /** Begins to remember anew. */
    const forget = async (...some) => {
      for (const client of some) {
        await client.settle();
        client.forget();
      }
    };

    afterEach(() => {
      for (const client of clients.splice(0)) {
        client.close();
        allDocumented(client);
        client.transports.forEach((name) => assert.ok(mode.transports.includes(name), `${name} was used`));
      }
    });

    test('the connection is by the transports asked for', async () => {
      const ada = await connect(person('Ada'));
      const wanted = mode.first === mode.last ? [mode.first] : [mode.first, mode.last];
      await ada.join('general');
      assert.deepEqual(ada.transports, wanted);
      assert.equal(ada.socket.io.engine.transport.name, mode.last);
    });

    test('the handshake has the documented heartbeat', async () => {
      const ada = await connect(person('Ada'));
      const { engine } = ada.socket.io;
      assert.equal(engine._pingInterval, 25_000);
      assert.equal(engine._pingTimeout, 60_000);
      assert.equal(engine._maxPayload, 1_000_000);
    });

    test('a token by auth', async () => {
      const ada = open({ auth: { token: person('Ada').token() } });
      await ada.connected();
      assert.match(ada.socket.id, /^\S{16,}$/);
      assert.notEqual(ada.socket.id, ada.socket.io.engine.id);
    });

    test('a token by a function of the client', async () => {
      const token = person('Ada').token();
      await open({ auth: (tell) => tell({ token: `Bearer ${token}` }) }).connected();
    });

    test('a token by extraHeaders', async () => {
      const ada = open({ extraHeaders: { authorization: `Bearer ${person('Ada').token()}` } });
      await ada.connected();
      await ada.join('general');
    });

    test('the token by auth comes before the one by extraHeaders', async () => {
      const [ada, eve] = [person('Ada'), person('Eve')];
      const room = randomUUID();
      const client = open({
        auth: { token: ada.token() },
        extraHeaders: { authorization: `Bearer ${eve.token()}` },
      });
      await client.connected();
      await client.join(room);
      assert.equal((await client.next('user_joined')).userId, ada.id);
    });

    test('no token: connect_error "Authentication required"', async () => {
      const nobody = open({});
      const error = await nobody.refusal();
      assert.equal(error.message, 'Authentication required');
      assert.deepEqual(error.data, { code: 'AUTH_REQUIRED' });
      assert.equal(nobody.socket.active, false);
    });

    for (const [what, token, code] of [
      ['of another secret', () => sign({ sub: randomUUID() }, 'x'.repeat(32)), 'TOKEN_INVALID'],
      ['that is none', () => 'not a token', 'TOKEN_INVALID'],
      ['that is a number', () => 42, 'TOKEN_INVALID'],
      ['that has expired', () => sign({ sub: randomUUID(), exp: inSeconds(-60) }), 'TOKEN_EXPIRED'],
      ['of no user', () => sign({ name: 'Ada' }), 'TOKEN_INVALID'],
    ]) {
      test(`a token ${what}: connect_error "Invalid token", ${code}`, async () => {
        const error = await open({ auth: { token: token() } }).refusal();
        assert.equal(error.message, 'Invalid token');
        assert.deepEqual(error.data, { code });
      });
    }

    test('a bad token by extraHeaders: connect_error "Invalid token"', async () => {
      const error = await open({ extraHeaders: { authorization: 'Bearer no' } }).refusal();
      assert.equal(error.message, 'Invalid token');
      assert.deepEqual(error.data, { code: 'TOKEN_INVALID' });
    });

    test('a refused client connects with a better token', async () => {
      const someone = person('Ada');
      const ada = open({ auth: { token: 'old' } });
      await ada.refusal();
      ada.forget();
      ada.socket.auth = { token: someone.token() };
      ada.socket.connect();
      await ada.connected();
      await ada.join('general');
    });

    test('join_room: room_history, the own user_joined, then the room', async () => {
      const [ada, bob] = [person('Ada'), person('Bob')];
      const [room, first] = await members(ada);
      await first.call('send_message', { roomId: room, content: 'hello' });
      const second = await connect(bob);
      shaped(ACKS.join_room, await second.call('join_room', room));
      await first.call('send_message', { roomId: room, content: 'welcome' });
      const history = shaped(EVENTS.room_history, await second.next('room_history'));
      assert.equal(history.roomId, room);
      assert.deepEqual(history.messages.map(({ content }) => content), ['hello']);
      assert.deepEqual(history.messages[0].user, { id: ada.id, name: 'Ada', avatar: null });
      const { timestamp, ...joined } = shaped(EVENTS.user_joined, await second.next('user_joined'));
      assert.deepEqual(joined, { userId: bob.id, email: bob.email, roomId: room });
      assert.ok(Math.abs(Date.now() - Date.parse(timestamp)) < 60_000);
      assert.equal((await second.next('new_message')).content, 'welcome');
      assert.deepEqual(second.names, ['room_history', 'user_joined', 'new_message']);
      await first.settle();
      assert.deepEqual(first.all('user_joined').map(({ userId }) => userId), [ada.id, bob.id]);
      assert.deepEqual(first.all('user_joined')[1], { ...joined, timestamp });
      assert.equal(first.all('room_history').length, 1);
    });

    test('join_room without an acknowledgement', async () => {
      const ada = await connect(person('Ada'));
      ada.emit('join_room', 'general');
      await ada.next('room_history');
      await ada.next('user_joined');
    });

    test('join_room again: history and the own user_joined again, nothing to the others', async () => {
      const [room, ada, bob] = await members(person('Ada'), person('Bob'));
      await forget(ada, bob);
      await ada.join(room);
      assert.deepEqual(ada.names, ['room_history', 'user_joined']);
      assert.deepEqual((await bob.settle()).names, []);
    });

    test('room_history: the last 50, oldest first', async () => {
      const [room, ada] = await members(person('Ada'));
      const sends = Array.from({ length: 60 }, (_, i) => ada.call('send_message', { roomId: room, content: `${i}` }));
      const ids = (await Promise.all(sends)).map(({ message }) => message.id);
      const bob = await (await connect(person('Bob'))).join(room);
      const { messages } = await bob.next('room_history');
      assert.deepEqual(messages.map(({ content }) => content), Array.from({ length: 50 }, (_, i) => `${i + 10}`));
      assert.deepEqual(messages.map(({ id }) => id), ids.slice(10));
      assert.deepEqual([...ids].sort(), ids);
    });

    test('send_message: new_message to every member, the sender included', async () => {
      const [adaHerself, bobHimself] = [person('Ada'), person('Bob')];
      const [room, ada, bob] = await members(adaHerself, bobHimself);
      const answer = shaped(ACKS.send_message, await ada.call('send_message', { roomId: room, content: '  hi 🪐\n' }));
      for (const member of [ada, bob]) {
        const message = shaped(EVENTS.new_message, await member.next('new_message'));
        assert.deepEqual(message, answer.message);
      }
      const { id, createdAt, ...rest } = answer.message;
      assert.deepEqual(rest, {
        content: 'hi 🪐',
        roomId: room,
        userId: adaHerself.id,
        user: { id: adaHerself.id, name: 'Ada', avatar: null },
      });
    });

    test('send_message: the same order for everybody', async () => {
      const [room, ada, bob, cleo] = await members(person('Ada'), person('Bob'), person('Cleo'));
      const sends = [];
      for (let i = 0; i < 30; i++) {
        for (const sender of [ada, bob, cleo]) {
          sends.push(sender.call('send_message', { roomId: room, content: `${i}` }));
        }
      }
      const acknowledged = (await Promise.all(sends)).map(({ message }) => message.id).sort();
      for (const member of [ada, bob, cleo]) {
        await member.until(() => member.all('new_message').length === sends.length, 'every message');
        assert.deepEqual(member.all('new_message').map(({ id }) => id), acknowledged);
      }
    });

    test('send_message: the same clientId again is the same message, told once', async () => {
      const [room, ada, bob] = await members(person('Ada'), person('Bob'));
      const draft = { roomId: room, content: 'once', clientId: randomUUID() };
      const answers = await Promise.all([1, 2, 3].map(() => ada.call('send_message', draft)));
      answers.forEach((answer) => assert.deepEqual(shaped(ACKS.send_message, answer), answers[0]));
      assert.equal((await bob.settle()).all('new_message').length, 1);
    });

    test('send_message: 1,000 characters of any plane', async () => {
      const [room, ada] = await members(person('Ada'));
      const content = '☄🪐'.repeat(500);
      assert.equal((await ada.call('send_message', { roomId: room, content })).message.content, content);
      assert.equal((await ada.call('send_message', { roomId: room, content: `${content}!` })).code, 'MESSAGE_TOO_LONG');
    });

    test('send_message: nothing is escaped, unknown fields are ignored', async () => {
      const [room, ada] = await members(person('Ada'));
      const content = '<b>&amp; "\\\u2028\u0001</b>';
      const { message } = await ada.call('send_message', { roomId: room, content, colour: 'red', userId: 'eve' });
      assert.equal(message.content, content);
    });

    test('leave_room: user_left to the others, and to the leaver as confirmation', async () => {
      const bobHimself = person('Bob');
      const [room, ada, bob] = await members(person('Ada'), bobHimself);
      shaped(ACKS.leave_room, await bob.call('leave_room', room));
      for (const member of [ada, bob]) {
        const { timestamp, ...left } = shaped(EVENTS.user_left, await member.next('user_left'));
        assert.deepEqual(left, { userId: bobHimself.id, email: bobHimself.email, roomId: room });
      }
      await ada.call('send_message', { roomId: room, content: 'are you gone?' });
      assert.equal((await bob.settle()).all('new_message').length, 0);
    });

    test('leave_room of a room one is not in does nothing', async () => {
      const ada = await connect(person('Ada'));
      shaped(ACKS.leave_room, await ada.call('leave_room', 'elsewhere'));
      assert.deepEqual(ada.names, []);
    });

    test('disconnect: user_left to the others at once', async () => {
      const bobHimself = person('Bob');
      const [room, ada, bob] = await members(person('Ada'), bobHimself);
      const started = performance.now();
      bob.close();
      const left = shaped(EVENTS.user_left, await ada.next('user_left'));
      assert.equal(left.userId, bobHimself.id);
      assert.equal(left.roomId, room);
      assert.ok(performance.now() - started < 4_000, 'it was not at once');
    });

    test('typing_start and typing_stop: to the other users only', async () => {
      const adaHerself = person('Ada');
      const [room, ada, tab, bob] = await members(adaHerself, adaHerself, person('Bob'));
      await ready(bob);
      shaped(ACKS.typing_start, await ada.call('typing_start', room));
      const typing = shaped(EVENTS.user_typing, await bob.next('user_typing'));
      assert.deepEqual(typing, { userId: adaHerself.id, email: adaHerself.email, roomId: room });
      shaped(ACKS.typing_start, await ada.call('typing_start', room));
      await ready(bob);
      shaped(ACKS.typing_stop, await ada.call('typing_stop', room));
      const stopped = shaped(EVENTS.user_stopped_typing, await bob.next('user_stopped_typing'));
      assert.deepEqual(stopped, { userId: adaHerself.id, roomId: room });
      assert.equal((await bob.settle()).all('user_typing').length, 1);
      for (const own of [ada, tab]) {
        assert.ok((await own.settle()).names.every((name) => !name.includes('typing')));
      }
    });

    test('a message, a leave and a disconnect end typing once', async () => {
      const [room, ada, bob] = await members(person('Ada'), person('Bob'));
      for (const end of [
        () => bob.call('send_message', { roomId: room, content: 'there' }),
        () => bob.call('leave_room', room),
        () => bob.close(),
      ]) {
        await ready(ada);
        await bob.call('typing_start', room);
        await ada.next('user_typing');
        await ready(ada);
        await end();
        await ada.next('user_stopped_typing');
        if (bob.socket.connected) {
          await bob.join(room);
        }
      }
      await ada.settle();
      assert.equal(ada.all('user_stopped_typing').length, 3);
    });

    test('several tabs of two people: each joins once and leaves once', async () => {
      const [adaHerself, bobHimself] = [person('Ada'), person('Bob')];
      const [room, ada1, bob1, ada2, bob2] = await members(adaHerself, bobHimself, adaHerself, bobHimself);
      const ids = (client, name) => client.all(name).map(({ userId }) => userId);
      await ada1.settle();
      assert.deepEqual(ids(ada1, 'user_joined'), [adaHerself.id, bobHimself.id]);
      await bob1.settle();
      assert.deepEqual(ids(bob1, 'user_joined'), [bobHimself.id]);
      await ada1.call('send_message', { roomId: room, content: 'to all tabs' });
      for (const tab of [ada1, ada2, bob1, bob2]) {
        assert.equal((await tab.next('new_message')).content, 'to all tabs');
      }
      await bob1.call('leave_room', room);
      assert.deepEqual(ids(await bob1.settle(), 'user_left'), [bobHimself.id]);
      assert.deepEqual(ids(await ada1.settle(), 'user_left'), []);
      bob2.close();
      assert.equal((await ada1.next('user_left')).userId, bobHimself.id);
      assert.deepEqual(ids(await ada2.settle(), 'user_left'), [bobHimself.id]);
    });

    test('get_presence: each user once', async () => {
      const [adaHerself, bobHimself] = [person('Ada'), person('Bob')];
      const [room, ada] = await members(adaHerself, bobHimself, adaHerself);
      const { users } = shaped(ACKS.get_presence, await ada.call('get_presence', room));
      assert.deepEqual(users, [
        { userId: adaHerself.id, name: 'Ada', avatar: null },
        { userId: bobHimself.id, name: 'Bob', avatar: null },
      ]);
    });

    test('fetch_history: pages before and after a message', async () => {
      const [room, ada] = await members(person('Ada'));
      const ids = [];
      for (let i = 0; i < 5; i++) {
        ids.push((await ada.call('send_message', { roomId: room, content: `${i}` })).message.id);
      }
      const page = async (more) => {
        const answer = shaped(ACKS.fetch_history, await ada.call('fetch_history', { roomId: room, ...more }));
        return [answer.messages.map(({ content }) => content).join(''), answer.hasMore];
      };
      assert.deepEqual(await page({}), ['01234', false]);
      assert.deepEqual(await page({ limit: 2 }), ['34', true]);
      assert.deepEqual(await page({ before: ids[3], limit: 2 }), ['12', true]);
      assert.deepEqual(await page({ before: ids[1] }), ['0', false]);
      assert.deepEqual(await page({ after: ids[1], limit: 2 }), ['23', true]);
      assert.deepEqual(await page({ after: ids[2] }), ['34', false]);
    });

    test('refresh_token: a connection outlives its first token', async () => {
      const adaHerself = person('Ada');
      const soon = inSeconds(2);
      const ada = open({ auth: { token: adaHerself.token({ exp: soon }) } });
      await ada.connected();
      const later = inSeconds(3600);
      const answer = shaped(ACKS.refresh_token, await ada.call('refresh_token', adaHerself.token({ exp: later })));
      assert.equal(answer.expiresAt, new Date(later * 1000).toISOString());
      await pause(soon * 1000 - Date.now() + 500);
      await ada.settle();
      assert.deepEqual(ada.names, []);
    });

    test('refresh_token: not with the token of somebody else, nor with a bad one', async () => {
      const ada = await connect(person('Ada'));
      for (const [token, code] of [
        [person('Eve').token(), 'TOKEN_INVALID'],
        ['no token', 'TOKEN_INVALID'],
        [sign({ sub: randomUUID(), exp: inSeconds(-60) }), 'TOKEN_EXPIRED'],
      ]) {
        assert.equal(shaped(FAILED, await ada.call('refresh_token', token)).code, code);
        assert.equal((await ada.next('error')).code, code);
      }
    });

    test('a token expires: error, then a disconnect by the server', async () => {
      const ada = open({ auth: { token: person('Ada').token({ exp: inSeconds(2) }) } });
      await ada.connected();
      shaped(EXPIRED, await ada.next('error'));
      assert.equal(await ada.next('(disconnect)'), 'io server disconnect');
      assert.deepEqual(ada.names, ['error', '(disconnect)']);
    });

    for (const [code, event, payload] of [
      ['INVALID_ROOM', 'join_room', ''],
      ['INVALID_ROOM', 'join_room', 'x'.repeat(129)],
      ['INVALID_ROOM', 'join_room', 'a\u0000b'],
      ['INVALID_ROOM', 'join_room', { roomId: 'general' }],
      ['INVALID_ROOM', 'join_room', null],
      ['INVALID_ROOM', 'join_room'],
      ['INVALID_ROOM', 'leave_room', 7],
      ['INVALID_ROOM', 'typing_start', []],
      ['INVALID_ROOM', 'typing_stop', false],
      ['INVALID_ROOM', 'get_presence', ''],
      ['INVALID_ROOM', 'send_message', { content: 'hi' }],
      ['INVALID_ROOM', 'fetch_history', { roomId: 3 }],
      ['NOT_IN_ROOM', 'typing_start', 'elsewhere'],
      ['NOT_IN_ROOM', 'typing_stop', 'elsewhere'],
      ['NOT_IN_ROOM', 'get_presence', 'elsewhere'],
      ['NOT_IN_ROOM', 'send_message', { roomId: 'elsewhere', content: 'hi' }],
      ['NOT_IN_ROOM', 'fetch_history', { roomId: 'elsewhere' }],
      ['EMPTY_MESSAGE', 'send_message', { roomId: 'general', content: '' }],
      ['EMPTY_MESSAGE', 'send_message', { roomId: 'general', content: ' \t\n\u00a0\ufeff\u2028' }],
      ['MESSAGE_TOO_LONG', 'send_message', { roomId: 'general', content: 'x'.repeat(1001) }],
      ['INVALID_MESSAGE', 'send_message', { roomId: 'general', content: 'a\u0000b' }],
      ['INVALID_MESSAGE', 'send_message', { roomId: 'general', content: 'a\ud800b' }],
      ['INVALID_PAYLOAD', 'send_message', 'general'],
      ['INVALID_PAYLOAD', 'send_message', { roomId: 'general', content: 7 }],
      ['INVALID_PAYLOAD', 'send_message', { roomId: 'general', content: 'hi', clientId: 'mine' }],
      ['INVALID_PAYLOAD', 'send_message'],
      ['INVALID_PAYLOAD', 'fetch_history', { roomId: 'general', limit: 0 }],
      ['INVALID_PAYLOAD', 'fetch_history', { roomId: 'general', limit: 101 }],
      ['INVALID_PAYLOAD', 'fetch_history', { roomId: 'general', limit: '5' }],
      ['INVALID_PAYLOAD', 'fetch_history', { roomId: 'general', before: 'now' }],
      ['INVALID_PAYLOAD', 'refresh_token', {}],
      ['UNKNOWN_EVENT', 'drop_table', 'ChatMessage'],
    ]) {
      test(`${event} ${JSON.stringify(payload)?.slice(0, 60) ?? 'without payload'}: ${code}`, async () => {
        const ada = await (await connect(person('Ada'))).join('general');
        const args = payload === undefined ? [] : [payload];
        const answer = shaped(FAILED, await ada.call(event, ...args));
        assert.equal(answer.code, code);
        const { message } = answer;
        assert.deepEqual(shaped(EVENTS.error, await ada.next('error')), { message, code, event });
        ada.emit(event, ...args);
        assert.deepEqual(await ada.next('error'), { message, code, event });
        await ada.settle();
        assert.equal(ada.all('error').length, 2);
        assert.ok(ada.socket.connected, 'an error closes nothing');
      });
    }

    test('one room too many: TOO_MANY_ROOMS, until one is left', async () => {
      const ada = await connect(person('Ada'));
      for (let i = 0; i < MAX_ROOMS; i++) {
        await ada.join(`room-${i}`);
      }
      assert.equal(shaped(FAILED, await ada.call('join_room', 'one more')).code, 'TOO_MANY_ROOMS');
      assert.equal((await ada.next('error')).event, 'join_room');
      await ada.call('leave_room', 'room-0');
      await ada.join('one more');
    });

    test('a room named like the id of a socket gets nothing of that socket', async () => {
      const [room, ada] = await members(person('Ada'));
      const eve = await (await connect(person('Eve'))).join(ada.socket.id);
      await ada.call('get_presence', room);
      await ada.join(room);
      await ada.call('send_message', { roomId: room, content: 'not for Eve' });
      assert.deepEqual((await eve.settle()).names, ['room_history', 'user_joined']);
    });
  });
}
