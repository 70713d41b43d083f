// Numbers that look random, and are the same each time.

import { createHash } from 'node:crypto';

export class Random {
  #seed;
  #count = 0;

  constructor(seed) {
    this.#seed = seed;
  }

  /** A whole number from 0 to below a limit. */
  below(limit) {
    const hash = createHash('sha256').update(`${this.#seed} ${(this.#count += 1)}`).digest();
    return hash.readUInt32BE() % limit;
  }
}
