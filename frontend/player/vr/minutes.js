/**
 * The session timer: counts the time that a headset shows the room, and says once when the minutes set have passed. Pure.
 */
export class Minutes {
  constructor() {
    /** ms that were watched. */
    this.watched = 0;
    this.last = NaN;
    this.told = 0;
  }

  /**
   * Asked on every frame that is shown. A longer gap than five seconds is sleep, and does not count.
   * @param {number} time ms @param {number} limit minutes; 0 = no timer
   * @returns {boolean} true once, when the limit is passed; again only after another limit was set and passed
   */
  passed(time, limit) {
    const step = time - this.last;
    this.last = time;
    if (step > 0 && step < 5000) this.watched += step;
    if (!limit || limit === this.told || this.watched < limit * 60_000) return false;
    this.told = limit;
    return true;
  }
}
