import { expect, test } from 'vitest';
import { blocksOf, type Row, rowsOf, sumOf } from '../src/state/rows';
import type { Notice } from '../src/state/types';
import { ADA, BOB, message, messages } from './world';

const brief = (rows: Row[]): string[] =>
  rows.map((row) => {
    switch (row.kind) {
      case 'message':
        return `${row.head ? row.message.user.name : '  '}: ${row.message.content}`;
      case 'notices':
        return row.notices.map(({ kind, userId }) => `${kind} ${userId}`).join(', ');
      default:
        return row.kind;
    }
  });

const notice = (kind: Notice['kind'], userId: string, at: string): Notice => ({ key: `${at}${userId}`, kind, userId, at });

test('consecutive messages of a person stand together', () => {
  const items = [message(1, ADA), message(2, ADA), message(3, BOB), message(4, ADA)];
  expect(brief(rowsOf({ items, before: undefined, marked: null }))).toEqual([
    'day',
    'Ada: message 1',
    '  : message 2',
    'Bob: message 3',
    'Ada: message 4',
  ]);
});

test('not after five minutes', () => {
  const items = [message(1, ADA), message(6, ADA)];
  expect(brief(rowsOf({ items, before: undefined, marked: null }))).toEqual(['day', 'Ada: message 1', 'Ada: message 6']);
});

test('a new day is said, also across blocks', () => {
  const items = [{ ...message(1, ADA), createdAt: '2026-02-09T12:00:00.000Z' }];
  expect(brief(rowsOf({ items, before: message(1, ADA), marked: null }))).toEqual(['day', 'Ada: message 1']);
  expect(brief(rowsOf({ items: [message(2, ADA)], before: message(1, ADA), marked: null }))).toEqual(['  : message 2']);
});

test('the line stands before the first new message, and begins a group', () => {
  const [block] = blocksOf([message(1, ADA), message(2, ADA)], [], message(1).id, message(1).id);
  expect(brief(rowsOf(block as never))).toEqual(['day', 'Ada: message 1', 'marker', 'Ada: message 2']);
});

test('where all is new, the line stands above all', () => {
  const [block] = blocksOf([message(1, ADA)], [], message(1).id, '');
  expect(brief(rowsOf(block as never))).toEqual(['day', 'marker', 'Ada: message 1']);
});

test('joins and leaves stand between messages, by time, in one line', () => {
  const notices = [
    notice('joined', 'x', '2026-02-07T10:01:30.000Z'),
    notice('left', 'y', '2026-02-07T10:01:31.000Z'),
    notice('joined', 'z', '2026-02-07T10:05:00.000Z'),
  ];
  const [block] = blocksOf([message(1, ADA), message(2, ADA)], notices, message(1).id, null);
  expect(brief(rowsOf(block as never))).toEqual([
    'day',
    'Ada: message 1',
    'joined x, left y',
    'Ada: message 2',
    'joined z',
  ]);
});

test('who came and went again is only said to have left', () => {
  expect(sumOf([notice('joined', 'x', '1'), notice('joined', 'y', '2'), notice('left', 'x', '3')])).toEqual({
    joined: ['y'],
    left: ['x'],
  });
});

test('older messages leave the blocks after them as they are, but for the first', () => {
  const before = blocksOf(messages(101, 250), [], message(101).id, null);
  const after = blocksOf(messages(1, 250), [], message(101).id, null);
  expect(before.map(({ key, items }) => [key, items.length])).toEqual([[0, 40], [1, 40], [2, 40], [3, 30]]);
  expect(after.map(({ key, items }) => [key, items.length])).toEqual([
    [-3, 20], [-2, 40], [-1, 40], [0, 40], [1, 40], [2, 40], [3, 30],
  ]);
  expect(after.slice(4)).toEqual(before.slice(1));
  expect(after.flatMap(({ items }) => items)).toEqual(messages(1, 250));
});
