/** The rooms that everybody knows, in the order in which they are listed. */
export const KNOWN_ROOMS: readonly string[] = ['general', 'risk-alerts'];

const names = new Intl.Collator('en', { numeric: true, sensitivity: 'variant' });

function rank(room: string): number {
  const known = KNOWN_ROOMS.indexOf(room);
  return known === -1 ? KNOWN_ROOMS.length : known;
}

/** general and risk-alerts first, then by name, numbers by value. */
export const compareRooms = (a: string, b: string): number => rank(a) - rank(b) || names.compare(a, b);

/** What somebody typed as the name of a room: without the # that people write before it, and without blanks around. */
export const roomNamed = (typed: string): string => typed.trim().replace(/^#\s*/u, '');

/** Why a name can be none of a room, in words; null if it can. */
export function roomProblem(room: string): string | null {
  if (room === '') {
    return 'Type the name of a room.';
  }
  if ([...room].length > 128) {
    return 'The name of a room has at most 128 characters.';
  }
  return /\p{Cc}/u.test(room) ? 'The name of a room has no control characters.' : null;
}
