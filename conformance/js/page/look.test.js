// How the page looks and is used: on a phone, by keyboard alone, by who does not see it; and pictures of it.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';
import { Visitor } from '../support/browser.js';
import { ROOT } from '../support/server.js';
import { guest, sayAll, stage } from '../support/stage.js';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PICTURES = path.join(ROOT, 'target', 'page');
const PHONE = { viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };

const arrive = (name, room, options) => Visitor.named(stage.browser, name, stage.server.address, room, options);

/** Fails if axe-core finds anything that it calls serious or critical. */
async function accessible(visitor, where) {
  await visitor.page.evaluate(`${AXE}; undefined`);
  const { violations } = await visitor.page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  const found = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
  assert.deepEqual(found, [], where);
}

/** A room in which something was said, as in the picture of the README. */
async function conversation(room) {
  const [ada, grace, joan] = await Promise.all(['Ada Lovelace', 'Grace Hopper', 'Joan Clarke'].map((name) => guest(name, room)));
  await sayAll(ada, room, ['Morning! The new orbit of 2465633 is in.', 'It passes at 4.1 lunar distances now: https://example.org/neo/2465633']);
  await sayAll(grace, room, ['So the risk goes down?']);
  await sayAll(ada, room, ['By half, if the radar agrees 📡']);
  await sayAll(joan, room, ['Arecibo would have known.\nGoldstone looks tonight, from 22:10 to 23:40 UTC.', 'I will post what it sees here.']);
  await sayAll(grace, room, ['👍']);
  return [ada, grace, joan];
}

for (const colorScheme of ['light', 'dark']) {
  test(`axe-core finds nothing serious, ${colorScheme}`, async () => {
    // Its script is ours and not the page's, so the page's policy is set aside here.
    const options = { colorScheme, bypassCSP: true };
    const ada = await Visitor.to(stage.browser, `${stage.server.address}/#room=axe%20${colorScheme}`, options);
    await ada.screen('sign-in');
    await accessible(ada, 'the sign-in');
    await ada.page.getByRole('button', { name: 'Start chatting' }).click();
    await ada.page.getByRole('alert').waitFor();
    await accessible(ada, 'the sign-in with an error');
    await ada.signIn('Ada');
    await ada.inRoom(`axe ${colorScheme}`);
    await accessible(ada, 'an empty room');
    const [bob] = await conversation(`axe ${colorScheme}`);
    await ada.say('Mine.');
    await ada.sees('Mine.');
    bob.emit('typing_start', `axe ${colorScheme}`);
    await ada.reads(ada.page.locator('[data-typing]'), 'Ada Lovelace is typing…');
    await ada.composer(`axe ${colorScheme}`).fill('x'.repeat(1001));
    await accessible(ada, 'a room with messages');
    const people = ada.page.getByRole('button', { name: /^People/ });
    if ((await people.getAttribute('aria-expanded')) !== 'true') {
      await people.click();
    }
    await accessible(ada, 'a room with its people');
    for (const name of ['Open a room', 'Keyboard shortcuts']) {
      await ada.page.getByRole('button', { name }).click();
      await ada.page.getByRole('dialog', { name }).waitFor();
      await accessible(ada, `the dialog ${name}`);
      await ada.page.keyboard.press('Escape');
      await ada.page.getByRole('dialog', { name }).waitFor({ state: 'hidden' });
    }
    await ada.page.setViewportSize({ width: 360, height: 640 });
    await accessible(ada, 'a phone');
    await ada.page.getByRole('button', { name: 'Show rooms' }).click();
    await ada.page.locator('body[data-drawer="rooms"]').waitFor();
    await accessible(ada, 'the rooms on a phone');
    await ada.leave();
  });
}

test('everything is there on a phone', async () => {
  const bob = await guest('Bob', 'phone');
  const ada = await Visitor.to(stage.browser, `${stage.server.address}/#room=phone`, PHONE);
  await ada.screen('sign-in');
  await ada.fits();
  await ada.signIn('Ada');
  await ada.inRoom('phone');
  await sayAll(bob, 'phone', ['Can you read this on your phone, even if it takes more than one line to say it?']);
  await ada.say('I can.');
  await ada.sees('I can.');
  await ada.fits();
  const { width, height } = PHONE.viewport;
  const composer = await ada.box(ada.composer('phone'));
  assert.ok(composer.width > width / 2 && composer.bottom <= height, 'there is room to write');
  const touchable = async (button) => {
    const box = await ada.box(button);
    assert.ok(box.width >= 24 && box.height >= 24, `${await button.innerText()} ${box.width}×${box.height} can be touched`);
  };
  await touchable(ada.page.getByRole('button', { name: 'Send' }));
  await touchable(ada.page.getByRole('button', { name: 'Show rooms' }));

  await ada.page.getByRole('button', { name: 'Show rooms' }).tap();
  await ada.page.locator('body[data-drawer="rooms"]').waitFor();
  await ada.page.getByRole('button', { name: 'Open a room' }).tap();
  const dialog = ada.page.getByRole('dialog', { name: 'Open a room' });
  await dialog.getByRole('button', { name: 'risk-alerts' }).tap();
  await ada.inRoom('risk-alerts');
  await ada.page.locator('body:not([data-drawer="rooms"])').waitFor();
  await ada.fits();
  await ada.page.getByRole('button', { name: 'Show rooms' }).tap();
  await ada.roomLink('phone').tap();
  await ada.inRoom('phone');
  await ada.page.getByRole('button', { name: /^People/ }).tap();
  await ada.page.getByRole('complementary', { name: 'People' }).getByRole('listitem').filter({ hasText: 'Bob' }).waitFor();
  await ada.fits();
  await ada.leave();
});

test('everything can be done by keyboard alone', async () => {
  const ada = await Visitor.to(stage.browser, stage.server.address);
  const { keyboard } = ada.page;
  const focused = () => ada.page.evaluate(() => document.activeElement?.ariaLabel || document.activeElement?.labels?.[0]?.textContent || document.activeElement?.textContent);
  const focusIs = (text) => ada.until(async () => String(await focused()).includes(text), `the focus on ${text}`);
  await ada.screen('sign-in');
  await focusIs('Your name');
  await keyboard.type('Ada');
  await keyboard.press('Enter');
  await ada.inRoom('general');
  await focusIs('Message to general');

  // By Tab all round the page: everything is reached and seen, and nothing keeps the focus.
  const reached = [];
  do {
    await keyboard.press('Tab');
    const on = await ada.page.evaluate(() => {
      const element = document.activeElement;
      const { width, height } = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      return {
        name: (element.ariaLabel || element.textContent).trim(),
        seen: element === document.body
          || (width > 0 && height > 0 && ((style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none')),
      };
    });
    assert.ok(on.seen, `it is seen that ${on.name} has the focus`);
    reached.push(on.name);
  } while (reached.length < 60 && reached.at(-1) !== 'Message to general');
  for (const name of ['Send', 'Skip to the message box', 'general', 'Open a room', 'Keyboard shortcuts', 'Sign out', 'Copy link', 'Leave room', 'Messages in general']) {
    assert.ok(reached.includes(name), `${name} in ${reached.join(', ')}`);
  }
  for (let i = 0; i < 60 && (await focused()) !== 'Skip to the message box'; i += 1) {
    await keyboard.press('Tab');
  }
  await keyboard.press('Enter');
  await focusIs('Message to general');
  await keyboard.type('by keyboard');
  await keyboard.press('Enter');
  await ada.sees('by keyboard');

  await keyboard.press('Control+k');
  await focusIs('Room name');
  await keyboard.type('keyboard room');
  await keyboard.press('Enter');
  await ada.inRoom('keyboard room');
  await focusIs('Message to keyboard room');
  await keyboard.press('Alt+ArrowUp');
  await ada.inRoom('general');
  await keyboard.press('Alt+ArrowDown');
  await ada.inRoom('keyboard room');
  await keyboard.press('Control+k');
  await focusIs('Room name');
  await keyboard.press('Escape');
  await ada.page.getByRole('dialog').waitFor({ state: 'hidden' });
  await keyboard.press('Control+/');
  await ada.page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await keyboard.press('Escape');
  await ada.page.getByRole('dialog').waitFor({ state: 'hidden' });
  await ada.leave();
});

test('older messages are reached by keyboard', async () => {
  await sayAll(await guest('Bob', 'by page up'), 'by page up', Array.from({ length: 60 }, (_, i) => `message ${i + 1}`));
  const ada = await arrive('Ada', 'by page up');
  await ada.sees('message 60');
  await ada.composer('by page up').focus();
  for (let i = 0; i < 30 && !(await ada.texts()).includes('message 1'); i += 1) {
    await ada.page.keyboard.press('PageUp');
    await ada.page.evaluate(() => new Promise(requestAnimationFrame));
  }
  await ada.message('message 1').waitFor({ state: 'attached' });
  await ada.page.keyboard.press('Escape');
  await ada.page.getByRole('button', { name: /^Jump to the newest/ }).waitFor({ state: 'hidden' });
  await ada.leave();
});

test('pictures are taken, light, dark and on a phone', async () => {
  mkdirSync(PICTURES, { recursive: true });
  const sizes = { light: { width: 1200, height: 720 }, dark: { width: 1200, height: 720 } };
  for (const [colorScheme, viewport] of Object.entries(sizes)) {
    const room = `asteroid-${colorScheme === 'light' ? 2465633 : 2465634}`;
    const ada = await arrive('Mary Jackson', 'general', { viewport, colorScheme });
    await ada.openRoom('risk-alerts');
    await ada.openRoom(room);
    const [, grace, joan] = await conversation(room);
    await sayAll(await guest('Ada Lovelace', 'risk-alerts'), 'risk-alerts', ['2465633 is at 2 on the Torino scale.', 'Now at 1.']);
    await ada.say('Thanks, all. I tell the others.');
    await ada.sees('Thanks, all. I tell the others.');
    await grace.call('typing_start', room);
    await joan.call('typing_start', room);
    await ada.reads(ada.page.locator('[data-typing]'), 'Grace Hopper and Joan Clarke are typing…');
    await ada.reads(ada.roomLink('risk-alerts').locator('[data-unread]'), '2');
    await ada.page.screenshot({ path: path.join(PICTURES, `${colorScheme}.png`) });
    const background = await ada.page.evaluate(() => {
      const [red, green, blue] = getComputedStyle(document.body).backgroundColor.match(/[\d.]+/g).map(Number);
      return red + green + blue;
    });
    assert.ok(colorScheme === 'light' ? background > 600 : background < 200, `the background is ${colorScheme}`);
    await ada.leave();
  }
  const phone = await arrive('Mary Jackson', 'asteroid-2465635', PHONE);
  await conversation('asteroid-2465635');
  await phone.sees('👍');
  await phone.page.screenshot({ path: path.join(PICTURES, 'phone.png') });
  await phone.leave();
});
