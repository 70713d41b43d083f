import type { App } from '../app';
import { toComposer } from './scrolling';

/** What the keys of the whole page do beside moving between rooms. */
export interface Keys {
  openRoom(): void;
  shortcuts(): void;
  /** Closes what is open; false if nothing was. */
  escape(): boolean;
}

/** The next room in a direction, round the ends; null if there is none. */
export function nextRoom(order: readonly string[], open: string | null, step: 1 | -1, wanted: (id: string) => boolean): string | null {
  const at = open === null ? -1 : order.indexOf(open);
  for (let i = 1; i <= order.length; i++) {
    const id = order[(at + step * i + order.length * i) % order.length];
    if (id !== undefined && id !== open && wanted(id)) {
      return id;
    }
  }
  return null;
}

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.closest('input, textarea, select, dialog') !== null || target.isContentEditable);

/** A key that writes something, by itself. Blanks scroll, and press buttons. */
const writes = (event: KeyboardEvent): boolean =>
  event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;

function move(app: App, event: KeyboardEvent): void {
  const { order, open, rooms } = app.store.state();
  const unread = (id: string) => !event.shiftKey || (rooms[id]?.unread ?? 0) > 0;
  const next = nextRoom(order, open, event.key === 'ArrowDown' ? 1 : -1, unread);
  if (next !== null) {
    app.openRoom(next);
  }
}

/** Listens to the keys of the whole page; returns how to end that. */
export function onKeys(app: App, keys: Keys): () => void {
  const listener = (event: KeyboardEvent) => {
    if (document.querySelector('dialog[open]') !== null) {
      return;
    }
    const command = (event.ctrlKey || event.metaKey) && !event.altKey;
    if (event.altKey && !event.ctrlKey && !event.metaKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      move(app, event);
    } else if (command && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      keys.openRoom();
    } else if (command && event.key === '/') {
      event.preventDefault();
      keys.shortcuts();
    } else if (event.key === 'Escape') {
      if (keys.escape()) {
        event.preventDefault();
        event.stopPropagation();
      }
    } else if (writes(event) && !isField(event.target)) {
      // The key then writes into the composer.
      toComposer();
    }
  };
  // Before the views, so that Esc closes a drawer and does nothing else.
  document.addEventListener('keydown', listener, true);
  return () => document.removeEventListener('keydown', listener, true);
}
