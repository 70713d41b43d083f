import type { Store } from '../state/store';
import type { Pending, ReadMark, State } from '../state/types';

/** What the browser keeps. A browser that keeps nothing, as in a frame of another site, harms nothing. */

function read(area: () => Storage, key: string): string | null {
  try {
    return area().getItem(`ceres:${key}`);
  } catch {
    return null;
  }
}

function write(area: () => Storage, key: string, value: string | null): void {
  try {
    if (value === null) {
      area().removeItem(`ceres:${key}`);
    } else {
      area().setItem(`ceres:${key}`, value);
    }
  } catch {
    // Full, or forbidden.
  }
}

function parsed<T>(text: string | null, isOne: (value: unknown) => value is T): T | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return isOne(value) ? value : null;
  } catch {
    return null;
  }
}

/** What all tabs share, and outlives them. */
const shared = () => localStorage;

/** What only this tab has, until it is closed. */
const own = () => sessionStorage;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isText = (value: unknown): value is string => typeof value === 'string';
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);
const isMark = (value: unknown): value is ReadMark => isObject(value) && isText(value['id']) && isText(value['at']);
const isMarks = (value: unknown): value is Record<string, ReadMark> =>
  isObject(value) && Object.values(value).every(isMark);
const isDrafts = (value: unknown): value is Record<string, string> =>
  isObject(value) && Object.values(value).every(isText);

/** A message that was not acknowledged, and whose it is. */
type Kept = Pending & { owner: string };

const isKept = (value: unknown): value is Kept =>
  isObject(value) && ['clientId', 'roomId', 'content', 'state', 'owner'].every((key) => isText(value[key]));
const isOutbox = (value: unknown): value is Kept[] => Array.isArray(value) && value.every(isKept);

export const name = (): string | null => read(shared, 'name');
export const keepName = (value: string): void => write(shared, 'name', value);
export const token = (): string | null => read(own, 'token');
export const keepToken = (value: string): void => write(own, 'token', value);

/** Forgets everything: somebody else may use this browser. */
export function forget(): void {
  for (const key of ['name', 'rooms', 'read']) {
    write(shared, key, null);
  }
  for (const key of ['token', 'outbox', 'drafts']) {
    write(own, key, null);
  }
}

/** Puts what was kept into the state. Unsent messages are only for who wrote them. */
export function restore(store: Store, owner: string): void {
  const kept = parsed(read(own, 'outbox'), isOutbox) ?? [];
  store.dispatch({
    type: 'restored',
    rooms: parsed(read(shared, 'rooms'), isTexts) ?? [],
    read: parsed(read(shared, 'read'), isMarks) ?? {},
    outbox: kept.filter((one) => one.owner === owner).map(({ owner: _, ...pending }) => pending),
    drafts: parsed(read(own, 'drafts'), isDrafts) ?? {},
  });
}

function keepMarks(state: State): void {
  const marks = parsed(read(shared, 'read'), isMarks) ?? {};
  for (const room of Object.values(state.rooms)) {
    // Another tab may have read further.
    if (room.read !== null && room.read.at > (marks[room.id]?.at ?? '')) {
      marks[room.id] = room.read;
    }
  }
  write(shared, 'read', JSON.stringify(marks));
}

/** Keeps what changes from now on; returns how to end that. */
export function keep(store: Store, owner: string): () => void {
  let last = store.state();
  return store.subscribe(() => {
    const state = store.state();
    const { order, rooms, outbox, drafts } = last;
    last = state;
    if (state.screen !== 'chat') {
      return;
    }
    if (state.order !== order) {
      write(shared, 'rooms', JSON.stringify(state.order));
    }
    if (state.rooms !== rooms && state.order.some((id) => state.rooms[id]?.read !== rooms[id]?.read)) {
      keepMarks(state);
    }
    if (state.outbox !== outbox) {
      write(own, 'outbox', JSON.stringify(state.outbox.map((pending) => ({ ...pending, owner }))));
    }
    if (state.drafts !== drafts) {
      write(own, 'drafts', JSON.stringify(state.drafts));
    }
  });
}
