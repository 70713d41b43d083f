// A process that says where it listens.

const BUILD_PATIENCE_MS = 400_000;

export class ListeningChild {
  #child;
  #output = '';

  /** What it prints in front of its address is `sentence`, at the beginning of a line. */
  constructor(child, sentence) {
    const started = performance.now();
    this.#child = child;
    /** How it ended: {code, signal}. */
    this.ended = new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
    this.listening = new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        child.kill('SIGTERM');
        reject(new Error(`the server did not start in time:\n${this.#output}`));
      }, BUILD_PATIENCE_MS);
      void this.ended.then(({ code, signal }) => {
        clearTimeout(timer);
        reject(new Error(`the server did not start (${signal ?? code}):\n${this.#output}`));
      });
      const line = new RegExp(`^${sentence} (http://\\S+)$`, 'm');
      const read = (text) => {
        this.#output += text;
        const address = line.exec(this.#output);
        if (address) {
          clearTimeout(timer);
          this.startedInMs = performance.now() - started;
          this.address = address[1];
          resolve();
        }
      };
      child.stdout.setEncoding('utf8').on('data', read);
      child.stderr.setEncoding('utf8').on('data', read);
    });
  }

  get port() {
    return Number(new URL(this.address).port);
  }

  /** All that it has printed. */
  get output() {
    return this.#output;
  }

  /** Has it end, by force if it takes too long; returns {code, signal}. */
  async endBy(how, patienceMs) {
    how(this.#child);
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), patienceMs);
    const end = await this.ended;
    clearTimeout(timer);
    return end;
  }
}
