// The documented shapes: every key, no other key, and what each value looks like.

import assert from 'node:assert/strict';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

const text = (pattern) => (value, where) => {
  assert.equal(typeof value, 'string', where);
  assert.match(value, pattern, where);
};
const textOrNull = (value, where) => value === null || text(/[^]/)(value, where);
const time = (value, where) => {
  text(TIME)(value, where);
  assert.equal(new Date(value).toISOString(), value, where);
};
const exactly = (wanted) => (value, where) => assert.deepEqual(value, wanted, where);

/** An object with these keys and no other, each as its check demands. */
const object = (checks) => (value, where) => {
  assert.ok(value !== null && typeof value === 'object' && !Array.isArray(value), `${where} is no object`);
  assert.deepEqual(new Set(Object.keys(value)), new Set(Object.keys(checks)), `the keys of ${where}`);
  for (const [key, check] of Object.entries(checks)) {
    check(value[key], `${where}.${key}`);
  }
};
const list = (check) => (value, where) => {
  assert.ok(Array.isArray(value), `${where} is no array`);
  value.forEach((item, index) => check(item, `${where}[${index}]`));
};

const author = object({ id: text(UUID), name: text(/[^]/), avatar: textOrNull });
const room = text(/[^]/);
const code = text(/^[A-Z_]+$/);
const pastMessage = object({ id: text(UUID_V7), content: text(/[^]/), roomId: room, createdAt: time, user: author });
const liveMessage = object({
  id: text(UUID_V7), content: text(/[^]/), roomId: room, userId: text(UUID), createdAt: time, user: author,
});
const passage = object({ userId: text(UUID), email: textOrNull, timestamp: time, roomId: room });

/** Each event of the server. */
export const EVENTS = {
  room_history: object({ roomId: room, messages: list(pastMessage) }),
  new_message: liveMessage,
  user_joined: passage,
  user_left: passage,
  user_typing: object({ userId: text(UUID), email: textOrNull, roomId: room }),
  user_stopped_typing: object({ userId: text(UUID), roomId: room }),
  error: object({ message: text(/[^]/), code, event: text(/[^]/) }),
};

const ok = exactly('ok');

/** The acknowledgement of each event of a client that went well. */
export const ACKS = {
  join_room: object({ status: ok }),
  leave_room: object({ status: ok }),
  send_message: object({ status: ok, message: liveMessage }),
  typing_start: object({ status: ok }),
  typing_stop: object({ status: ok }),
  fetch_history: object({ status: ok, messages: list(pastMessage), hasMore: (value) => assert.equal(typeof value, 'boolean') }),
  get_presence: object({ status: ok, users: list(object({ userId: text(UUID), name: text(/[^]/), avatar: textOrNull })) }),
  refresh_token: object({ status: ok, expiresAt: time }),
};

/** The one error that no event of the client has caused. */
export const EXPIRED = object({ message: exactly('Token expired'), code: exactly('TOKEN_EXPIRED') });

/** The acknowledgement of any event that failed. */
export const FAILED = object({ status: exactly('error'), code, message: text(/[^]/) });

/** Fails unless a value has a shape; returns the value. */
export function shaped(shape, value, where = 'it') {
  shape(value, where);
  return value;
}

/** Fails unless arguments are a payload, and at most a string after it: the offset of the event. */
export function onePayload(name, args) {
  const [, ...offset] = args;
  assert.ok(args.length > 0 && offset.length <= 1, `${name} has ${args.length} arguments`);
  offset.forEach((last) => assert.equal(typeof last, 'string', `the last argument of ${name}`));
}

/** Fails unless everything that a client received is documented, and of the documented shape. */
export function allDocumented(client) {
  for (const { name, args } of client.received.filter((event) => !event.name.startsWith('('))) {
    const shape = name === 'error' && !('event' in args[0]) ? EXPIRED : EVENTS[name];
    assert.ok(shape, `there is no event ${name}`);
    onePayload(name, args);
    shaped(shape, args[0], name);
  }
}
