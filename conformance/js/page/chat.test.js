// Two people, each at a browser of their own: signing in, rooms, who is there, what is unread.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Visitor } from '../support/browser.js';
import { guest, sayAll, stage } from '../support/stage.js';

const arrive = (name, room, options) => Visitor.named(stage.browser, name, stage.server.address, room, options);

test('a name is enough, and is remembered', async () => {
  const ada = await Visitor.to(stage.browser, stage.server.address);
  await ada.screen('sign-in');
  await ada.page.getByRole('heading', { level: 1, name: 'Ceres' }).waitFor();
  await ada.signIn('Ada');
  await ada.inRoom('general');
  assert.match(ada.page.url(), /#room=general$/);
  assert.equal(await ada.page.title(), 'general · Ceres');
  await ada.page.reload();
  await ada.inRoom('general');
  await ada.page.getByRole('button', { name: 'Sign out' }).click();
  await ada.screen('sign-in');
  await ada.page.reload();
  await ada.screen('sign-in');
  await ada.leave();
});

test('what is no name is explained where it is asked for', async () => {
  const nobody = await Visitor.to(stage.browser, stage.server.address);
  const field = nobody.page.getByRole('textbox', { name: 'Your name' });
  for (const name of ['', '   ', 'x'.repeat(65)]) {
    await field.fill(name);
    await nobody.page.getByRole('button', { name: 'Start chatting' }).click();
    await nobody.page.getByRole('alert').getByText(/name/i).waitFor();
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
  }
  await nobody.signIn('Nobody');
  await nobody.inRoom('general');
  await nobody.leave();
});

test('two people talk', async () => {
  const [ada, bob] = await Promise.all([arrive('Ada', 'two people'), arrive('Bob', 'two people')]);
  await ada.say('Is somebody here?');
  await bob.sees('Is somebody here?');
  await bob.say('I am.');
  await ada.sees('I am.');
  await ada.say('Good.');
  await bob.sees('Good.');
  for (const visitor of [ada, bob]) {
    assert.deepEqual(await visitor.texts(), ['Is somebody here?', 'I am.', 'Good.']);
  }
  const received = bob.message('Is somebody here?');
  assert.equal(await received.locator('[data-author]').innerText(), 'Ada');
  assert.match(await received.getAttribute('aria-label'), /^Ada, /);
  assert.match(await received.locator('[data-avatar]').innerText(), /^AD?$/);
  assert.equal(await received.getAttribute('data-mine'), null);
  assert.notEqual(await ada.message('Is somebody here?').getAttribute('data-mine'), null);
  await ada.leave();
  await bob.leave();
});

test('a message tells its time, in full on hover', async () => {
  const ada = await arrive('Ada', 'the time', { timezoneId: 'Europe/Berlin' });
  const before = Date.now();
  await ada.say('What time is it?');
  await ada.sees('What time is it?');
  const time = ada.message('What time is it?').locator('time');
  const at = await time.getAttribute('datetime');
  assert.ok(Math.abs(Date.parse(at) - before) < 60_000, at);
  const berlin = (options) => new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', ...options }).format(new Date(at));
  const clock = berlin({ hour: '2-digit', minute: '2-digit' });
  assert.equal(await time.innerText(), clock);
  const title = await time.getAttribute('title');
  assert.ok(title.includes(clock) && title.includes(berlin({ year: 'numeric' })) && title.includes(berlin({ month: 'long' })), title);
  await ada.leave();
});

test('messages of one person that follow each other are a group', async () => {
  const [ada, bob] = await Promise.all([arrive('Ada', 'groups'), arrive('Bob', 'groups')]);
  for (const [visitor, text] of [[ada, 'one'], [ada, 'two'], [bob, 'three'], [ada, 'four']]) {
    await visitor.say(text);
    await Promise.all([ada.sees(text), bob.sees(text)]);
  }
  const authors = await bob.log().getByRole('article').evaluateAll((all) =>
    all.map((each) => each.querySelector('[data-author]')?.textContent ?? null));
  assert.deepEqual(authors, ['Ada', null, 'Bob', 'Ada']);
  const labels = await bob.log().getByRole('article').evaluateAll((all) => all.map((each) => each.ariaLabel.split(',')[0]));
  assert.deepEqual(labels, ['Ada', 'Ada', 'Bob', 'Ada']);
  await ada.leave();
  await bob.leave();
});

test('several rooms are open at once, and what is unread in them is counted', async () => {
  const [ada, bob] = await Promise.all([arrive('Ada', 'counted'), arrive('Bob', 'counted')]);
  await bob.say('Read.');
  await bob.sees('Read.');
  await bob.openRoom('risk-alerts');
  for (const text of ['one', 'two', 'three']) {
    await ada.say(text);
  }
  const link = bob.roomLink('counted');
  await bob.reads(link.locator('[data-unread]'), '3');
  await bob.page.getByRole('link', { name: 'counted, 3 unread' }).waitFor();
  await bob.until(async () => (await bob.page.title()) === '(3) risk-alerts · Ceres', 'the number in the title');
  assert.equal(await bob.roomLink('risk-alerts').getAttribute('aria-current'), 'page');

  await link.click();
  await bob.inRoom('counted');
  await bob.page.getByRole('separator', { name: 'New messages' }).waitFor();
  const order = await bob.log().locator('[data-marker], article').evaluateAll((all) =>
    all.map((each) => (each.matches('[data-marker]') ? '(new)' : each.querySelector('[data-content]').textContent)));
  assert.deepEqual(order, ['Read.', '(new)', 'one', 'two', 'three']);
  await link.locator('[data-unread]').waitFor({ state: 'detached' });
  await bob.until(async () => (await bob.page.title()) === 'counted · Ceres', 'the title without a number');
  await ada.leave();
  await bob.leave();
});

test('what is unread outlives the page', async () => {
  const bob = await arrive('Bob of yesterday', 'yesterday');
  const ada = await guest('Ada', 'yesterday');
  await sayAll(ada, 'yesterday', ['seen']);
  await bob.sees('seen');
  await bob.page.goto('about:blank');
  await sayAll(ada, 'yesterday', ['new one', 'new two']);
  await bob.page.goto(`${stage.server.address}/#room=general`);
  await bob.inRoom('general');
  await bob.reads(bob.roomLink('yesterday').locator('[data-unread]'), '2');
  await bob.leave();
});

test('a link to a room opens it, and back goes back', async () => {
  const ada = await arrive('Ada', 'asteroid-2465633');
  assert.equal(await ada.roomLink('asteroid-2465633').getAttribute('aria-current'), 'page');
  await ada.openRoom('risk/alerts & more');
  assert.equal(new URL(ada.page.url()).hash, `#room=${encodeURIComponent('risk/alerts & more')}`);
  await ada.page.goBack();
  await ada.inRoom('asteroid-2465633');
  await ada.page.goForward();
  await ada.inRoom('risk/alerts & more');

  await ada.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: ada.address });
  await ada.page.getByRole('button', { name: 'Copy link' }).click();
  await ada.until(async () => (await ada.page.evaluate(() => navigator.clipboard.readText())) === ada.page.url(), 'the link');
  const bob = await Visitor.to(stage.browser, ada.page.url());
  await bob.signIn('Bob');
  await bob.inRoom('risk/alerts & more');
  await ada.leave();
  await bob.leave();
});

test('what is no room is explained in the dialog, and a room can be left', async () => {
  const ada = await arrive('Ada', 'to be left');
  await ada.page.getByRole('button', { name: 'Open a room' }).click();
  const dialog = ada.page.getByRole('dialog', { name: 'Open a room' });
  for (const room of ['', 'x'.repeat(129)]) {
    await dialog.getByRole('textbox', { name: 'Room name' }).fill(room);
    await dialog.getByRole('button', { name: 'Open', exact: true }).click();
    await dialog.getByRole('alert').waitFor();
  }
  await dialog.getByRole('textbox', { name: 'Room name' }).fill('risk');
  await dialog.getByRole('button', { name: 'risk-alerts' }).click();
  await ada.inRoom('risk-alerts');
  await ada.roomLink('to be left').click();
  await ada.inRoom('to be left');
  await ada.page.getByRole('button', { name: 'Leave room' }).click();
  await ada.roomLink('to be left').waitFor({ state: 'detached' });
  await ada.inRoom('risk-alerts');
  await ada.leave();
});

test('who is here is listed, and joins and leaves are quiet lines', async () => {
  const ada = await arrive('Ada', 'who is here', { viewport: { width: 1200, height: 700 } });
  const people = ada.page.getByRole('complementary', { name: 'People' });
  await people.getByRole('listitem').filter({ hasText: /Ada\s*\(you\)/ }).waitFor();
  const grace = await arrive('Grace', 'who is here');
  await people.getByRole('listitem').filter({ hasText: 'Grace' }).waitFor();
  await ada.page.getByRole('button', { name: 'People, 2 here' }).waitFor();
  await ada.log().locator('[data-notice]').getByText('Grace joined').waitFor();
  await grace.page.getByRole('button', { name: 'Leave room' }).click();
  await ada.log().locator('[data-notice]').getByText('Grace left').waitFor();
  await ada.page.getByRole('button', { name: 'People, 1 here' }).waitFor();
  assert.equal(await people.getByRole('listitem').count(), 1);
  await ada.leave();
  await grace.leave();
});

test('who types is told by name, and nobody of themselves', async () => {
  const ada = await arrive('Ada', 'typing');
  const line = ada.page.locator('[data-typing]');
  const typists = [];
  for (const name of ['Bob', 'Grace', 'Joan', 'Mary', 'Rosa']) {
    typists.push(await guest(name, 'typing'));
  }
  const [bob, grace, ...others] = typists;
  await ada.composer('typing').pressSequentially('I too');
  bob.emit('typing_start', 'typing');
  await ada.reads(line, 'Bob is typing…');
  grace.emit('typing_start', 'typing');
  await ada.reads(line, 'Bob and Grace are typing…');
  others.forEach((other) => other.emit('typing_start', 'typing'));
  await ada.reads(line, 'Bob, Grace and 3 others are typing…');
  await bob.next('user_typing');
  await Promise.all(typists.slice(1).map((typist) => typist.call('typing_stop', 'typing')));
  await ada.reads(line, 'Bob is typing…');
  await sayAll(bob, 'typing', ['done']);
  await ada.sees('done');
  await ada.until(async () => (await line.innerText()).trim() === '', 'nobody typing');
  await ada.leave();
});

test('who types on the page is told to the others', async () => {
  const [ada, bob] = await Promise.all([arrive('Ada', 'typing there'), arrive('Bob', 'typing there')]);
  await ada.composer('typing there').pressSequentially('Well');
  await bob.reads(bob.page.locator('[data-typing]'), 'Ada is typing…');
  await ada.composer('typing there').fill('');
  await bob.until(async () => (await bob.page.locator('[data-typing]').innerText()).trim() === '', 'nobody typing');
  assert.equal((await ada.page.locator('[data-typing]').innerText()).trim(), '');
  await ada.leave();
  await bob.leave();
});

test('new messages are announced', async () => {
  const [ada, bob] = await Promise.all([arrive('Ada', 'announced'), arrive('Bob', 'announced')]);
  const announcer = ada.page.locator('[data-announcer]');
  assert.equal(await announcer.getAttribute('aria-live'), 'polite');
  await bob.say('Listen.');
  await announcer.filter({ hasText: 'Bob: Listen.' }).waitFor({ state: 'attached' });
  await ada.leave();
  await bob.leave();
});
