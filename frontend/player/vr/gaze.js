/**
 * Choosing without hands: a dot where somebody looks, and a ring that fills while the gaze rests on something.
 *
 * @typedef {import('./pointing.js').Target} Target
 */
import { BufferAttribute, BufferGeometry, Group, Mesh, MeshBasicMaterial } from 'three';
import { Dwell } from './dwell.js';
import { dispose } from './dispose.js';

/** ms, where the headset has nothing else to choose with and nobody set another time. */
const USUAL = 1500;
/** ms without a controller or a hand, which may just be out of sight. */
const WAIT = 3000;
const STEPS = 48;
const SIZE = Math.tan((0.9 * Math.PI) / 180);

export class Gaze {
  constructor() {
    this.dwell = new Dwell();
    this.group = new Group();
    this.group.visible = false;
    const part = (/** @type {BufferGeometry} */ geometry, /** @type {string} */ color, /** @type {number} */ order, /** @type {number} */ opacity) => {
      const mesh = new Mesh(geometry, new MeshBasicMaterial({ color, opacity, transparent: true, depthTest: false, toneMapped: false }));
      mesh.renderOrder = order;
      mesh.frustumCulled = false;
      this.group.add(mesh);
      return mesh;
    };
    // Dark about the light, so that it is seen on any picture.
    this.dot = [part(ring(0, 0.34), '#14181f', 8, 0.6), part(ring(0, 0.22), '#ffffff', 9, 1)];
    this.track = part(ring(0.72, 1.28), '#14181f', 8, 0.6);
    this.fill = part(ring(0.8, 1.2), '#ffffff', 9, 1);
    /** When there was something to hold last, ms. */
    this.last = NaN;
  }

  /**
   * @param {number} time ms @param {number} set ms that somebody set, 0 = off @param {'tracked' | 'gaze' | 'none'} input what the headset points with
   * @returns {number} ms that a gaze rests to choose; 0 where looking does not choose
   */
  duration(time, set, input) {
    if (input === 'tracked' || Number.isNaN(this.last)) this.last = time;
    if (set) return set;
    return input === 'gaze' || time - this.last > WAIT ? USUAL : 0;
  }

  /**
   * @param {number} time ms @param {number} duration ms, 0 = off
   * @param {Target | null} target what the gaze meets
   * @param {import('three').Vector3} head @param {import('three').Quaternion} turn
   */
  look(time, duration, target, head, turn) {
    this.group.visible = duration > 0;
    if (!duration) return;
    const patience = target?.grave ? duration * 1.6 : duration;
    const { part, chosen } = this.dwell.look(target?.act ? target.name : null, time, patience);
    const distance = target?.distance ?? 2;
    this.group.position.set(0, 0, -distance).applyQuaternion(turn).add(head);
    this.group.quaternion.copy(turn);
    this.group.scale.setScalar(distance * SIZE);
    this.track.visible = this.fill.visible = part > 0;
    this.fill.geometry.setDrawRange(0, Math.round(part * STEPS) * 6);
    if (chosen) target?.act?.();
  }

  remove() {
    dispose(this.group);
  }
}

/** Clockwise from the top, as a clock goes. @param {number} inner @param {number} outer @returns {BufferGeometry} */
function ring(inner, outer) {
  const positions = new Float32Array((STEPS + 1) * 6);
  const triangles = new Uint16Array(STEPS * 6);
  for (let step = 0; step <= STEPS; step++) {
    const angle = (step / STEPS) * Math.PI * 2;
    const [x, y] = [Math.sin(angle), Math.cos(angle)];
    positions.set([x * inner, y * inner, 0, x * outer, y * outer, 0], step * 6);
    const first = step * 2;
    if (step < STEPS) triangles.set([first, first + 2, first + 1, first + 1, first + 2, first + 3], step * 6);
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(positions, 3));
  geometry.setIndex(new BufferAttribute(triangles, 1));
  return geometry;
}
