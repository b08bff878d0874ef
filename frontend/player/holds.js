/**
 * Why all that plays in a scene is held for a while, and what goes on afterwards. Pure.
 *
 * @typedef {'panel' | 'hidden'} Why a panel with sound is open, or nobody sees the page
 * @typedef {{ playing: boolean, pause: () => void, play: () => Promise<unknown> }} Playable
 */

export class Holds {
  /** @param {() => Playable[]} playables what there is now */
  constructor(playables) {
    this.playables = playables;
    /** @type {Set<Why>} */
    this.reasons = new Set();
    /** What goes on once there is no reason left. @type {(() => void)[]} */
    this.after = [];
  }

  get any() {
    return this.reasons.size > 0;
  }

  /** @param {Why} why */
  add(why) {
    const held = this.any;
    this.reasons.add(why);
    if (held) return;
    const playing = this.playables().filter((what) => what.playing);
    for (const what of playing) what.pause();
    this.after = playing.map((what) => () => void what.play().catch(() => undefined));
  }

  /** @param {Why} why */
  lift(why) {
    if (!this.reasons.delete(why) || this.any) return;
    const { after } = this;
    this.forget();
    after.forEach((goOn) => goOn());
  }

  /** @param {() => void} begin is called now, or once there is no reason left */
  whenFree(begin) {
    if (this.any) this.after.push(begin);
    else begin();
  }

  /** What was held is about to go: it does not go on. */
  forget() {
    this.after = [];
  }
}
