import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { parseFragment, roomFragment } from '../src/net/address';
import { Arrivals } from '../src/net/arrivals';
import { newId } from '../src/net/ids';
import { claimsOf, renewalIn } from '../src/net/tokens';
import { Typer } from '../src/net/typer';
import { createStore } from '../src/state/store';
import { contents, inGeneral, message, messages, room } from './world';

const tokenOf = (claims: unknown): string =>
  `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;

describe('tokens', () => {
  test('say who it is and how long', () => {
    expect(claimsOf(tokenOf({ sub: 'ada', name: 'Ada Ö', exp: 1000 }))).toEqual({
      subject: 'ada',
      userId: null,
      name: 'Ada Ö',
      expires: 1_000_000,
    });
  });

  test('name the user by userId, else id, else sub; a UUID is the id', () => {
    const uuid = '6F0D3BBD-7a35-4d0c-9d8d-6f6d0b7b1a11';
    expect(claimsOf(tokenOf({ userId: uuid, id: 'b', sub: 'c' }))).toMatchObject({
      subject: uuid,
      userId: uuid.toLowerCase(),
    });
    expect(claimsOf(tokenOf({ id: 'b', sub: 'c' })).subject).toBe('b');
  });

  test('that are none say nothing', () => {
    for (const token of ['', 'x', 'a.b.c', 'a..c', tokenOf(null), tokenOf('text')]) {
      expect(claimsOf(token)).toEqual({ subject: null, userId: null, name: null, expires: null });
    }
  });

  test('are renewed when a fifth of their time is left, a minute at most', () => {
    expect(renewalIn(10_000, 0)).toBe(8_000);
    expect(renewalIn(3_600_000, 0)).toBe(3_540_000);
    expect(renewalIn(0, 5)).toBe(0);
    expect(renewalIn(Number.MAX_SAFE_INTEGER, 0)).toBe(2 ** 31 - 1);
  });
});

describe('the address', () => {
  test('has a room and a token', () => {
    expect(parseFragment('#room=general')).toEqual({ room: 'general', token: null });
    expect(parseFragment('#token=a.b-c_d&room=risk%20alerts')).toEqual({ room: 'risk alerts', token: 'a.b-c_d' });
    expect(parseFragment('#room=a%2Bb%3Dc+d')).toEqual({ room: 'a+b=c+d', token: null });
  });

  test('that is none has neither', () => {
    for (const hash of ['', '#', '#room', '#room=', '#room=%', '#composer']) {
      expect(parseFragment(hash)).toEqual({ room: null, token: null });
    }
  });

  test('of a room comes back as it was', () => {
    for (const room of ['general', 'a b', 'a&token=x', '#%+', 'Ä🚀', '=']) {
      expect(parseFragment(roomFragment(room))).toEqual({ room, token: null });
    }
  });
});

test('ids are UUIDs, also where the page is not served securely', () => {
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  expect(newId()).toMatch(uuid);
  const insecure = { getRandomValues: crypto.getRandomValues.bind(crypto) };
  expect(newId(insecure)).toMatch(uuid);
  expect(newId(insecure)).not.toBe(newId(insecure));
});

describe('typing', () => {
  let now = 0;
  let told: string[] = [];
  let connected = true;
  const typer = () =>
    new Typer(
      {
        ready: () => connected,
        start: (roomId) => told.push(`start ${roomId}`),
        stop: (roomId) => told.push(`stop ${roomId}`),
      },
      () => now,
    );

  beforeEach(() => {
    vi.useFakeTimers();
    now = 0;
    told = [];
    connected = true;
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  test('is told at the first letter, and then every three seconds', () => {
    const one = typer();
    for (now = 0; now <= 6_000; now += 500) {
      one.typed('general', 'abc');
    }
    expect(told).toEqual(['start general', 'start general', 'start general']);
  });

  test('ends when the text is gone', () => {
    const one = typer();
    one.typed('general', 'a');
    one.typed('general', ' ');
    one.typed('general', '');
    expect(told).toEqual(['start general', 'stop general']);
  });

  test('ends after a pause', () => {
    typer().typed('general', 'a');
    vi.advanceTimersByTime(6_000);
    expect(told).toEqual(['start general', 'stop general']);
  });

  test('ends with a message, which needs no word', () => {
    const one = typer();
    one.typed('general', 'a');
    one.sent();
    vi.advanceTimersByTime(60_000);
    expect(told).toEqual(['start general']);
    one.typed('general', 'b');
    expect(told).toEqual(['start general', 'start general']);
  });

  test('in another room ends it in this one', () => {
    const one = typer();
    one.typed('general', 'a');
    one.typed('risk-alerts', 'a');
    expect(told).toEqual(['start general', 'stop general', 'start risk-alerts']);
  });

  test('without a connection is told to nobody', () => {
    connected = false;
    const one = typer();
    one.typed('general', 'a');
    one.stop();
    expect(told).toEqual([]);
  });
});

test('messages in a rush are shown together, each once and in order', () => {
  vi.useFakeTimers();
  const store = createStore(inGeneral());
  let drawn = 0;
  store.subscribe(() => drawn++);
  const arrivals = new Arrivals(store);
  for (const one of messages(1, 500)) {
    arrivals.add(one);
  }
  expect(contents(store.state())).toEqual(['message 1']);
  vi.advanceTimersByTime(50);
  expect(room(store.state()).messages).toEqual(messages(1, 500));
  expect(drawn).toBe(2);
  vi.advanceTimersByTime(50);
  arrivals.add(message(501));
  expect(contents(store.state()).at(-1)).toBe('message 501');
  vi.useRealTimers();
});

test('who types right after a message in a rush is typing still', () => {
  vi.useFakeTimers();
  const store = createStore(inGeneral());
  const arrivals = new Arrivals(store);
  arrivals.add(message(1));
  arrivals.add(message(2));
  arrivals.flush();
  store.dispatch({ type: 'typing', roomId: 'general', userId: message(2).user.id, email: null, until: Date.now() + 10_000 });
  vi.advanceTimersByTime(50);
  expect(contents(store.state())).toEqual(['message 1', 'message 2']);
  expect(room(store.state()).typing).toHaveLength(1);
  vi.useRealTimers();
});
