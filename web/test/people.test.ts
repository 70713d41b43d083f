import { describe, expect, test } from 'vitest';
import { announcement } from '../src/view/Announcer';
import { nextRoom } from '../src/view/keys';
import { titleOf } from '../src/view/title';
import { ADA, after, BOB, inGeneral, message, messages, room } from './world';

const came = (userId: string, at = '2026-02-07T10:30:00.000Z') =>
  ({ type: 'came', roomId: 'general', userId, email: 'bob@example.org', at }) as const;
const went = (userId: string, at = '2026-02-07T10:31:00.000Z') => ({ type: 'went', roomId: 'general', userId, at }) as const;
const typing = (userId: string, until = 10_000) =>
  ({ type: 'typing', roomId: 'general', userId, email: null, until }) as const;

describe('who is here', () => {
  test('is what the presence list says, with their names', () => {
    const state = after(inGeneral(), { type: 'presence', roomId: 'general', users: [ADA, BOB] });
    expect(room(state).here).toEqual([ADA.id, BOB.id]);
    expect(state.people[BOB.id]?.name).toBe('Bob');
  });

  test('changes with joins and leaves, which are noticed', () => {
    const joined = after(inGeneral(), { type: 'presence', roomId: 'general', users: [ADA] }, came(BOB.id));
    expect(room(joined).here).toEqual([ADA.id, BOB.id]);
    const left = after(joined, went(BOB.id));
    expect(room(left).here).toEqual([ADA.id]);
    expect(room(left).notices.map(({ kind, userId }) => `${kind} ${userId}`)).toEqual([
      `joined ${BOB.id}`,
      `left ${BOB.id}`,
    ]);
  });

  test('does not change when somebody comes who is here', () => {
    const state = after(inGeneral(), { type: 'presence', roomId: 'general', users: [BOB] }, came(BOB.id));
    expect(room(state).notices).toEqual([]);
  });

  test('keeps 200 notices with different keys', () => {
    let state = inGeneral();
    for (let i = 0; i < 150; i++) {
      state = after(state, came(BOB.id), went(BOB.id));
    }
    const keys = room(state).notices.map((notice) => notice.key);
    expect(keys).toHaveLength(200);
    expect(new Set(keys).size).toBe(200);
  });
});

describe('who is typing', () => {
  test('is never oneself', () => {
    expect(room(after(inGeneral(), typing(ADA.id))).typing).toEqual([]);
  });

  test('ends by word, by a message, by leaving, by time and with the connection', () => {
    const state = after(inGeneral(), typing(BOB.id));
    expect(room(state).typing).toEqual([{ userId: BOB.id, until: 10_000 }]);
    for (const end of [
      { type: 'typing-ended', roomId: 'general', userId: BOB.id },
      { type: 'message', message: message(1) },
      went(BOB.id),
      { type: 'typing-aged', now: 10_000 },
      { type: 'link', link: 'reconnecting' },
    ] as const) {
      expect(room(after(state, end)).typing, end.type).toEqual([]);
    }
  });

  test('goes on when it is repeated', () => {
    const state = after(inGeneral(), typing(BOB.id), typing(BOB.id, 13_000), { type: 'typing-aged', now: 12_000 });
    expect(room(state).typing).toEqual([{ userId: BOB.id, until: 13_000 }]);
  });
});

describe('rooms', () => {
  test('are listed with the known ones first, numbers by value', () => {
    const state = ['zoo', 'asteroid-10', 'risk-alerts', 'asteroid-9'].reduce(
      (one, roomId) => after(one, { type: 'room-added', roomId }),
      inGeneral(),
    );
    expect(state.order).toEqual(['general', 'risk-alerts', 'asteroid-9', 'asteroid-10', 'zoo']);
  });

  test('that are left give way to their neighbour', () => {
    const state = after(inGeneral(), { type: 'room-added', roomId: 'zoo' }, { type: 'room-left', roomId: 'general' });
    expect(state.open).toBe('zoo');
    expect(after(state, { type: 'room-left', roomId: 'zoo' }).open).toBe(null);
  });

  test('that cannot be joined say why, until they can', () => {
    const refused = after(inGeneral(), { type: 'room-refused', roomId: 'general', problem: 'No.' });
    expect(room(refused)).toMatchObject({ status: 'refused', problem: 'No.' });
    expect(room(after(refused, { type: 'room-joined', roomId: 'general' }))).toMatchObject({ status: 'joined', problem: null });
  });

  test('are gone through in both directions and round the ends', () => {
    const all = () => true;
    expect(nextRoom(['a', 'b', 'c'], 'a', 1, all)).toBe('b');
    expect(nextRoom(['a', 'b', 'c'], 'a', -1, all)).toBe('c');
    expect(nextRoom(['a', 'b', 'c'], 'c', 1, all)).toBe('a');
    expect(nextRoom(['a', 'b', 'c'], 'a', 1, (id) => id === 'c')).toBe('c');
    expect(nextRoom(['a'], 'a', 1, all)).toBe(null);
    expect(nextRoom([], null, -1, all)).toBe(null);
  });
});

test('the title counts what is unread in all rooms', () => {
  const state = after(
    inGeneral(messages(1, 2)),
    { type: 'attention', attentive: false },
    { type: 'message', message: message(3) },
    { type: 'message', message: message(4) },
  );
  expect(titleOf(state)).toBe('(2) general · Ceres');
  expect(titleOf(after(state, { type: 'attention', attentive: true }))).toBe('general · Ceres');
});

test('few new messages are read out, of many the number is told', () => {
  expect(announcement([], 'general')).toBe('');
  expect(announcement(messages(1, 2), 'general')).toBe('Bob: message 1\nBob: message 2');
  expect(announcement(messages(1, 4), 'general')).toBe('4 new messages in general');
});
