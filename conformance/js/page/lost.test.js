// A connection that breaks, a server that ends, a token that expires: nothing is lost, and nothing is said twice.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { Visitor } from '../support/browser.js';
import { Proxy } from '../support/proxy.js';
import { Home } from '../support/server.js';
import { stage, TRIAL } from '../support/stage.js';
import { inSeconds, sign } from '../support/tokens.js';

/** The server takes a token for so long after its time, for clocks that differ. */
const LEEWAY_S = 30;

const proxies = [];
after(() => proxies.forEach((proxy) => proxy.close()));

async function proxied() {
  proxies.push(await Proxy.to(stage.server.port));
  return proxies.at(-1);
}

const banner = (visitor) => visitor.page.locator('[data-connection]');

test('what is written while there is no connection waits, and is sent once', async () => {
  const proxy = await proxied();
  const ada = await Visitor.named(stage.browser, 'Ada', proxy.address, 'no connection');
  const bob = await Visitor.named(stage.browser, 'Bob', stage.server.address, 'no connection');
  await ada.say('before');
  await bob.sees('before');

  proxy.isDown = true;
  proxy.cut();
  await ada.connection('reconnecting');
  await banner(ada).getByText('Connection lost').waitFor();
  await ada.say('one');
  await ada.say('two');
  const waiting = ada.message('two').and(ada.page.locator('[data-state="pending"]'));
  await ada.reads(waiting.locator('[data-delivery]'), 'Waiting for the connection…');
  await bob.say('meanwhile');
  await bob.sees('meanwhile');

  proxy.isDown = false;
  await ada.page.getByRole('button', { name: 'Try now' }).click();
  await ada.connection('connected');
  await bob.seesLast('two');
  await ada.sees('two');
  const all = ['before', 'meanwhile', 'one', 'two'];
  for (const visitor of [ada, bob]) {
    assert.deepEqual(await visitor.texts(), all);
  }
  assert.equal((await banner(ada).innerText()).trim(), '');
  // Nobody has noticed that she was gone.
  assert.deepEqual(await bob.log().locator('[data-notice]').getByText('Ada left').count(), 0);
  await ada.leave();
  await bob.leave();
});

/** Each breaks the connection while a text is on its way, and resolves when it has. */
const BREAKS = {
  'on the way to the server': (proxy) => proxy.cutAfter(20),
  'on the way back': (proxy, text) => proxy.cutBefore(text),
  'in the middle of the answer': (proxy) => proxy.cutAfter(600),
};

for (const transport of ['WebSocket', 'polling']) {
  test(`a connection that breaks while messages are on their way, by ${transport}`, async () => {
    const proxy = await proxied();
    const room = `breaks by ${transport}`;
    const ada = await Visitor.near(stage.browser, proxy.address);
    if (transport === 'polling') {
      await ada.page.addInitScript(() => {
        // As on a network that lets no WebSocket pass.
        window.WebSocket = class {
          constructor() {
            setTimeout(() => {
              this.onerror?.(new Event('error'));
              this.onclose?.(new CloseEvent('close', { code: 1006 }));
            });
          }

          close() {}
        };
      });
    }
    const transports = new Set();
    ada.page.on('websocket', () => transports.add('WebSocket'));
    ada.page.on('request', (request) => request.url().includes('transport=polling') && transports.add('polling'));
    await ada.page.goto(`${proxy.address}/#room=${encodeURIComponent(room)}`);
    await ada.signIn('Ada');
    await ada.inRoom(room);
    assert.deepEqual([...transports], [transport]);
    const bob = await Visitor.named(stage.browser, 'Bob', stage.server.address, room);
    const said = [];
    for (const [where, breaks] of Object.entries(BREAKS)) {
      for (const text of [`${where}, first`, `${where}, second`]) {
        const broken = breaks(proxy, text);
        await ada.say(text);
        await broken;
        await bob.say(`${text}, heard`);
        said.push(text, `${text}, heard`);
        await Promise.all(said.map((each) => bob.sees(each)));
        await Promise.all(said.map((each) => ada.sees(each)));
      }
    }
    const texts = await bob.texts();
    assert.deepEqual([...texts].sort(), [...said].sort(), 'everything is there once');
    assert.deepEqual(await ada.texts(), texts, 'and in the same order for both');
    await ada.leave();
    await bob.leave();
  });
}

test('a connection on which nothing moves is found out, and what was said on it is not lost', async () => {
  const proxy = await proxied();
  const ada = await Visitor.named(stage.browser, 'Ada', proxy.address, 'frozen');
  const bob = await Visitor.named(stage.browser, 'Bob', stage.server.address, 'frozen');
  proxy.freeze();
  await ada.say('into the ice');
  await ada.reads(ada.message('into the ice').locator('[data-delivery]'), 'Sending…');
  await bob.say('not heard yet');
  await bob.sees('not heard yet');
  // Its side is reset; the server is not told.
  proxy.abandon();
  await bob.sees('into the ice');
  await ada.sees('into the ice');
  await ada.sees('not heard yet');
  assert.deepEqual(await ada.texts(), ['not heard yet', 'into the ice']);
  assert.deepEqual(await bob.texts(), ['not heard yet', 'into the ice']);
  await ada.leave();
  await bob.leave();
});

test('what was not sent outlives a reload', async () => {
  const proxy = await proxied();
  const ada = await Visitor.named(stage.browser, 'Ada', proxy.address, 'reloaded');
  const bob = await Visitor.named(stage.browser, 'Bob', stage.server.address, 'reloaded');
  // The page comes, but no packet does.
  await ada.context.setOffline(true);
  proxy.cut();
  await ada.connection('offline');
  await banner(ada).getByText('You are offline').waitFor();
  await ada.say('written offline');
  await ada.message('written offline').and(ada.page.locator('[data-state="pending"]')).waitFor();
  await ada.context.setOffline(false);
  await ada.page.reload();
  await ada.inRoom('reloaded');
  await bob.sees('written offline');
  await ada.sees('written offline');
  assert.deepEqual(await bob.texts(), ['written offline']);
  await ada.leave();
  await bob.leave();
});

test('a server that is killed and started again has everybody back, and everything', { timeout: 90_000 }, async () => {
  const home = new Home();
  const first = await home.start({ settings: TRIAL });
  const { port, address } = first;
  const [ada, bob] = await Promise.all(
    ['Ada', 'Bob'].map((name) => Visitor.named(stage.browser, name, address, 'restart')));
  await ada.say('before');
  await bob.sees('before');
  assert.deepEqual(await first.end('SIGKILL'), { code: null, signal: 'SIGKILL' });
  await Promise.all([ada, bob].map((visitor) => visitor.connection('reconnecting')));
  await ada.say('while it was down');
  await bob.say('I, too');

  const second = await home.start({ port, settings: TRIAL });
  await Promise.all([ada, bob].map(async (visitor) => {
    await visitor.page.getByRole('button', { name: 'Try now' }).click();
    await visitor.connection('connected');
  }));
  for (const text of ['before', 'while it was down', 'I, too']) {
    await ada.sees(text);
    await bob.sees(text);
  }
  await bob.say('after');
  await Promise.all([ada.seesLast('after'), bob.seesLast('after')]);
  const texts = await ada.texts();
  assert.deepEqual(await bob.texts(), texts);
  assert.equal(texts.length, 4);
  await ada.leave();
  await bob.leave();
  assert.deepEqual(await second.stop(), { code: 0, signal: null }, second.output);
  home.remove();
});

/** Signs in, but the first token has only so much time left, and the next one comes when `next` lets it. */
async function withShortToken(room, secondsLeft, next) {
  const secret = readFileSync(path.join(stage.home.folder, 'data', 'jwt-secret'), 'utf8').trim();
  const ada = await Visitor.near(stage.browser, stage.server.address);
  ada.asked = 0;
  await ada.page.route('**/page/sign-in', async (route) => {
    ada.asked += 1;
    const response = await route.fetch();
    if (ada.asked > 1) {
      await next(ada);
      await route.fulfill({ response });
      return;
    }
    const { token } = await response.json();
    const claims = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
    const exp = inSeconds(secondsLeft - LEEWAY_S);
    const json = { token: sign({ ...claims, exp }, secret), expiresAt: new Date(exp * 1000).toISOString() };
    await route.fulfill({ response, json });
  });
  ada.frames = [];
  ada.page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => ada.frames.push(String(payload)));
  });
  await ada.page.goto(`${stage.server.address}/#room=${encodeURIComponent(room)}`);
  await ada.page.getByRole('textbox', { name: 'Your name' }).fill('Ada');
  await ada.page.getByRole('button', { name: 'Start chatting' }).click();
  return ada;
}

test('a token that is about to expire is renewed without a word', async () => {
  const ada = await withShortToken('renewed', 8, () => {});
  await ada.inRoom('renewed');
  await ada.until(() => ada.frames.some((frame) => frame.includes('["refresh_token"')), 'the renewal');
  await ada.say('still here');
  await ada.sees('still here');
  assert.equal(ada.asked, 2);
  assert.equal(ada.frames.filter((frame) => frame.startsWith('40')).length, 1, 'it connected once');
  await ada.leave();
});

test('a token that has expired is renewed, and what was written meanwhile is sent', async () => {
  let expired;
  const hasExpired = new Promise((resolve) => { expired = resolve; });
  const ada = await withShortToken('expired', 3, () => hasExpired);
  await ada.inRoom('expired');
  await ada.page.locator('[data-connection]:not([data-connection="connected"])').waitFor();
  await ada.say('written without a token');
  await ada.message('written without a token').and(ada.page.locator('[data-state="pending"]')).waitFor();
  expired();
  await ada.sees('written without a token');
  await ada.connection('connected');
  assert.equal(ada.frames.filter((frame) => frame.startsWith('40')).length, 2, 'it connected again');
  await ada.leave();
});
