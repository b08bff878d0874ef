/**
 * Gets things a few at a time, the most wanted first; what is wanted no longer is dropped, under way or not. Pure.
 */

/** Browsers open six connections to a host over HTTP/1.1; what waits in their own queue can't be put in another order. */
const PARALLEL = 6;

/** @template {{ key: string }} Item @template Result */
export class Queue {
  /**
   * @param {(item: Item, signal: AbortSignal) => Promise<Result>} get
   * @param {(item: Item, result: Result) => void} got
   * @param {(item: Item, error: unknown) => void} failed is not called for what was dropped
   * @param {number} [parallel]
   */
  constructor(get, got, failed, parallel = PARALLEL) {
    this.get = get;
    this.got = got;
    this.failed = failed;
    this.parallel = parallel;
    /** @type {Item[]} */
    this.waiting = [];
    /** @type {Map<string, AbortController>} */
    this.running = new Map();
  }

  /** From now on these, in this order, and nothing else. @param {Item[]} items */
  want(items) {
    const keys = new Set(items.map(({ key }) => key));
    for (const [key, control] of this.running) {
      if (keys.has(key)) continue;
      control.abort();
      this.running.delete(key);
    }
    this.waiting = items.filter(({ key }) => !this.running.has(key));
    this.next();
  }

  next() {
    while (this.running.size < this.parallel) {
      const item = this.waiting.shift();
      if (!item) return;
      void this.run(item);
    }
  }

  /** @param {Item} item */
  async run(item) {
    const control = new AbortController();
    this.running.set(item.key, control);
    /** @type {() => void} */
    let tell;
    try {
      const result = await this.get(item, control.signal);
      tell = () => this.got(item, result);
    } catch (error) {
      tell = () => this.failed(item, error);
    }
    // Dropped meanwhile, perhaps wanted again: then another run has its place.
    const mine = this.running.get(item.key) === control;
    if (mine) this.running.delete(item.key);
    if (!control.signal.aborted) tell();
    if (mine) this.next();
  }
}
