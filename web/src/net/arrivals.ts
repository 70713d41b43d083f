import type { ChatMessage } from '../events';
import type { Store } from '../state/store';

/** In a rush, messages are shown together after this time, in ms. */
const RUSH = 50;

/** Shows messages that arrive: the first at once, and those that follow closely together, however many they are. */
export class Arrivals {
  readonly #store: Store;
  #waiting: ChatMessage[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  add(message: ChatMessage): void {
    if (this.#timer === undefined) {
      this.#store.dispatch({ type: 'message', message });
      this.#timer = setTimeout(() => this.#show(), RUSH);
    } else {
      this.#waiting.push(message);
    }
  }

  /** Shows what waits, for what came after it and must not be seen before: typing, which a message of the same person ends. */
  flush(): void {
    const rooms = new Map<string, ChatMessage[]>();
    for (const message of this.#waiting.splice(0)) {
      const messages = rooms.get(message.roomId) ?? [];
      rooms.set(message.roomId, messages);
      messages.push(message);
    }
    for (const [roomId, messages] of rooms) {
      this.#store.dispatch({ type: 'caught-up', page: { roomId, messages } });
    }
  }

  #show(): void {
    this.#timer = this.#waiting.length === 0 ? undefined : setTimeout(() => this.#show(), RUSH);
    this.flush();
  }
}
