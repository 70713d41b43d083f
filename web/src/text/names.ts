import type { Person } from '../state/types';

/** What to call somebody: their name, else the beginning of their address. */
export function nameOf(person: Person | undefined): string {
  return person?.name ?? (person?.email?.split('@')[0] || null) ?? 'Somebody';
}

const LETTER = /[\p{L}\p{N}]/u;

/** One or two letters for somebody without a picture. */
export function initials(name: string): string {
  const letters = name
    .split(/[\s._-]+/u)
    .map((word) => [...word].find((char) => LETTER.test(char)))
    .filter((letter) => letter !== undefined);
  const first = letters[0] ?? '?';
  const last = letters.length > 1 ? (letters.at(-1) as string) : '';
  return (first + last).toUpperCase();
}

/** How many colours there are for people; see people.css. */
const HUES = 10;

/** The colour of somebody: always the same one. */
export function hue(userId: string): number {
  let hash = 0;
  for (let i = 0; i < userId.length; i++) {
    hash = (hash * 31 + userId.charCodeAt(i)) >>> 0;
  }
  return hash % HUES;
}

/** "Ada", "Ada and Grace", "Ada, Grace and Bob", "Ada, Grace and 3 others". */
export function listed(names: readonly string[]): string {
  if (names.length > 3) {
    return `${names.slice(0, 2).join(', ')} and ${names.length - 2} others`;
  }
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/** Who is typing, as a sentence; nothing if nobody is. */
export function typingLine(names: readonly string[]): string {
  if (names.length === 0) {
    return '';
  }
  return `${listed(names)} ${names.length === 1 ? 'is' : 'are'} typing…`;
}
