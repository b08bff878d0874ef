/**
 * Choosing by looking: how long a gaze has rested on something, and when that is a choice. Pure.
 */

/** ms that a gaze may slip off its target, as eyes and heads do. */
const LAPSE = 200;

export class Dwell {
  constructor() {
    /** Name of what is looked at. @type {string | null} */
    this.target = null;
    this.since = 0;
    this.seen = 0;
    /** What was chosen is not chosen again until the gaze has left it. */
    this.spent = false;
  }

  /**
   * @param {string | null} target name of what the gaze meets now
   * @param {number} time ms, growing
   * @param {number} duration ms to rest
   * @returns {{ part: number, chosen: boolean }} part: 0 to 1, how much of the time has passed; chosen is true once
   */
  look(target, time, duration) {
    const slipped = target === null && this.target !== null && time - this.seen <= LAPSE;
    if (target !== this.target && !slipped) {
      this.target = target;
      this.since = time;
      this.spent = false;
    }
    if (target !== null) this.seen = time;
    if (this.target === null || this.spent) return { part: 0, chosen: false };
    const part = Math.min((time - this.since) / duration, 1);
    this.spent = part === 1 && target !== null;
    return { part: this.spent ? 0 : part, chosen: this.spent };
  }
}
