// The page in an application that knows its users: it takes tokens from that, and from nobody else.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { Visitor } from '../support/browser.js';
import { Home } from '../support/server.js';
import { stage } from '../support/stage.js';
import { inSeconds, person } from '../support/tokens.js';

/** The server takes a token for so long after its time, for clocks that differ. */
const LEEWAY_S = 30;

const home = new Home();
let server;
let application;
let friend;
let stranger;

/** A page that frames ours, and does with what it is told what `window.answer` says. */
const frame = (address) => `<!doctype html><title>An application</title><iframe src="${address}/#room=embedded" width=800 height=600></iframe>
<script>
  window.asked = [];
  addEventListener('message', async (event) => {
    if (event.origin === ${JSON.stringify(address)} && event.data.type === 'ceres:token-wanted') {
      asked.push(event.data.reason);
      const token = await freshToken(event.data.reason);
      event.source.postMessage({ type: 'ceres:token', token }, event.origin);
    }
  });
</script>`;

before(async () => {
  application = createServer((request, response) => {
    response.setHeader('Content-Type', 'text/html');
    response.end(frame(server.address));
  });
  application.listen(0, '127.0.0.1').unref();
  await once(application, 'listening');
  const { port } = application.address();
  [friend, stranger] = [`http://localhost:${port}`, `http://127.0.0.1:${port}`];
  server = await home.start({ settings: { PAGE_TOKEN_ORIGINS: friend } });
});

after(async () => {
  application.close();
  assert.deepEqual(await server?.stop(), { code: 0, signal: null }, server?.output);
  home.remove();
});

/** The application in a browser; tokens come from a function of the reason for which one is wanted. */
async function inApplication(freshToken) {
  const visitor = await Visitor.near(stage.browser, server.address);
  await visitor.context.exposeFunction('freshToken', freshToken);
  await visitor.page.goto(friend);
  const outside = visitor.page;
  const inside = Object.create(visitor, { page: { value: outside.frameLocator('iframe') } });
  return { visitor, outside, inside };
}

test('a token in the address signs in, and is taken out of it', async () => {
  const ada = person('Ada');
  const visitor = await Visitor.to(stage.browser, `${server.address}/#token=${ada.token()}&room=by%20address`);
  await visitor.inRoom('by address');
  assert.equal(visitor.page.url(), `${server.address}/#room=by%20address`);
  await visitor.say('hello');
  await visitor.sees('hello');
  assert.equal(await visitor.message('hello').locator('[data-author]').innerText(), 'Ada');
  await visitor.page.reload();
  await visitor.inRoom('by address');
  assert.equal(await visitor.page.evaluate(() => JSON.stringify(localStorage).includes('eyJ')), false);
  await visitor.leave();
});

test('without a token the page waits for its application', async () => {
  const visitor = await Visitor.to(stage.browser, server.address);
  await visitor.screen('token-wanted');
  await visitor.page.getByRole('heading', { name: 'Waiting for your application' }).waitFor();
  assert.equal(await visitor.page.getByRole('textbox').count(), 0);
  await visitor.leave();
});

test('an application that frames the page is asked for a token, and again before that expires', async () => {
  const ada = person('Ada');
  const { visitor, outside, inside } = await inApplication((reason) =>
    ada.token({ exp: reason === 'sign-in' ? inSeconds(8 - LEEWAY_S) : inSeconds(3600) }));
  await inside.inRoom('embedded');
  await outside.waitForFunction(() => window.asked.length === 2);
  assert.deepEqual(await outside.evaluate(() => window.asked), ['sign-in', 'expired']);
  await inside.say('from within');
  await inside.sees('from within');
  await visitor.leave();
});

test('a session that is over says so, and goes on with the next token', async () => {
  const ada = person('Ada');
  let later;
  const { visitor, inside } = await inApplication((reason) =>
    reason === 'sign-in' ? ada.token({ exp: inSeconds(3 - LEEWAY_S) }) : new Promise((resolve) => { later = resolve; }));
  await inside.inRoom('embedded');
  await inside.connection('session-over');
  await inside.page.locator('[data-connection]').getByText('Your session has ended').waitFor();
  await inside.say('after the end');
  later(ada.token());
  await inside.connection('connected');
  await inside.sees('after the end');
  await visitor.leave();
});

test('a page of any other origin cannot frame it', async () => {
  const visitor = await Visitor.near(stage.browser, server.address);
  await visitor.context.exposeFunction('freshToken', () => person('Eve').token());
  await visitor.page.goto(stranger);
  await visitor.until(() => visitor.complaints.some((complaint) => complaint.includes('frame-ancestors')), 'the refusal');
  assert.equal(await visitor.page.frameLocator('iframe').locator('body[data-screen]').count(), 0);
  assert.deepEqual(await visitor.page.evaluate(() => window.asked), []);
  await visitor.context.close();
});

test('a token of any other origin is not taken', async () => {
  const visitor = await Visitor.near(stage.browser, server.address);
  await visitor.page.route(`${stranger}/`, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
  await visitor.page.goto(stranger);
  const opened = visitor.page.waitForEvent('popup');
  await visitor.page.evaluate((address) => { window.child = window.open(address); }, server.address);
  const child = await opened;
  await child.locator('body[data-screen="token-wanted"]').waitFor();
  await child.evaluate(() => {
    window.heard = new Promise((resolve) => {
      addEventListener('message', ({ origin }) => setTimeout(resolve, 0, origin));
    });
  });
  await visitor.page.evaluate((token) => window.child.postMessage({ type: 'ceres:token', token }, '*'), person('Eve').token());
  assert.equal(await child.evaluate(() => window.heard), stranger);
  assert.equal(await child.locator('body').getAttribute('data-screen'), 'token-wanted');
  await visitor.leave();
});
