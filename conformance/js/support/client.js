// The official client, with a memory: what it received is kept until a test asks for it.

import assert from 'node:assert/strict';
import { Agent } from 'node:http';
import { io } from 'socket.io-client';
import { witness } from './documented.js';
import { onePayload } from './shapes.js';

const PATIENCE_MS = 15_000;

/** The ways to connect: the transports asked for, the one to begin with, the one to end with. */
export const MODES = [
  { name: 'polling only', transports: ['polling'], first: 'polling', last: 'polling' },
  { name: 'WebSocket only', transports: ['websocket'], first: 'websocket', last: 'websocket' },
  { name: 'upgrade', transports: ['polling', 'websocket'], first: 'polling', last: 'websocket' },
];

/**
 * Options of a client that comes back by itself, soon. In Node.js it must not keep connections alive for polling: if
 * one is reset that waits for its next request, the client's XMLHttpRequest makes the request anew without sending it.
 * And it waits for the timeout if a WebSocket is closed before the first packet.
 */
export const PERSISTENT = {
  reconnection: true,
  reconnectionDelay: 20,
  reconnectionDelayMax: 100,
  randomizationFactor: 0,
  timeout: 3_000,
  agent: new Agent({ keepAlive: false }),
};

export class Client {
  #read = new Map();
  #waiting = new Set();

  /** What came, in order: {name, args}. */
  received = [];

  /** The transports that were in use, in order. */
  transports = [];

  /** Each time it was let in: {id, recovered}. */
  lives = [];

  constructor(address, options) {
    this.socket = io(address, { forceNew: true, reconnection: false, ...options });
    this.socket.onAny((name, ...args) => this.#add(name, args));
    this.socket.io.on('open', () => this.#watch(this.socket.io.engine));
    this.socket.on('connect', () => {
      this.lives.push({ id: this.socket.id, recovered: this.socket.recovered });
      this.#wake();
    });
    this.socket.on('disconnect', (reason) => this.#add('(disconnect)', [reason]));
    this.socket.on('connect_error', (error) => this.#add('(connect_error)', [error]));
  }

  /** A client of a person by one of the MODES, connected, and upgraded where the mode says so. */
  static async connect(address, person, mode, options = {}) {
    const client = new this(address, { transports: mode.transports, auth: { token: person.token() }, ...options });
    try {
      await client.connected();
      if (mode.first !== mode.last) {
        await client.until(() => client.transports.at(-1) === mode.last, `the upgrade to ${mode.last}`);
      }
    } catch (error) {
      client.close();
      throw error;
    }
    return client;
  }

  #watch(engine) {
    this.transports.push(engine.transport.name);
    engine.on('upgrade', (transport) => {
      this.transports.push(transport.name);
      this.#wake();
    });
    this.#wake();
  }

  #add(name, args) {
    this.received.push({ name, args });
    this.#wake();
  }

  #wake() {
    this.#waiting.forEach((check) => check());
  }

  /** Waits until a condition holds; it is looked at whenever something came. */
  until(condition, what) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(check);
        const names = this.received.map(({ name }) => name);
        reject(new Error(`${what} did not come; there is: ${names.join(', ') || 'nothing'}`));
      }, PATIENCE_MS);
      const end = (settle, value) => {
        clearTimeout(timer);
        this.#waiting.delete(check);
        settle(value);
      };
      const check = () => {
        try {
          if (condition()) {
            end(resolve);
          }
        } catch (error) {
          end(reject, error);
        }
      };
      this.#waiting.add(check);
      check();
    });
  }

  /** Begins to remember anew. */
  forget() {
    this.received.length = 0;
    this.#read.clear();
  }

  connected() {
    return this.until(() => {
      const refusal = this.received.find(({ name }) => name === '(connect_error)');
      assert.equal(refusal, undefined, `refused: ${refusal?.args[0]}`);
      return this.socket.connected && this.transports.length > 0;
    }, 'the connection');
  }

  /** Waits until it was let in so many times; returns the last one: {id, recovered}. */
  async life(count) {
    await this.until(() => this.lives.length >= count, `connection ${count}`);
    return this.lives.at(-1);
  }

  /** The connect_error. */
  async refusal() {
    return this.next('(connect_error)');
  }

  /** The payload of the next event of a name that was not asked for yet. */
  async next(name) {
    const index = this.#read.get(name) ?? 0;
    this.#read.set(name, index + 1);
    await this.until(() => this.all(name).length > index, name);
    const { args } = this.received.filter((event) => event.name === name)[index];
    onePayload(name, args);
    return args[0];
  }

  /** The payloads of all events of a name so far. */
  all(name) {
    return this.received.filter((event) => event.name === name).map(({ args }) => args[0]);
  }

  /** The names of all events so far, in order. */
  get names() {
    return this.received.map(({ name }) => name);
  }

  emit(name, ...args) {
    this.socket.emit(name, ...args);
  }

  /** Emits with an acknowledgement, which has exactly one argument, and returns that. */
  call(name, ...args) {
    return new Promise((resolve, reject) => {
      this.socket.timeout(PATIENCE_MS).emit(name, ...args, (timeout, ...answer) => {
        if (timeout) {
          reject(new Error(`${name} was not acknowledged`));
        } else {
          assert.equal(answer.length, 1, `the acknowledgement of ${name} has ${answer.length} arguments`);
          resolve(answer[0]);
        }
      });
    });
  }

  async join(room) {
    assert.deepEqual(await this.call('join_room', room), { status: 'ok' });
    return this;
  }

  /** Returns when all has come that the server had sent before. */
  async settle() {
    await this.call('leave_room', 'a room that nobody joins');
    return this;
  }

  close() {
    this.socket.disconnect();
    return this;
  }
}

/** A client of the chat: what it hears and says must be documented. */
export class ChatClient extends Client {
  constructor(address, options) {
    super(address, options);
    witness(this.socket);
  }
}
