// Real Chromium, with a context of its own for each person, who finds things on the page by what they are called.

import assert from 'node:assert/strict';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';

/** How long to wait for anything on the page. */
const PATIENCE_MS = 15_000;

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** What Chromium says by itself when the server is not there, which is not the page's fault. */
const NETWORK = /net::ERR_|^WebSocket connection to |^Failed to load resource/;

/** The browser that ./test has found, or the first in PATH. */
function executable() {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const candidates = folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name)));
  const found = [process.env.CHROMIUM ?? '', ...candidates].find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  assert.ok(found, 'the tests of the page need Chromium in PATH, or its path in CHROMIUM');
  return found;
}

/** Starts the browser. */
export function launch() {
  return chromium.launch({
    executablePath: executable(),
    chromiumSandbox: false,
    args: ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-gpu'],
  });
}

/** Somebody at a browser of their own. */
export class Visitor {
  /** What the browser complained about: errors of scripts, and breaches of the page's policy. */
  complaints = [];

  /** Comes to an address; `options` are those of the context, for example {colorScheme: 'dark'}. */
  static async to(browser, address, options = {}) {
    const visitor = await Visitor.near(browser, address, options);
    await visitor.page.goto(address);
    return visitor;
  }

  /** Is about to go somewhere: there is a page, but nothing is on it. */
  static async near(browser, address, options = {}) {
    const visitor = new Visitor();
    visitor.address = new URL(address).origin;
    visitor.context = await browser.newContext({ viewport: { width: 1000, height: 700 }, locale: 'en-GB', ...options });
    visitor.context.setDefaultTimeout(PATIENCE_MS);
    await visitor.context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
        console.error(`policy breached: ${violatedDirective} by ${blockedURI} ${sample}`);
      });
    });
    visitor.page = await visitor.context.newPage();
    visitor.page.on('pageerror', (error) => visitor.complaints.push(String(error)));
    visitor.page.on('console', (message) => {
      if (message.type() === 'error' && !NETWORK.test(message.text())) {
        visitor.complaints.push(message.text());
      }
    });
    return visitor;
  }

  /** Comes to a server in the trial mode, says a name, and opens a room. */
  static async named(browser, name, address, room = 'general', options = {}) {
    const visitor = await Visitor.to(browser, `${address}/#room=${encodeURIComponent(room)}`, options);
    await visitor.signIn(name);
    await visitor.inRoom(room);
    return visitor;
  }

  async signIn(name) {
    await this.page.getByRole('textbox', { name: 'Your name' }).fill(name);
    await this.page.getByRole('button', { name: 'Start chatting' }).click();
    await this.screen('chat');
  }

  /** Waits until a screen is there: sign-in, token-wanted, chat or broken. */
  screen(name) {
    return this.page.locator(`body[data-screen="${name}"]`).waitFor();
  }

  /** Waits until a room is open and can be written in. */
  async inRoom(room) {
    await this.page.getByRole('heading', { level: 2, name: room, exact: true }).waitFor();
    await this.composer(room).waitFor();
    await this.connection('connected');
  }

  /** Waits for a state of the connection: connected, reconnecting, offline or session-over. */
  connection(state) {
    return this.page.locator(`[data-connection="${state}"]`).waitFor({ state: 'attached' });
  }

  /** Opens a room that was not open before, by its name. */
  async openRoom(room) {
    await this.page.getByRole('button', { name: 'Open a room' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'Open a room' });
    await dialog.getByRole('textbox', { name: 'Room name' }).fill(room);
    await dialog.getByRole('button', { name: 'Open', exact: true }).click();
    await this.inRoom(room);
  }

  /** The entry of a room in the list of rooms. */
  roomLink(room) {
    return this.page.getByRole('navigation', { name: 'Rooms' }).locator(`[data-room="${room}"]`);
  }

  composer(room) {
    return this.page.getByRole('textbox', { name: `Message to ${room}`, exact: true });
  }

  /** The list of messages. */
  log() {
    return this.page.getByRole('log');
  }

  /** Writes a message in the open room, and sends it. */
  async say(text) {
    const composer = this.page.getByRole('textbox', { name: /^Message to / });
    await composer.fill(text);
    await composer.press('Enter');
  }

  /** The message with exactly this text. */
  message(text) {
    return this.log().getByRole('article').filter({ has: this.page.locator('[data-content]').getByText(text, { exact: true }) });
  }

  /** Waits until a message is final, and there once. */
  async sees(text) {
    await this.message(text).and(this.page.locator('[data-message]')).waitFor();
  }

  /** Waits until a message is the last one. */
  seesLast(text) {
    return this.until(async () => (await this.texts()).at(-1) === text, `the last message to be ${text}`);
  }

  /** What all messages in the list say, from the oldest to the newest. */
  texts() {
    return this.log().locator('article [data-content]').evaluateAll((all) => all.map((each) => each.textContent));
  }

  /** Waits until a thing says this and nothing else, seen or not. */
  reads(locator, text) {
    const whole = new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
    return locator.filter({ hasText: whole }).waitFor({ state: 'attached' });
  }

  /** Waits until a condition holds, which may be asynchronous. */
  async until(condition, what) {
    const end = performance.now() + PATIENCE_MS;
    while (!(await condition())) {
      assert.ok(performance.now() < end, `waited for ${what}`);
      await this.page.evaluate(() => new Promise(requestAnimationFrame));
    }
  }

  /** How far from the top of the window a thing is, and how tall. */
  box(locator) {
    return locator.evaluate((element) => {
      const { left, right, top, bottom, width, height } = element.getBoundingClientRect();
      return { left, right, top, bottom, width, height };
    });
  }

  /** Fails if anything is wider than the window, or than the list of messages. */
  async fits() {
    const wide = await this.page.evaluate(() =>
      [document.documentElement, document.body, ...document.querySelectorAll('[role="log"]')]
        .filter((each) => each.scrollWidth > each.clientWidth)
        .map((each) => `${each.tagName} ${each.scrollWidth} > ${each.clientWidth}`));
    assert.deepEqual(wide, []);
  }

  /** Goes, and fails if the browser had anything to complain about. */
  async leave() {
    await this.context.close();
    assert.deepEqual(this.complaints, [], 'what the browser complained about');
  }
}
