// The types of docs/ceres-events.d.ts: front-ends compile with them, wrong ones do not, and they are those of
// docs/asyncapi.yaml.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { DOCUMENT, nameOf } from '../support/documented.js';
import { writeGuide } from '../support/guide.js';
import { ROOT } from '../support/server.js';

const HERE = fileURLToPath(new URL('..', import.meta.url));
const { operations, components } = DOCUMENT;
const { schemas } = components;

/** What the client makes of them is no payload that a program sees: an Error, and socket.id. */
const NOT_SEEN = ['Connected', 'ConnectError'];

/** What is exported: {name: what is declared}, without comments. */
const types = readFileSync(path.join(ROOT, 'docs/ceres-events.d.ts'), 'utf8').replaceAll(/\/\*\*[^]*?\*\//g, '');
const exported = Object.fromEntries(
  [...types.matchAll(/^export (?:type|interface) (\w+)([^]*?)(?=^export |^\/\/ |(?![^]))/gm)]
    .map(([, name, declaration]) => [name, declaration]),
);

test('a front-end compiles with them, its mistakes do not, and the hooks of the guide do', async () => {
  writeGuide();
  const compiler = path.join(HERE, 'node_modules/typescript/bin/tsc');
  const { stdout } = await promisify(execFile)(process.execPath, [compiler, '-p', 'types'], { cwd: HERE })
    .catch((failure) => failure);
  assert.equal(stdout, '');
});

const isText = (name) => schemas[name]?.type === 'string' && !schemas[name].enum;

/** The members of an interface, with those that it extends: {name: type}, texts by whatever name as string. */
function members(name) {
  const declaration = exported[name];
  const above = /^ extends (\w+)/.exec(declaration);
  const own = [...declaration.matchAll(/^ {2}(\w+\??): (.+);$/gm)].map(([, member, type]) => [
    member,
    type.replaceAll(/\b[A-Z]\w+\b/g, (word) => (isText(word) ? 'string' : word)),
  ]);
  return { ...(above ? members(above[1]) : {}), ...Object.fromEntries(own) };
}

/** The TypeScript of a schema, as the types write it. */
function typeOf(schema) {
  if (schema.$ref) {
    return isText(nameOf(schema)) ? 'string' : nameOf(schema);
  }
  const literals = schema.enum ?? (schema.const && [schema.const]);
  if (literals) {
    return literals.map((literal) => `'${literal}'`).join(' | ');
  }
  if (schema.type === 'array') {
    return `${typeOf(schema.items)}[]`;
  }
  return [schema.type].flat().map((type) => (type === 'integer' ? 'number' : type)).join(' | ');
}

test('they have the schemas of the document, field by field', () => {
  const own = ['Ack', 'ClientToServerEvents', 'ServerToClientEvents'];
  assert.deepEqual(
    Object.keys(exported).filter((name) => !own.includes(name)).sort(),
    Object.keys(schemas).filter((name) => !NOT_SEEN.includes(name)).sort(),
  );
  for (const [name, { properties, required }] of Object.entries(schemas)) {
    if (properties && !NOT_SEEN.includes(name)) {
      const documented = Object.entries(properties).map(([field, schema]) => [
        field + (required.includes(field) ? '' : '?'),
        typeOf(schema),
      ]);
      assert.deepEqual(members(name), Object.fromEntries(documented), name);
    }
  }
});

test('they have the error codes of the document', () => {
  const codes = [...exported.ErrorCode.matchAll(/'(\w+)'/g)].map(([, code]) => code);
  assert.deepEqual(codes, schemas.ErrorCode.enum);
});

/** The parameters of the events of an interface: {event: [type, …]}. */
const events = (name) => Object.fromEntries(
  [...exported[name].matchAll(/^ {2}(\w+): \((.*)\) => void;$/gm)].map(([, event, parameters]) => [
    event,
    parameters.split(', ').map((parameter) => parameter.replace(/^\w+(\??): (.*)$/, '$2$1')),
  ]),
);

test('they have the events of the document, with their payloads and acknowledgements', () => {
  const documented = { send: {}, receive: {} };
  for (const [event, { action, reply }] of Object.entries(operations)) {
    const { payload, traits } = components.messages[event];
    const answer = reply && nameOf(components.messages[nameOf(reply.messages[0])].payload);
    const last = event.startsWith('typing_') ? [] : [`Ack<${answer}>`];
    documented[action][event] = [nameOf(payload), ...(reply ? last : traits ? ['Offset?'] : [])];
  }
  delete documented.receive.connect;
  assert.deepEqual(events('ServerToClientEvents'), documented.send);
  assert.deepEqual(events('ClientToServerEvents'), documented.receive);
});
