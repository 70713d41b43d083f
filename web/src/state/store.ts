import { initial, reduce } from './reduce';
import type { Action, State } from './types';

export interface Store {
  state(): State;
  dispatch(action: Action): void;
  /** Calls `listener` after each change; returns how to end that. */
  subscribe(listener: () => void): () => void;
}

/** Holds the one state of the page. Listeners may dispatch. */
export function createStore(start: State = initial): Store {
  let state = start;
  const listeners = new Set<() => void>();
  return {
    state: () => state,
    dispatch(action) {
      const next = reduce(state, action);
      if (next === state) {
        return;
      }
      state = next;
      for (const listener of [...listeners]) {
        listener();
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
