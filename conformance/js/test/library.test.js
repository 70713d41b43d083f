// The library under the official client: events, acknowledgements and binary, over each transport.

import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import msgpack from 'socket.io-msgpack-parser';
import { Client, MODES } from '../support/client.js';
import { LibraryServer } from '../support/library.js';

const PATIENCE_MS = 15_000;

/** Values of all kinds, binary at several depths. */
const VALUES = [
  1, -1.5, 2 ** 40, 'ä€😀', '', true, null, [], {},
  { deep: [{ bytes: Buffer.from([0, 1, 127, 128, 255]), list: [Buffer.alloc(0), 'x'] }] },
  Buffer.alloc(100_000, 7),
];

const PARSERS = [
  { name: 'JSON', option: 'json', parser: undefined },
  { name: 'MessagePack', option: 'msgpack', parser: msgpack },
];

for (const { name, option, parser } of PARSERS) {
  describe(name, () => {
    let server;

    before(async () => {
      server = await LibraryServer.start({ parser: option });
    });

    after(async () => {
      assert.deepEqual(await server?.stop(), { code: 0, signal: null }, server?.output);
    });

    for (const mode of MODES) {
      describe(mode.name, () => {
        const clients = [];

        afterEach(() => clients.splice(0).forEach((client) => client.close()));

        const connect = async (namespace = '/', options = {}) => {
          const client = new Client(server.address + namespace, { transports: mode.transports, parser, ...options });
          clients.push(client);
          await client.connected();
          await client.until(() => client.transports.at(-1) === mode.last, `the transport ${mode.last}`);
          return client;
        };
        const arrived = async (client, name) => {
          await client.until(() => client.names.includes(name), name);
          return client.received.find((event) => event.name === name).args;
        };

        /** The reason that was told for one who left; others may leave late, too. */
        const toldToHaveLeft = async (client, id) => {
          const told = () => client.received.find(({ name, args }) => name === 'left' && args[0] === id);
          await client.until(told, `that ${id} left`);
          return told().args[1];
        };

        test('the client is let in, and its auth is read', async () => {
          const client = await connect('/', { auth: { token: '123', nested: [1, { two: 2 }] } });
          assert.deepEqual(await client.next('auth'), { token: '123', nested: [1, { two: 2 }] });
          assert.match(client.socket.id, /^[\w-]{20}$/);
        });

        test('values come back as they were', async () => {
          const client = await connect();
          client.emit('message', ...VALUES);
          assert.deepEqual(await arrived(client, 'message-back'), VALUES);
        });

        test('an acknowledgement carries values', async () => {
          const client = await connect();
          const answer = await new Promise((resolve, reject) => {
            client.socket.timeout(PATIENCE_MS).emit('message-with-ack', ...VALUES, (error, ...args) => {
              error ? reject(error) : resolve(args);
            });
          });
          assert.deepEqual(answer, VALUES);
        });

        test('the client acknowledges with values', async () => {
          const client = await connect();
          client.socket.on('question', (...args) => args.pop()(...args.reverse()));
          client.emit('ask-me', ...VALUES);
          assert.deepEqual(await arrived(client, 'answered'), VALUES.toReversed());
        });

        test('a namespace is a world of its own on the same connection', async () => {
          const client = await connect();
          const custom = client.socket.io.socket('/custom', { auth: { key: 'value' } });
          const auth = await new Promise((resolve) => custom.once('auth', resolve));
          assert.deepEqual(auth, { key: 'value' });
          custom.emit('message', VALUES);
          assert.deepEqual(await new Promise((resolve) => custom.once('message-back', resolve)), VALUES);
          assert.notEqual(custom.id, client.socket.id);
          // That a client of the test before has left may still be told in the main namespace.
          assert.deepEqual(client.names.filter((name) => name !== 'left'), ['auth']);
          custom.disconnect();
        });

        test('a middleware refuses with a reason and data', async () => {
          const client = new Client(`${server.address}/refused`, { transports: mode.transports, parser });
          clients.push(client);
          const error = await client.refusal();
          assert.equal(error.message, 'not today');
          assert.deepEqual(error.data, { retry: false });
        });

        test('a namespace that is not there', async () => {
          const client = new Client(`${server.address}/nowhere`, { transports: mode.transports, parser });
          clients.push(client);
          assert.equal((await client.refusal()).message, 'Invalid namespace');
        });

        test('either side may end it', async () => {
          const client = await connect();
          const witness = await connect();
          const { id } = client.socket;
          client.emit('disconnect-me', false);
          assert.equal(await client.next('(disconnect)'), 'io server disconnect');
          assert.equal(await toldToHaveLeft(witness, id), 'server namespace disconnect');
          const other = await connect();
          const otherId = other.socket.id;
          other.close();
          assert.equal(await toldToHaveLeft(witness, otherId), 'client namespace disconnect');
        });
      });
    }
  });
}

describe('what only MessagePack has', () => {
  let server;

  before(async () => {
    server = await LibraryServer.start({ parser: 'msgpack' });
  });

  after(async () => {
    assert.deepEqual(await server?.stop(), { code: 0, signal: null }, server?.output);
  });

  for (const mode of MODES) {
    test(`dates, undefined, numbers and ArrayBuffers: ${mode.name}`, async () => {
      const client = new Client(server.address, { transports: mode.transports, parser: msgpack });
      await client.connected();
      const date = new Date();
      client.emit(
        'message', date, undefined, { gone: undefined, here: 1 }, new Uint8Array([1, 2]).buffer, NaN, -Infinity,
        -(2 ** 40),
      );
      await client.until(() => client.names.includes('message-back'), 'message-back');
      const { args } = client.received.find(({ name }) => name === 'message-back');
      assert.deepEqual(args, [
        date.toJSON(), null, { here: 1 }, Buffer.from([1, 2]), NaN, -Infinity, -(2 ** 40),
      ]);
      client.close();
    });

    test(`a client with another parser is thrown out: ${mode.name}`, async () => {
      const client = new Client(server.address, { transports: mode.transports });
      await new Promise((resolve) => client.socket.io.once('close', resolve));
      assert.deepEqual(client.names, ['(disconnect)']);
      client.close();
    });
  }
});
