import { describe, expect, test } from 'vitest';
import { count } from '../src/text/count';
import { linkify } from '../src/text/linkify';
import { hue, initials, listed, nameOf, typingLine } from '../src/text/names';
import { roomNamed, roomProblem } from '../src/text/rooms';
import { dayName } from '../src/text/time';
import { words } from '../src/text/words';

describe('characters are counted as the server does', () => {
  test.each([
    ['', 0],
    ['  \n\t\u00a0\u2003\ufeff ', 0],
    [' hello ', 5],
    ['🚀', 1],
    ['🚀'.repeat(1000), 1000],
    ['👩‍🚀', 3],
    ['a\ud800b', 3],
    ['\ud83d', 1],
    ['e\u0301', 2],
  ])('%j has %i', (text, points) => {
    expect(count(text)).toBe(points);
  });
});

/** Links are shown in angle brackets. */
const linked = (text: string): string =>
  linkify(text)
    .map(({ text: piece, href }) => (href === undefined ? piece : `<${piece}>`))
    .join('');

describe('links', () => {
  test.each([
    ['no link here', 'no link here'],
    ['see https://example.org/a?b=c#d.', 'see <https://example.org/a?b=c#d>.'],
    ['HTTPS://Example.org', '<HTTPS://Example.org>'],
    ['(http://example.org/a_(b))', '(<http://example.org/a_(b)>)'],
    ['"https://example.org", he said', '"<https://example.org>", he said'],
    ['https://a.example\nhttps://b.example', '<https://a.example>\n<https://b.example>'],
    ['https://example.org/?q=[1]!', '<https://example.org/?q=[1]>!'],
    ['xhttps://example.org', 'xhttps://example.org'],
    ['https://', 'https://'],
    ['javascript:alert(1)', 'javascript:alert(1)'],
    ['data:text/html,<script>', 'data:text/html,<script>'],
    ['ftp://example.org', 'ftp://example.org'],
    ['https://bank.example@evil.example/', 'https://bank.example@evil.example/'],
    ['<a href="https://example.org">x</a>', '<a href="<https://example.org>">x</a>'],
    ['https://example.org/\u202egnp.exe', '<https://example.org/>\u202egnp.exe'],
    ['https://example.org/äö 🚀', '<https://example.org/äö> 🚀'],
  ])('%j', (text, shown) => {
    expect(linked(text)).toBe(shown);
  });

  test('the pieces are the message, whatever is in it', () => {
    for (const text of ['', 'a', '<script>alert(1)</script>', 'x https://example.org y https://b.example.', '\u202e\u0000']) {
      expect(linkify(text).map((piece) => piece.text).join('')).toBe(text);
    }
  });

  test('an address leads where it says', () => {
    expect(linkify('https://example.org/a b')[0]).toEqual({ text: 'https://example.org/a', href: 'https://example.org/a' });
    expect(linkify('https://exämple.org')[0]?.href).toBe('https://xn--exmple-cua.org/');
  });
});

describe('names', () => {
  test('are listed up to three', () => {
    expect(listed([])).toBe('');
    expect(listed(['Ada'])).toBe('Ada');
    expect(listed(['Ada', 'Bob'])).toBe('Ada and Bob');
    expect(listed(['Ada', 'Bob', 'Cy'])).toBe('Ada, Bob and Cy');
    expect(listed(['Ada', 'Bob', 'Cy', 'Di', 'Ed'])).toBe('Ada, Bob and 3 others');
  });

  test('say who types', () => {
    expect(typingLine([])).toBe('');
    expect(typingLine(['Ada'])).toBe('Ada is typing…');
    expect(typingLine(['Ada', 'Bob', 'Cy', 'Di', 'Ed'])).toBe('Ada, Bob and 3 others are typing…');
  });

  test.each([
    ['Ada', 'A'],
    ['Ada Lovelace', 'AL'],
    ['ada king lovelace', 'AL'],
    ['user-1234', 'U1'],
    ['🚀', '?'],
    ['', '?'],
    ['Åsa Ölund', 'ÅÖ'],
  ])('the initials of %j are %j', (name, letters) => {
    expect(initials(name)).toBe(letters);
  });

  test('come from the address where there is nothing better', () => {
    const person = { id: 'x', name: null, email: 'ada@example.org', avatar: null };
    expect(nameOf(person)).toBe('ada');
    expect(nameOf({ ...person, name: 'Ada' })).toBe('Ada');
    expect(nameOf({ ...person, email: null })).toBe('Somebody');
    expect(nameOf(undefined)).toBe('Somebody');
  });

  test('have one colour each', () => {
    expect(hue('a')).toBe(hue('a'));
    expect(hue('6f0d3bbd-7a35-4d0c-9d8d-6f6d0b7b1a11')).toBeLessThan(10);
  });
});

test('rooms are named as one types them', () => {
  expect(roomNamed(' #general ')).toBe('general');
  expect(roomNamed('# risk alerts')).toBe('risk alerts');
  expect(roomProblem('general')).toBe(null);
  expect(roomProblem('')).toBe('Type the name of a room.');
  expect(roomProblem('x'.repeat(129))).toBe('The name of a room has at most 128 characters.');
  expect(roomProblem('a\u0007')).toBe('The name of a room has no control characters.');
});

test('days have names', () => {
  const now = new Date(2026, 10, 22, 12);
  expect(dayName(new Date(2026, 10, 22, 0, 1).toISOString(), now)).toBe('Today');
  expect(dayName(new Date(2026, 10, 21, 23, 59).toISOString(), now)).toBe('Yesterday');
  expect(dayName(new Date(2026, 10, 20, 12).toISOString(), now)).toBe('Friday, 20 November 2026');
});

test('errors are told in words, also those that do not exist yet', () => {
  expect(words('NOT_SAVED', '')).toBe('The message could not be saved.');
  expect(words('NEW_CODE', 'The moon is full')).toBe('The moon is full');
  expect(words('NEW_CODE', '')).toBe('Something went wrong.');
});
