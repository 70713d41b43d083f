// What a message is: its lines, its links, its length, its place among the others.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Visitor } from '../support/browser.js';
import { guest, sayAll, stage } from '../support/stage.js';
import { onSocket } from '../support/wire.js';

const arrive = (name, room, options) => Visitor.named(stage.browser, name, stage.server.address, room, options);
const numbered = (count, from = 1) => Array.from({ length: count }, (_, i) => `message ${from + i}`);

/** Where a message is in the window, so that it can be seen whether it moves. */
const top = (visitor, text) => visitor.box(visitor.message(text)).then((box) => box.top);

const distanceToEnd = (visitor) => visitor.log().evaluate((log) => log.scrollHeight - log.clientHeight - log.scrollTop);

test('Enter sends, and Shift+Enter breaks the line', async () => {
  const [ada, bob] = await Promise.all([arrive('Ada', 'lines'), arrive('Bob', 'lines')]);
  const composer = ada.composer('lines');
  await composer.pressSequentially('one');
  await composer.press('Shift+Enter');
  await composer.press('Shift+Enter');
  await composer.pressSequentially('  two');
  await composer.press('Enter');
  await bob.seesLast('one\n\n  two');
  assert.equal(await composer.inputValue(), '');
  await composer.press('Enter');
  await composer.fill('   ');
  await composer.press('Enter');
  assert.equal(await ada.page.getByRole('button', { name: 'Send' }).getAttribute('aria-disabled'), 'true');
  await composer.fill('three');
  await ada.page.getByRole('button', { name: 'Send' }).click();
  await bob.sees('three');
  assert.deepEqual(await bob.texts(), ['one\n\n  two', 'three']);
  await ada.leave();
  await bob.leave();
});

test('addresses in a message become links, and nothing else does', async () => {
  const ada = await arrive('Ada', 'links');
  await ada.say('See https://example.org/a?b=c&d=(e), (http://example.org/f) or <https://example.org>. Not ftp://example.org');
  await ada.seesLast('See https://example.org/a?b=c&d=(e), (http://example.org/f) or <https://example.org>. Not ftp://example.org');
  const links = await ada.log().getByRole('link').evaluateAll((all) =>
    all.map((link) => [link.textContent, link.getAttribute('href'), link.target, link.rel]));
  assert.deepEqual(links, [
    ['https://example.org/a?b=c&d=(e)', 'https://example.org/a?b=c&d=(e)', '_blank', 'noopener noreferrer nofollow'],
    ['http://example.org/f', 'http://example.org/f', '_blank', 'noopener noreferrer nofollow'],
    ['https://example.org', 'https://example.org/', '_blank', 'noopener noreferrer nofollow'],
  ]);
  await ada.leave();
});

test('the counter counts as the server does', async () => {
  const ada = await arrive('Ada', 'counter');
  const composer = ada.composer('counter');
  const counter = ada.page.locator('[data-counter]');
  const send = ada.page.getByRole('button', { name: 'Send' });
  await composer.fill('😀'.repeat(890));
  assert.equal(await counter.count(), 0);
  await composer.fill('😀'.repeat(927));
  await ada.reads(counter, '73 left');
  // What is trimmed does not count.
  await composer.fill(`  ${'😀'.repeat(1000)} \n`);
  await ada.reads(counter, '0 left');
  assert.notEqual(await send.getAttribute('aria-disabled'), 'true');
  await composer.fill('😀'.repeat(1012));
  await ada.reads(counter, '12 too many');
  assert.equal(await send.getAttribute('aria-disabled'), 'true');
  await composer.press('Enter');
  assert.deepEqual(await ada.texts(), []);
  await composer.fill('😀'.repeat(1000));
  await composer.press('Enter');
  await ada.sees('😀'.repeat(1000));
  await ada.leave();
});

test('days are told apart', async () => {
  const DAY = 86_400_000;
  const writer = await guest('Ada', 'days');
  await sayAll(writer, 'days', numbered(4));
  const ago = new Map([['message 1', 9], ['message 2', 1], ['message 3', 1]]);
  const bob = await Visitor.near(stage.browser, stage.server.address);
  // As if the server had been there for some days.
  await onSocket(bob.page, {
    received: (packet) => packet.replace(
      /("content":"(message \d)".*?"createdAt":")([^"]+)/g,
      (_, start, content, time) => start + new Date(Date.parse(time) - (ago.get(content) ?? 0) * DAY).toISOString()),
  });
  await bob.page.goto(`${stage.server.address}/#room=days`);
  await bob.signIn('Bob');
  await bob.sees('message 4');
  const rows = await bob.log().locator('[role="separator"], article').evaluateAll((all) =>
    all.map((each) => (each.matches('article') ? each.querySelector('[data-content]').textContent : `(${each.ariaLabel ?? each.textContent})`)));
  const first = new Date(Date.now() - 9 * DAY);
  const day = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
    .formatToParts(first).filter(({ type }) => type !== 'literal').map(({ value }) => value);
  day.forEach((part) => assert.ok(rows[0].includes(part), `${part} in ${rows[0]}`));
  assert.deepEqual(rows.slice(1), ['message 1', '(Yesterday)', 'message 2', 'message 3', '(Today)', 'message 4']);
  await bob.leave();
});

test('older messages load by scrolling up, without a jump', async () => {
  const writer = await guest('Ada', 'older');
  await sayAll(writer, 'older', numbered(180));
  const bob = await arrive('Bob', 'older');
  await bob.sees('message 180');
  assert.ok((await distanceToEnd(bob)) < 5, 'it begins at the newest');
  for (let pages = 0; pages < 5 && !(await bob.texts()).includes('message 1'); pages += 1) {
    // All in one task: where the first message is in each frame, until older ones have been there for some.
    const jump = await bob.log().evaluate(async (log) => {
      const frame = () => new Promise(requestAnimationFrame);
      const count = log.querySelectorAll('article').length;
      log.scrollTop = 0;
      await frame();
      const first = [...log.querySelectorAll('article')].find((each) => each.getBoundingClientRect().bottom > log.getBoundingClientRect().top);
      const end = performance.now() + 10_000;
      let [last, most] = [first.getBoundingClientRect().top, 0];
      for (let settled = 0; settled < 10 && performance.now() < end;) {
        await frame();
        const top = first.getBoundingClientRect().top;
        most = Math.max(most, Math.abs(top - last));
        last = top;
        settled += log.querySelectorAll('article').length > count ? 1 : 0;
      }
      return most;
    });
    assert.ok(jump <= 3, `it jumped by ${jump} pixels`);
  }
  await bob.message('message 1').waitFor({ state: 'attached' });
  await bob.log().evaluate((log) => { log.scrollTop = 0; });
  await bob.reads(bob.page.locator('[data-older="none"]'), 'This is the beginning of older.');
  assert.deepEqual(await bob.texts(), numbered(180));
  await bob.leave();
});

test('who reads older messages is left in peace, and finds the way back', async () => {
  const writer = await guest('Ada', 'in peace');
  await sayAll(writer, 'in peace', numbered(60));
  const bob = await arrive('Bob', 'in peace');
  await bob.sees('message 60');
  await bob.log().evaluate((log) => { log.scrollTop -= 600; });
  const newest = bob.page.getByRole('button', { name: /^Jump to the newest/ });
  await newest.waitFor();
  const seen = 'message 30';
  const before = await top(bob, seen);
  await sayAll(writer, 'in peace', numbered(3, 61));
  await bob.page.getByRole('button', { name: 'Jump to the newest, 3 new' }).waitFor();
  assert.ok(Math.abs((await top(bob, seen)) - before) <= 3, 'nothing moves');
  await bob.page.getByRole('separator', { name: 'New messages' }).waitFor({ state: 'attached' });
  await newest.click();
  await newest.waitFor({ state: 'hidden' });
  await bob.until(async () => (await distanceToEnd(bob)) < 5, 'the newest message');
  await sayAll(writer, 'in peace', ['and now']);
  await bob.sees('and now');
  await bob.until(async () => (await distanceToEnd(bob)) < 5, 'the newest message again');
  await bob.leave();
});

test('a message is pending until the server has it', async () => {
  const ada = await Visitor.near(stage.browser, stage.server.address);
  let release;
  const released = new Promise((resolve) => { release = resolve; });
  await onSocket(ada.page, { sent: async (packet) => {
    if (packet.includes('"send_message"')) {
      await released;
    }
    return packet;
  } });
  await ada.page.goto(`${stage.server.address}/#room=pending`);
  await ada.signIn('Ada');
  await ada.inRoom('pending');
  await ada.say('on its way');
  const message = ada.message('on its way');
  await message.and(ada.page.locator('[data-state="pending"]')).waitFor();
  await ada.reads(message.locator('[data-delivery]'), 'Sending…');
  assert.equal(await message.getAttribute('data-message'), null);
  const client = await message.getAttribute('data-client');
  assert.match(client, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  release();
  await ada.sees('on its way');
  assert.equal(await message.getAttribute('data-state'), 'sent');
  assert.deepEqual(await ada.texts(), ['on its way']);
  await ada.leave();
});

test('what failed can be sent again, or discarded', async () => {
  const ada = await Visitor.near(stage.browser, stage.server.address);
  let failing = true;
  await onSocket(ada.page, {
    answered: (packet) => {
      const [, id] = /^42(\d+)\["send_message"/.exec(packet) ?? [];
      return failing && id !== undefined
        ? `43${id}[{"status":"error","code":"NOT_SAVED","message":"The message could not be stored"}]`
        : null;
    },
  });
  await ada.page.goto(`${stage.server.address}/#room=failing`);
  await ada.signIn('Ada');
  await ada.inRoom('failing');
  await ada.say('first');
  await ada.say('second');
  for (const text of ['first', 'second']) {
    await ada.message(text).and(ada.page.locator('[data-state="failed"]')).waitFor();
    assert.match(await ada.message(text).locator('[data-delivery]').innerText(), /[a-z]{4}/);
  }
  await ada.message('second').getByRole('button', { name: 'Discard' }).click();
  await ada.message('second').waitFor({ state: 'detached' });
  failing = false;
  await ada.message('first').getByRole('button', { name: 'Retry' }).click();
  await ada.sees('first');
  const bob = await arrive('Bob', 'failing');
  await bob.sees('first');
  assert.deepEqual(await bob.texts(), ['first']);
  await ada.leave();
  await bob.leave();
});
