/** A piece of a message: text, or a text that is also the address of a link. */
export interface Piece {
  text: string;
  href?: string;
}

/**
 * Where an address may begin, and all that may be in it: no blanks, no brackets or quotes that stand around addresses, and
 * nothing that changes the direction of writing or cannot be seen.
 */
const CANDIDATE = /(?<![\p{L}\p{N}])https?:\/\/[^\s<>"'`\p{Cc}\p{Cf}\p{Co}\p{Cn}]+/giu;

/** What ends a sentence, and not the address in it. */
const TRAILING = /[.,;:!?*_~…]+$/u;

const PAIRS: readonly (readonly [string, string])[] = [
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
];

const occurrences = (text: string, char: string): number => text.split(char).length - 1;

/** The candidate without what belongs to the text around it. */
function addressIn(candidate: string): string {
  let address = candidate;
  for (;;) {
    const before = address;
    address = address.replace(TRAILING, '');
    for (const [open, close] of PAIRS) {
      if (address.endsWith(close) && occurrences(address, close) > occurrences(address, open)) {
        address = address.slice(0, -1);
      }
    }
    if (address === before) {
      return address;
    }
  }
}

/** The address of a link, or null for what is none: other schemes, and names before an @ that look like hosts. */
function hrefOf(address: string): string | null {
  try {
    const url = new URL(address);
    const web = url.protocol === 'http:' || url.protocol === 'https:';
    return web && url.hostname !== '' && url.username === '' && url.password === '' ? url.href : null;
  } catch {
    return null;
  }
}

/** Splits a message into text and links. Put together, the pieces are the message. */
export function linkify(content: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of content.matchAll(CANDIDATE)) {
    const address = addressIn(match[0]);
    const href = hrefOf(address);
    if (href === null) {
      continue;
    }
    if (match.index > end) {
      pieces.push({ text: content.slice(end, match.index) });
    }
    pieces.push({ text: address, href });
    end = match.index + address.length;
  }
  if (end < content.length) {
    pieces.push({ text: content.slice(end) });
  }
  return pieces;
}
