// A message is text, whatever is in it, and so is a name.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Visitor } from '../support/browser.js';
import { guest, sayAll, stage } from '../support/stage.js';

const arrive = (name, room, options) => Visitor.named(stage.browser, name, stage.server.address, room, options);

/** What would set window.hacked, if any of it were taken for more than text. */
const HOSTILE = [
  '<script>window.hacked = 1</script>',
  '<img src=x onerror="window.hacked = 1">',
  '<svg onload="window.hacked = 1"><circle r=1></svg>',
  '"><iframe srcdoc="<script>parent.hacked = 1</script>"></iframe>',
  '</textarea></article></body><script>window.hacked = 1</script>',
  '<a href="javascript:window.hacked = 1">click</a>',
  'javascript:window.hacked=1',
  'JaVaScRiPt://example.org/%0awindow.hacked=1',
  'data:text/html,<script>window.hacked=1</script>',
  'vbscript:msgbox(1)',
  '[click](javascript:window.hacked=1)',
  'https://example.org/"onmouseover="window.hacked=1',
  "https://example.org/'><script>window.hacked=1</script>",
  '&lt;b&gt;bold?&lt;/b&gt; &amp;#60;',
  '{{constructor.constructor("window.hacked = 1")()}} ${window.hacked = 1}',
  '{"__html":"<b>bold</b>","type":"b","props":{},"constructor":null}',
  '__proto__',
  'constructor',
];

/** Text that turns its line around, or tries to reach over its neighbours. */
const TWISTED = [
  '\u202Ethis is backwards\u202C and this is not',
  'evil\u202Egnp.exe',
  '\u2067\u2067\u2067never closed',
  'שלום עולם! hello (123) مرحبا بالعالم',
  `Z${'\u0351\u0352\u0363\u0346\u0364'.repeat(60)}algo`,
];

test('markup is shown as it was written, and does nothing', async () => {
  const [ada, eve] = [await arrive('Ada', 'hostile'), await guest('Eve', 'hostile')];
  await sayAll(eve, 'hostile', HOSTILE);
  await ada.sees(HOSTILE.at(-1));
  assert.deepEqual(await ada.log().locator('[data-content]').evaluateAll((all) => all.map((each) => each.textContent)), HOSTILE);
  for (const box of await ada.log().getByRole('article').all()) {
    await box.hover();
  }
  const found = await ada.page.evaluate(() => ({
    hacked: 'hacked' in window,
    elements: document.querySelectorAll('[data-content] :not(a, span, br, bdi)').length,
    frames: document.querySelectorAll('iframe, object, embed').length,
    links: [...document.querySelectorAll('[data-content] a')].map((link) => new URL(link.href).protocol),
    handlers: [...document.querySelectorAll('main *')].filter((each) => [...each.attributes].some(({ name }) => name.startsWith('on'))).length,
  }));
  assert.deepEqual({ ...found, links: [...new Set(found.links)] }, { hacked: false, elements: 0, frames: 0, links: ['https:'], handlers: 0 });
  await ada.page.reload();
  await ada.sees(HOSTILE[0]);
  assert.equal(await ada.page.evaluate(() => 'hacked' in window), false);
  await ada.leave();
});

test('what turns a line around turns no other', async () => {
  const [ada, eve] = [await arrive('Ada', 'twisted'), await guest('\u202EEve', 'twisted')];
  await sayAll(eve, 'twisted', ['plain', ...TWISTED, 'plain again']);
  await ada.sees('plain again');
  const isolation = await ada.log().locator('[data-content], [data-author]').evaluateAll((all) =>
    all.map((each) => getComputedStyle(each).unicodeBidi));
  isolation.forEach((each) => assert.match(each, /^(isolate|plaintext|isolate-override)$/));
  const articles = await ada.log().getByRole('article').evaluateAll((all) => all.map((each) => {
    const { left, right, top, bottom } = each.getBoundingClientRect();
    const time = each.querySelector('time').getBoundingClientRect();
    return { left, right, top, bottom, time: time.left >= left && time.right <= right };
  }));
  articles.forEach((each, i) => {
    assert.equal(each.left, articles[0].left);
    assert.equal(each.right, articles[0].right);
    assert.ok(each.time, 'the time stays in its message');
    assert.ok(i === 0 || each.top >= articles[i - 1].bottom - 1, 'no message lies over another');
  });
  // Signs that pile up are cut off at the message's edge, or it is as tall as they are.
  const pile = await ada.log().getByRole('article').nth(TWISTED.length).evaluate((each) => getComputedStyle(each).overflow !== 'visible'
    || getComputedStyle(each.querySelector('[data-content]')).overflow !== 'visible'
    || ['paint', 'content', 'strict'].some((kind) => getComputedStyle(each).contain.includes(kind))
    || getComputedStyle(each).contentVisibility === 'auto');
  assert.ok(pile, 'a pile of signs stays in its message');
  await ada.fits();
  await ada.leave();
});

test('walls of text stay inside of the page', async () => {
  const eve = await guest('Eve', 'walls');
  const walls = ['😀'.repeat(1000), 'W'.repeat(1000), `https://example.org/${'a'.repeat(900)}`, 'line\n'.repeat(199) + 'line', '👨‍👩‍👧‍👦'.repeat(142)];
  await sayAll(eve, 'walls', walls);
  for (const viewport of [{ width: 1000, height: 700 }, { width: 360, height: 640 }]) {
    const ada = await arrive('Ada', 'walls', { viewport });
    await ada.sees(walls[1]);
    await ada.fits();
    const list = await ada.box(ada.log());
    for (const content of await ada.log().locator('[data-content]').all()) {
      const { left, right } = await ada.box(content);
      assert.ok(left >= list.left && right <= list.right, 'the text is inside of the list');
    }
    await ada.say(`and on it goes at ${viewport.width}`);
    await ada.sees(`and on it goes at ${viewport.width}`);
    await ada.leave();
  }
});

test('names are text, too', async () => {
  const name = '<b onclick=x>Eve</b>';
  const [ada, eve] = [await arrive('Ada', 'names', { viewport: { width: 1200, height: 700 } }), await arrive(name, 'names')];
  await eve.say('hello');
  await ada.sees('hello');
  assert.equal(await ada.message('hello').locator('[data-author]').innerText(), name);
  await ada.page.getByRole('complementary', { name: 'People' }).getByText(name, { exact: true }).waitFor();
  await ada.log().locator('[data-notice]').getByText(`${name} joined`).waitFor();
  await eve.composer('names').pressSequentially('x');
  await ada.reads(ada.page.locator('[data-typing]'), `${name} is typing…`);
  const long = await arrive('W'.repeat(64), 'names', { viewport: { width: 360, height: 640 } });
  await long.say('long');
  await long.sees('long');
  await long.fits();
  await Promise.all([ada, eve, long].map((visitor) => visitor.leave()));
});

test('the policy of the page would stop a script that got in, and tells', async () => {
  const ada = await arrive('Ada', 'policy');
  await ada.page.evaluate(() => {
    const attempt = (what) => {
      try {
        what();
      } catch {
        // Text is not even taken for a script.
      }
    };
    const image = document.createElement('img');
    attempt(() => image.setAttribute('onerror', 'window.hacked = 1'));
    image.src = 'data:,';
    document.body.append(image);
    attempt(() => { image.outerHTML = '<img src="data:," onerror="window.hacked = 1">'; });
    const script = document.createElement('script');
    attempt(() => { script.textContent = 'window.hacked = 1'; });
    script.append('window.hacked = 1');
    attempt(() => document.body.append(script));
    const foreign = document.createElement('script');
    attempt(() => { foreign.src = 'https://example.org/script.js'; });
    const style = document.createElement('style');
    style.textContent = 'body { display: none }';
    document.body.append(style);
    void fetch('https://example.org/').catch(() => {});
    new Image().src = 'http://example.org/';
  });
  await ada.until(() => ['require-trusted-types-for', 'style-src', 'connect-src', 'img-src'].every((directive) =>
    ada.complaints.some((complaint) => complaint.startsWith(`policy breached: ${directive}`))), 'all breaches to be told');
  assert.equal(await ada.page.evaluate(() => 'hacked' in window), false);
  assert.equal(await ada.page.evaluate(() => getComputedStyle(document.body).display !== 'none'), true);
  await ada.context.close();
});
