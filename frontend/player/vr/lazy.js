/**
 * Something that stays where it is while somebody looks around, and comes along when they turn away from it. Pure.
 */
import { wrap } from '../../shared/projection.js';

/** Degrees: beyond the first it sets out, within the second it has arrived. */
const AWAY = 40;
const THERE = 1;
/** Part of the way that is left which it goes in a second is 1 - e^-PACE. */
const PACE = 5;

export class Lazy {
  /** @param {number} yaw degrees @param {number} [away] degrees beyond which it sets out */
  constructor(yaw, away = AWAY) {
    this.yaw = yaw;
    this.away = away;
    this.moving = false;
  }

  /** @param {number} goal degrees @param {number} seconds since the last time @param {boolean} calm jumps instead of moving @returns {number} where it is now */
  follow(goal, seconds, calm) {
    const left = wrap(goal - this.yaw);
    if (Math.abs(left) > this.away) this.moving = true;
    if (this.moving) {
      this.yaw = wrap(this.yaw + (calm ? left : left * (1 - Math.exp(-PACE * seconds))));
      if (Math.abs(wrap(goal - this.yaw)) <= THERE) this.moving = false;
    }
    return this.yaw;
  }
}
