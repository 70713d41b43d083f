// What the page costs: its first load, and 10,000 messages.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Visitor } from '../support/browser.js';
import { guest, sayAll, stage } from '../support/stage.js';

const MOST_SCRIPT_BYTES = 100 * 1024;

/** Above this a frame is seen to be late: it is the time of five at 60 Hz. */
const LATE_MS = 84;

test('the first load is small, and all of it comes from the server itself', async (t) => {
  const ada = await Visitor.near(stage.browser, stage.server.address);
  const answers = [];
  const asked = [];
  ada.page.on('request', (request) => asked.push(request.url()));
  ada.page.on('requestfinished', (request) => answers.push(request));
  await ada.page.goto(stage.server.address);
  await ada.signIn('Ada');
  await ada.inRoom('general');
  await ada.say('first');
  await ada.sees('first');
  const scripts = await Promise.all(
    answers.filter((request) => request.resourceType() === 'script').map(async (request) => {
      const response = await request.response();
      assert.equal(response.headers()['content-encoding'], 'gzip', request.url());
      return (await request.sizes()).responseBodySize;
    }));
  assert.ok(scripts.length > 0);
  const bytes = scripts.reduce((sum, size) => sum + size, 0);
  t.diagnostic(`${bytes} bytes of compressed script in ${scripts.length} files`);
  assert.ok(bytes > 1000 && bytes < MOST_SCRIPT_BYTES, `${bytes} bytes of compressed script`);
  asked.filter((url) => !url.startsWith('data:')).forEach((url) => assert.equal(new URL(url).origin, ada.address));
  await ada.leave();
});

test('10,000 messages stay smooth to scroll', { timeout: 120_000 }, async (t) => {
  const writer = await guest('Ada', 'ten thousand');
  const ada = await Visitor.named(stage.browser, 'Bob', stage.server.address, 'ten thousand');
  const filling = performance.now();
  await sayAll(writer, 'ten thousand', Array.from({ length: 10_000 }, (_, i) =>
    `message ${i + 1} ${i % 7 === 0 ? 'with some more text in it, so that it takes more than one line on most screens. '.repeat(2) : ''}`.trim()));
  await ada.until(() => ada.log().evaluate((log) =>
    [...log.querySelectorAll('[data-content]')].at(-1)?.textContent === 'message 10000'), 'the last message');
  t.diagnostic(`10,000 messages were shown live in ${Math.round(performance.now() - filling)} ms`);

  const frames = await ada.log().evaluate(async (log) => {
    const frame = () => new Promise(requestAnimationFrame);
    const times = [];
    let last = await frame();
    const scroll = async (step, count) => {
      for (let i = 0; i < count; i += 1) {
        log.scrollTop += step;
        const now = await frame();
        times.push(now - last);
        last = now;
      }
    };
    await scroll(-120, 60);
    await scroll(-3_000, 60);
    await scroll(2_000, 30);
    await scroll(-log.scrollHeight / 4, 3);
    await scroll(150, 60);
    return times.sort((a, b) => a - b);
  });
  const at = (share) => Math.round(frames[Math.floor((frames.length - 1) * share)]);
  t.diagnostic(`frames while scrolling: median ${at(0.5)} ms, 95 % ${at(0.95)} ms, longest ${at(1)} ms`);
  assert.ok(at(0.5) <= LATE_MS / 2, `the median frame took ${at(0.5)} ms`);
  assert.ok(at(0.95) <= LATE_MS * 2, `a twentieth of the frames took more than ${at(0.95)} ms`);

  const typing = performance.now();
  await ada.composer('ten thousand').pressSequentially('still quick to type');
  assert.equal(await ada.composer('ten thousand').inputValue(), 'still quick to type');
  const perKey = (performance.now() - typing) / 19;
  t.diagnostic(`a key takes ${Math.round(perKey)} ms`);
  assert.ok(perKey < 2 * LATE_MS, `a key takes ${perKey} ms`);
  await ada.leave();
});
