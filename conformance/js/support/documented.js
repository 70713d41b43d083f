// What docs/asyncapi.yaml says. What the clients of the chat hear and say is held against it.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after } from 'node:test';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { ROOT } from './server.js';

export const DOCUMENT = parse(readFileSync(path.join(ROOT, 'docs/asyncapi.yaml'), 'utf8'));

const { operations, components } = DOCUMENT;

/** What the server says has no other field than the documented ones. */
const closed = structuredClone(components.schemas);
Object.values(closed)
  .filter(({ properties }) => properties)
  .forEach((schema) => Object.assign(schema, { additionalProperties: false }));

const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true })
  .addSchema({ $id: 'client', components })
  .addSchema({ $id: 'server', components: { ...components, schemas: closed } });

/** The last part of what a reference points at. */
export const nameOf = ({ $ref }) => $ref.split('/').at(-1);

/** What a value has against the schema of a message; empty if nothing. */
function disagreements(side, message, value) {
  const { $ref } = components.messages[message].payload;
  const check = ajv.getSchema(side + $ref);
  return check(value) ? [] : check.errors.map(({ instancePath, message: why }) => `${instancePath} ${why}`);
}

const violations = [];
const seen = new Set();

after(() => assert.deepEqual(violations, [], 'docs/asyncapi.yaml says otherwise'));

function hear(message, value) {
  seen.add(message);
  disagreements('server', message, value).forEach((why) => {
    violations.push(`${message} ${JSON.stringify(value)}: ${why}`);
  });
}

/** The messages that no client heard or said, of those that clients show. */
export function unseen() {
  const shown = Object.keys(components.messages).filter((name) => !['connect', 'connected'].includes(name));
  return shown.filter((name) => !seen.has(name));
}

function received(event, args) {
  if (operations[event]?.action !== 'send') {
    violations.push(`there is no event ${event}`);
    return;
  }
  const [payload, ...offset] = args;
  const most = components.messages[event].traits ? 1 : 0;
  if (offset.length > most || offset.some((last) => typeof last !== 'string')) {
    violations.push(`${event} has the arguments ${JSON.stringify(args)}`);
  }
  hear(event, payload);
}

/** What is not of the documented shape must fail, what is must not fail because of that. */
function acknowledged(event, args, answer) {
  const fault = (why) => violations.push(
    `${event} ${JSON.stringify(args)} was answered ${JSON.stringify(answer)}: ${why}`,
  );
  const operation = operations[event]?.action === 'receive' ? operations[event] : undefined;
  const asDocumented = operation && args.length > 0 && disagreements('client', event, args[0]).length === 0;
  if (asDocumented) {
    seen.add(event);
  }
  if (answer?.status === 'error') {
    hear('failed', answer);
    if (!(operation?.['x-errors'] ?? ['UNKNOWN_EVENT', 'RATE_LIMITED']).includes(answer.code)) {
      fault('that code is not documented for it');
    } else if (asDocumented && answer.code === 'INVALID_ROOM') {
      fault('the payload was as documented');
    }
  } else if (!asDocumented) {
    fault('it was not as documented');
  } else {
    hear(nameOf(operation.reply.messages[0]), answer);
  }
}

/** Holds all that a socket hears and says against the document; a test file fails at its end if something differs. */
export function witness(socket) {
  socket.onAny((event, ...args) => received(event, args));
  socket.on('connect_error', ({ message, data }) => {
    if (!socket.active) {
      hear('connect_error', data === undefined ? { message } : { message, data });
    }
  });
  const emit = socket.emit.bind(socket);
  socket.emit = (event, ...args) => {
    const ack = args.at(-1);
    if (typeof ack !== 'function') {
      return emit(event, ...args);
    }
    const given = args.slice(0, -1);
    const heard = (...answer) => {
      if (!answer.some((each) => each instanceof Error)) {
        acknowledged(event, given, answer.at(-1));
      }
      ack(...answer);
    };
    // By these the client tells the acknowledgements apart that may fail.
    return emit(event, ...given, Object.assign(heard, ack));
  };
}
