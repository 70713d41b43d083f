import type { ChatMessage } from '../src/events';
import { initial, reduce } from '../src/state/reduce';
import type { Action, Room, State } from '../src/state/types';

export const ADA = { id: 'a0000000-0000-4000-8000-000000000001', name: 'Ada', avatar: null };
export const BOB = { id: 'b0000000-0000-4000-8000-000000000002', name: 'Bob', avatar: null };

/** The n-th message of a room, n minutes after ten. */
export function message(n: number, user = BOB, content = `message ${n}`, roomId = 'general'): ChatMessage {
  const at = new Date(Date.UTC(2026, 1, 7, 10, n));
  return { id: `019dab7c-0000-7000-8000-${String(n).padStart(12, '0')}`, content, roomId, createdAt: at.toISOString(), user };
}

export const messages = (from: number, to: number, user = BOB): ChatMessage[] =>
  Array.from({ length: to - from + 1 }, (_, i) => message(from + i, user));

export const after = (state: State, ...actions: Action[]): State => actions.reduce(reduce, state);

/** Ada is signed in, in `general`, which is open and at its end. */
export const inGeneral = (history: ChatMessage[] = []): State =>
  after(
    initial,
    { type: 'configured', mode: 'trial' },
    { type: 'signed-in', name: 'Ada', userId: ADA.id },
    { type: 'room-added', roomId: 'general' },
    { type: 'room-opened', roomId: 'general' },
    { type: 'link', link: 'connected' },
    { type: 'history', page: { roomId: 'general', messages: history } },
    { type: 'room-joined', roomId: 'general' },
    { type: 'scrolled', atBottom: true },
  );

export function room(state: State, id = 'general'): Room {
  const found = state.rooms[id];
  if (found === undefined) {
    throw new Error(`There is no room ${id}.`);
  }
  return found;
}

export const contents = (state: State, id = 'general'): string[] => room(state, id).messages.map((one) => one.content);
