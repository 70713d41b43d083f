import { describe, expect, test } from 'vitest';
import type { Pending, State } from '../src/state/types';
import { ADA, after, BOB, contents, inGeneral, message } from './world';

const ONE = '11111111-1111-4111-8111-111111111111';
const TWO = '22222222-2222-4222-8222-222222222222';
const at = Date.parse(message(5).createdAt);

const written = (clientId: string, content = 'hello') =>
  ({ type: 'written', clientId, roomId: 'general', content, at }) as const;

const states = (state: State): Pending['state'][] => state.outbox.map((pending) => pending.state);

/** Pending messages that are shown. */
const shown = (state: State): string[] =>
  state.outbox.filter((pending) => pending.becameId === null).map((pending) => pending.clientId);

describe('a message that is written here', () => {
  test('waits, is sent, and is final with the acknowledgement', () => {
    const waiting = after(inGeneral(), written(ONE));
    expect(states(waiting)).toEqual(['waiting']);
    const sending = after(waiting, { type: 'sent', clientId: ONE });
    expect(states(sending)).toEqual(['sending']);
    const done = after(sending, { type: 'acknowledged', clientId: ONE, message: message(5, ADA, 'hello') });
    expect(done.outbox).toEqual([]);
    expect(contents(done)).toEqual(['hello']);
  });

  test('is seen once between new_message and the acknowledgement', () => {
    const arrived = after(
      inGeneral(),
      written(ONE, '  hello '),
      { type: 'sent', clientId: ONE },
      { type: 'message', message: message(5, ADA, 'hello') },
    );
    expect(contents(arrived)).toEqual(['hello']);
    expect(shown(arrived)).toEqual([]);
    expect(arrived.outbox).toHaveLength(1);
    const done = after(arrived, { type: 'acknowledged', clientId: ONE, message: message(5, ADA, 'hello') });
    expect(done.outbox).toEqual([]);
    expect(contents(done)).toEqual(['hello']);
  });

  test('said twice is there twice', () => {
    const done = after(
      inGeneral(),
      written(ONE),
      written(TWO),
      { type: 'sent', clientId: ONE },
      { type: 'sent', clientId: TWO },
      { type: 'message', message: message(5, ADA, 'hello') },
      { type: 'message', message: message(6, ADA, 'hello') },
    );
    expect(shown(done)).toEqual([]);
    expect(contents(done)).toEqual(['hello', 'hello']);
  });

  test('is not taken for the same words from another tab, which were only seen earlier', () => {
    const arrived = after(
      inGeneral(),
      written(ONE),
      { type: 'sent', clientId: ONE },
      { type: 'message', message: message(5, ADA, 'hello') },
    );
    const done = after(arrived, { type: 'acknowledged', clientId: ONE, message: message(6, ADA, 'hello') });
    expect(done.outbox).toEqual([]);
    expect(contents(done)).toEqual(['hello', 'hello']);
  });

  test('comes back where another one was meant', () => {
    const arrived = after(
      inGeneral(),
      written(ONE),
      written(TWO),
      { type: 'sent', clientId: ONE },
      { type: 'sent', clientId: TWO },
      { type: 'message', message: message(5, ADA, 'hello') },
    );
    expect(shown(arrived)).toEqual([TWO]);
    const done = after(arrived, { type: 'acknowledged', clientId: TWO, message: message(5, ADA, 'hello') });
    expect(shown(done)).toEqual([ONE]);
  });

  test('is not taken for what somebody else said', () => {
    const state = after(
      inGeneral(),
      written(ONE),
      { type: 'sent', clientId: ONE },
      { type: 'message', message: message(5, BOB, 'hello') },
    );
    expect(shown(state)).toEqual([ONE]);
  });

  test('is not taken for what was said long before', () => {
    const state = after(
      inGeneral(),
      { ...written(ONE), at: Date.parse(message(50).createdAt) },
      { type: 'sent', clientId: ONE },
      { type: 'message', message: message(5, ADA, 'hello') },
    );
    expect(shown(state)).toEqual([ONE]);
  });
});

describe('with the connection down', () => {
  test('what was on its way waits again, with its clientId', () => {
    const state = after(inGeneral(), written(ONE), { type: 'sent', clientId: ONE }, { type: 'link', link: 'reconnecting' });
    expect(state.outbox).toMatchObject([{ clientId: ONE, state: 'waiting', tried: true }]);
  });

  test('what was stored, but not acknowledged, is recognized in the history and still sent again', () => {
    const state = after(
      inGeneral(),
      written(ONE),
      { type: 'sent', clientId: ONE },
      { type: 'link', link: 'reconnecting' },
      { type: 'history', page: { roomId: 'general', messages: [message(5, ADA, 'hello')] } },
    );
    expect(shown(state)).toEqual([]);
    expect(states(state)).toEqual(['waiting']);
  });

  test('what was never sent is not recognized in anything', () => {
    const state = after(
      inGeneral(),
      { type: 'link', link: 'reconnecting' },
      written(ONE),
      { type: 'message', message: message(5, ADA, 'hello') },
    );
    expect(shown(state)).toEqual([ONE]);
  });
});

describe('a message that fails', () => {
  const failed = after(
    inGeneral(),
    written(ONE),
    { type: 'sent', clientId: ONE },
    { type: 'failed', clientId: ONE, problem: 'The message could not be saved.' },
  );

  test('says why', () => {
    expect(failed.outbox).toMatchObject([{ state: 'failed', problem: 'The message could not be saved.' }]);
  });

  test('stays failed when the connection is lost', () => {
    expect(states(after(failed, { type: 'link', link: 'reconnecting' }))).toEqual(['failed']);
  });

  test('can be sent again with the same clientId', () => {
    expect(after(failed, { type: 'retried', clientId: ONE }).outbox).toMatchObject([
      { clientId: ONE, state: 'waiting', problem: null },
    ]);
  });

  test('can be discarded', () => {
    expect(after(failed, { type: 'discarded', clientId: ONE }).outbox).toEqual([]);
  });
});

describe('a page that is loaded again', () => {
  test('has what was not acknowledged, and joins its room', () => {
    const kept = after(inGeneral(), written(ONE), { type: 'sent', clientId: ONE }).outbox;
    const state = after(inGeneral(), {
      type: 'restored',
      rooms: ['risk-alerts'],
      read: {},
      outbox: kept.map((pending) => ({ ...pending, roomId: 'asteroid-7' })),
      drafts: { general: 'half a sen' },
    });
    expect(states(state)).toEqual(['waiting']);
    expect(state.order).toEqual(['general', 'risk-alerts', 'asteroid-7']);
    expect(state.drafts).toEqual({ general: 'half a sen' });
  });

  test('recognizes its message when it learns who it is', () => {
    const kept = after(inGeneral(), written(ONE), { type: 'sent', clientId: ONE }).outbox;
    const unknown = { ...inGeneral(), ownId: null };
    const state = after(
      unknown,
      { type: 'restored', rooms: [], read: {}, outbox: kept, drafts: {} },
      { type: 'history', page: { roomId: 'general', messages: [message(5, ADA, 'hello')] } },
    );
    expect(shown(state)).toEqual([ONE]);
    expect(shown(after(state, { type: 'own-id', userId: ADA.id }))).toEqual([]);
  });
});

test('leaving a room discards what was not sent to it', () => {
  expect(after(inGeneral(), written(ONE), { type: 'room-left', roomId: 'general' }).outbox).toEqual([]);
});

test('writing ends the draft of that room', () => {
  const state = after(inGeneral(), { type: 'drafted', roomId: 'general', text: 'hell' }, written(ONE));
  expect(state.drafts).toEqual({});
});
