/**
 * Looking around by turning a phone: off until somebody asks for it; dragging still works.
 *
 * @typedef {import('../shared/formats.js').View} View
 */
import { clamp, wrap } from '../shared/projection.js';

const RADIANS = Math.PI / 180;

/**
 * Where the back of a phone points. Pure.
 * @param {number} alpha @param {number} beta @param {number} gamma of a DeviceOrientationEvent, degrees: turns about up, then right, then top
 * @returns {{ yaw: number, pitch: number }} degrees, yaw to the right of where alpha is 0
 */
export function pointing(alpha, beta, gamma) {
  const [a, b, g] = [alpha * RADIANS, beta * RADIANS, gamma * RADIANS];
  // Minus the third column of Rz(alpha)·Rx(beta)·Ry(gamma): east, north, up.
  const east = -(Math.sin(g) * Math.cos(a) + Math.cos(g) * Math.sin(b) * Math.sin(a));
  const north = Math.cos(g) * Math.sin(b) * Math.cos(a) - Math.sin(g) * Math.sin(a);
  const up = -Math.cos(g) * Math.cos(b);
  return { yaw: Math.atan2(east, north) / RADIANS, pitch: Math.asin(clamp(up, -1, 1)) / RADIANS };
}

/**
 * The view after the phone has moved: by as much as the phone, from wherever a drag has brought it. Pure.
 * @param {View} view @param {{ yaw: number, pitch: number }} before @param {{ yaw: number, pitch: number }} now
 * @returns {View}
 */
export function follow(view, before, now) {
  // Straight up or down a compass spins: there only the pitch is believed.
  const steep = Math.max(Math.abs(before.pitch), Math.abs(now.pitch)) > 80;
  return { ...view, yaw: steep ? view.yaw : wrap(view.yaw + wrap(now.yaw - before.yaw)), pitch: clamp(view.pitch + now.pitch - before.pitch, -90, 90) };
}

export class Gyroscope {
  /** @param {{ view: () => View, look: (view: View) => void }} looker */
  constructor(looker) {
    this.looker = looker;
    this.on = false;
    /** @type {{ yaw: number, pitch: number } | null} */
    this.before = null;
    this.listen = (/** @type {DeviceOrientationEvent} */ { alpha, beta, gamma }) => {
      if (alpha === null || beta === null || gamma === null) return;
      const now = pointing(alpha, beta, gamma);
      if (this.before) looker.look(follow(looker.view(), this.before, now));
      this.before = now;
    };
  }

  /** Called from a press: some phones ask their owner first. @returns {Promise<boolean>} whether it is on */
  async start() {
    const events = /** @type {{ requestPermission?: () => Promise<string> }} */ (/** @type {unknown} */ (DeviceOrientationEvent));
    if (events.requestPermission && (await events.requestPermission().catch(() => 'denied')) !== 'granted') return false;
    this.before = null;
    window.addEventListener('deviceorientation', this.listen);
    this.on = true;
    return true;
  }

  stop() {
    window.removeEventListener('deviceorientation', this.listen);
    this.on = false;
  }
}
