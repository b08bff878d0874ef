/**
 * What could not be had is tried again once the network is back. One thing waits at a time: the way somebody wants to go comes first,
 * for they were told that they go on by themselves.
 *
 * @typedef {import('./player.js').Player} Player
 */

/** ms between two looks whether what could not be had is there again. */
const AGAIN = 8000;

export class Waiting {
  constructor() {
    /** @type {{ again: () => void, going: boolean } | null} */
    this.next = null;
    /** Whether the network was away when it was last looked for, or nobody looked. */
    this.away = true;
  }

  /** Whether somebody waits to go elsewhere. */
  get going() {
    return this.next?.going ?? false;
  }

  /** Somebody wants to go where there is no way yet. @param {() => void} again */
  toGo(again) {
    this.next = { again, going: true };
  }

  /** Something is missing here. @param {() => void} again @returns {boolean} whether it waits: not while somebody waits to go elsewhere */
  toGet(again) {
    if (this.going) return false;
    this.next = { again, going: false };
    return true;
  }

  clear() {
    this.next = null;
  }

  /** Tries again what waits. @param {() => void} before is called first, when something does */
  goOn(before) {
    const { next } = this;
    this.clear();
    if (!next) return;
    before();
    next.again();
  }

  /**
   * Looks whether the network is back. What is missing although the rest is there stays missing: asked for once more, not again and again.
   * @param {() => Promise<boolean>} reached whether what lies behind the network answers now
   * @returns {Promise<boolean>} whether it is time to go on
   */
  async look(reached) {
    const { next } = this;
    if (!next) {
      this.away = true;
      return false;
    }
    const there = await reached();
    const back = there && this.away && this.next === next;
    this.away = !there;
    return back;
  }
}

/** @param {Player} player */
export function watchNetwork(player) {
  const { waiting, page, content } = player;
  const goOn = () => waiting.goOn(() => page.quiet());
  window.addEventListener('online', goOn);
  // A school's line that comes back fires no event: the network was there, what lies behind it was not.
  setInterval(async () => {
    const { manifestRef } = player;
    if (!manifestRef) return;
    const reached = () => fetch(content.url(manifestRef.path), { method: 'HEAD', cache: 'no-store', credentials: 'omit' }).then(({ ok }) => ok, () => false);
    if (await waiting.look(reached)) goOn();
  }, AGAIN);
}
