// Clients of Socket.IO 2 on a server that allows them, over each transport.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { io as io4 } from 'socket.io-client';
import io from 'socket.io-client-v2';
import { MODES } from '../support/client.js';
import { LibraryServer } from '../support/library.js';

const PATIENCE_MS = 15_000;

/** Values of all kinds, binary at several depths. */
const VALUES = [
  1, -1.5, 2 ** 40, 'ä€😀', '', true, null, [], {},
  { deep: [{ bytes: Buffer.from([0, 1, 127, 128, 255]), list: [Buffer.alloc(0), 'x'] }] },
  Buffer.alloc(100_000, 7),
];

/** The arguments of the next event of a name. */
const once = (socket, name) => new Promise((resolve, reject) => {
  const timer = setTimeout(() => reject(new Error(`${name} did not come`)), PATIENCE_MS);
  socket.once(name, (...args) => {
    clearTimeout(timer);
    resolve(args);
  });
});

/** Emits with an acknowledgement, and returns that one's arguments. */
const call = (socket, name, ...args) => new Promise((resolve, reject) => {
  const timer = setTimeout(() => reject(new Error(`${name} was not acknowledged`)), PATIENCE_MS);
  socket.emit(name, ...args, (...answer) => {
    clearTimeout(timer);
    resolve(answer);
  });
});

for (const mode of MODES) {
  describe(mode.name, () => {
    const sockets = [];
    let server;

    before(async () => {
      server = await LibraryServer.start({ allowEio3: true, recovery: 60_000, perMessageDeflate: true });
    });

    after(async () => {
      assert.deepEqual(await server?.stop(), { code: 0, signal: null }, server?.output);
    });

    afterEach(() => sockets.splice(0).forEach((socket) => socket.close()));

    const open = (namespace = '/', options = {}) => {
      const socket = io(server.address + namespace, {
        transports: mode.transports, forceNew: true, reconnection: false, ...options,
      });
      sockets.push(socket);
      return socket;
    };
    const connect = async (namespace, options) => {
      const socket = open(namespace, options);
      const upgraded = mode.first === mode.last ? null : once(socket.io.engine, 'upgrade');
      await once(socket, 'connect');
      await upgraded;
      assert.equal(socket.io.engine.transport.name, mode.last);
      return socket;
    };

    test('the client is let in, and its id is the one that it makes itself', async () => {
      const socket = open('/', { query: { token: '123' } });
      assert.deepEqual(await once(socket, 'auth'), [{}]);
      assert.deepEqual(await call(socket, 'who-am-i'), [socket.id, false]);
      const [query] = await call(socket, 'query');
      assert.equal(query.EIO, '3');
      assert.equal(query.token, '123');
    });

    test('values come back as they were', async () => {
      const socket = await connect();
      socket.emit('message', ...VALUES);
      assert.deepEqual(await once(socket, 'message-back'), VALUES);
    });

    test('an acknowledgement carries values', async () => {
      assert.deepEqual(await call(await connect(), 'message-with-ack', ...VALUES), VALUES);
    });

    test('the client acknowledges with values', async () => {
      const socket = await connect();
      socket.on('question', (...args) => args.pop()(...args.reverse()));
      socket.emit('ask-me', ...VALUES);
      assert.deepEqual(await once(socket, 'answered'), VALUES.toReversed());
    });

    test('a namespace is a world of its own, with a query', async () => {
      const socket = await connect();
      const custom = socket.io.socket('/custom', { query: { key: 'a value, ä' } });
      const auth = once(custom, 'auth');
      await once(custom, 'connect');
      assert.deepEqual(await auth, [{ key: 'a value, ä' }]);
      assert.deepEqual(await call(custom, 'who-am-i'), [`/custom#${socket.id}`, false]);
      assert.equal(custom.id, `/custom#${socket.id}`);
      custom.emit('message', VALUES);
      assert.deepEqual(await once(custom, 'message-back'), [VALUES]);
      custom.close();
      assert.deepEqual(await call(socket, 'message-with-ack', 1), [1]);
    });

    test('others in a room, of both versions, are told the same', async () => {
      const [first, second] = [await connect(), await connect()];
      const newer = io4(server.address, { transports: mode.transports, forceNew: true });
      sockets.push(newer);
      await call(first, 'join', 'room');
      await call(newer, 'join', 'room');
      const told = [once(first, 'news'), once(newer, 'news')];
      await call(second, 'to-room', 'room', 'news', VALUES);
      assert.deepEqual(await told[0], [VALUES]);
      const [values, offset, ...more] = await told[1];
      assert.deepEqual(values, VALUES);
      assert.match(offset, /^[\w-]+$/);
      assert.deepEqual(more, []);
    });

    test('a middleware refuses with data', async () => {
      assert.deepEqual(await once(open('/refused'), 'error'), [{ retry: false }]);
    });

    test('a namespace that is not there', async () => {
      assert.deepEqual(await once(open('/nowhere'), 'error'), [{ message: 'Invalid namespace' }]);
    });

    test('either side may end it', async () => {
      const witness = await connect();
      const socket = await connect();
      const { id } = socket;
      socket.emit('disconnect-me', false);
      const left = once(witness, 'left');
      assert.deepEqual(await once(socket, 'disconnect'), ['io server disconnect']);
      assert.deepEqual(await left, [id, 'server namespace disconnect']);
      const other = await connect();
      const otherId = other.id;
      const gone = once(witness, 'left');
      other.close();
      assert.deepEqual(await gone, [otherId, 'client namespace disconnect']);
    });

    test('a client that lost its connection comes back as another', async () => {
      const socket = await connect('/', { reconnection: true, reconnectionDelay: 10 });
      const { id } = socket;
      const lost = once(socket, 'disconnect');
      socket.io.engine.close();
      assert.deepEqual(await lost, ['forced close']);
      await once(socket, 'connect');
      assert.notEqual(socket.id, id);
      assert.deepEqual(await call(socket, 'who-am-i'), [socket.id, false]);
    });
  });
}

test('nobody is allowed in by default', async () => {
  const server = await LibraryServer.start();
  try {
    const answer = await fetch(`${server.address}/socket.io/?EIO=3&transport=polling`);
    assert.equal(answer.status, 400);
    assert.deepEqual(await answer.json(), { code: 5, message: 'Unsupported protocol version' });
    for (const mode of MODES) {
      const socket = io(server.address, { transports: mode.transports, forceNew: true, reconnection: false });
      const [error] = await once(socket, 'connect_error');
      assert.match(error.message, /^(xhr poll|websocket) error$/);
      socket.close();
    }
  } finally {
    await server.stop();
  }
});
