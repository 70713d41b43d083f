import type { ChatMessage } from '../events';
import type { ReadMark } from './types';

/** Something with the two things that order messages. */
type Placed = { readonly id: string; readonly at: string };

const placed = (message: ChatMessage): Placed => ({ id: message.id, at: message.createdAt });

/** The server's order: by time, then by id. Both sort as text, being ISO 8601 in UTC and UUIDs in lower case. */
function before(a: Placed, b: Placed): boolean {
  return a.at < b.at || (a.at === b.at && a.id < b.id);
}

export const isAfter = (message: ChatMessage, mark: ReadMark): boolean => before(mark, placed(message));

export const markOf = (message: ChatMessage): ReadMark => ({ id: message.id, at: message.createdAt });

const inOrder = (a: ChatMessage, b: ChatMessage): number =>
  a.id === b.id ? 0 : before(placed(a), placed(b)) ? -1 : 1;

/** Those of `news` that are not in `known`, each id once, in the server's order. */
export function unknownOf(known: readonly ChatMessage[], news: readonly ChatMessage[]): ChatMessage[] {
  const sorted = [...news].sort(inOrder).filter((message, i, all) => message.id !== all[i - 1]?.id);
  const newest = known.at(-1);
  const oldest = sorted[0];
  if (newest === undefined || oldest === undefined || before(placed(newest), placed(oldest))) {
    return sorted;
  }
  const ids = new Set(known.map((message) => message.id));
  return sorted.filter((message) => !ids.has(message.id));
}

/** Both lists as one, in the server's order, each id once. `known` itself if there is nothing new. */
export function merge(known: readonly ChatMessage[], news: readonly ChatMessage[]): readonly ChatMessage[] {
  const added = unknownOf(known, news);
  const first = added[0];
  const last = added.at(-1);
  if (first === undefined || last === undefined) {
    return known;
  }
  const oldest = known[0];
  const newest = known.at(-1);
  if (oldest === undefined || newest === undefined) {
    return added;
  }
  if (before(placed(newest), placed(first))) {
    return [...known, ...added];
  }
  if (before(placed(last), placed(oldest))) {
    return [...added, ...known];
  }
  return [...known, ...added].sort(inOrder);
}
