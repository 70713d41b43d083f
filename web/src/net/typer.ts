/** How often the server is told again while somebody goes on typing, in ms. It believes it for 10 s. */
const REPEAT = 3_000;

/** Typing that pauses for this time is over, in ms. */
const PAUSE = 6_000;

/** What the typer needs of a connection. */
export interface TypingLine {
  ready(roomId: string): boolean;
  start(roomId: string): void;
  stop(roomId: string): void;
}

/** Tells the others in a room that somebody types here: seldom, and that it is over. */
export class Typer {
  readonly #line: TypingLine;
  readonly #now: () => number;
  #roomId: string | null = null;
  #told = 0;
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(line: TypingLine, now: () => number = Date.now) {
    this.#line = line;
    this.#now = now;
  }

  /** The text in the composer of a room has been changed by hand. */
  typed(roomId: string, text: string): void {
    if (text.trim() === '') {
      this.stop();
      return;
    }
    if (this.#roomId !== roomId) {
      this.stop();
    }
    if (!this.#line.ready(roomId)) {
      return;
    }
    if (this.#roomId === null || this.#now() - this.#told >= REPEAT) {
      this.#roomId = roomId;
      this.#told = this.#now();
      this.#line.start(roomId);
    }
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.stop(), PAUSE);
  }

  /** It is over: the text is gone, another room is open, or nothing happened for a while. */
  stop(): void {
    const roomId = this.#roomId;
    this.sent();
    if (roomId !== null && this.#line.ready(roomId)) {
      this.#line.stop(roomId);
    }
  }

  /** A message was sent, which ends typing by itself. */
  sent(): void {
    clearTimeout(this.#pause);
    this.#roomId = null;
  }
}
