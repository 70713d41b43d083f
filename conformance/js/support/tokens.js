// Tokens as an application would sign them: HS256, with nothing but Node's own crypto.

import { createHmac, randomUUID } from 'node:crypto';

export const SECRET = 'a secret of the JavaScript tests, long enough for HS512 too: 0123456789';

const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

export function sign(claims, secret = SECRET) {
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

/** The time in so many seconds, as a claim has it. */
export const inSeconds = (seconds) => Math.floor(Date.now() / 1000) + seconds;

/** Somebody new, with an id of their own. */
export function person(name) {
  const id = randomUUID();
  const email = `${name.toLowerCase()}@example.org`;
  return {
    id,
    name,
    email,
    token: (more = {}) => sign({ sub: id, name, email, exp: inSeconds(3600), ...more }),
  };
}
