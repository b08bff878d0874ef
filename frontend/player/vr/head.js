/**
 * Where the head is, how it is turned and where it looks, in the headset's space.
 *
 * @typedef {import('../../shared/projection.js').Vector} Vector
 */
import { Quaternion, Vector3 } from 'three';
import { angles } from '../../shared/projection.js';

export class Head {
  constructor() {
    this.position = new Vector3();
    this.turn = new Quaternion();
    this.forward = new Vector3(0, 0, -1);
    /** Degrees. */
    this.gaze = { yaw: 0, pitch: 0 };
  }

  /** @param {XRViewerPose} pose */
  follow({ transform: { position, orientation } }) {
    this.position.set(position.x, position.y, position.z);
    this.turn.set(orientation.x, orientation.y, orientation.z, orientation.w);
    this.forward.set(0, 0, -1).applyQuaternion(this.turn);
    this.gaze = angles([this.forward.x, this.forward.y, this.forward.z]);
  }

  /** @returns {Vector} metres */
  get place() {
    return [this.position.x, this.position.y, this.position.z];
  }

  /** What the eyes point at. @returns {import('./aim.js').Ray} */
  get ray() {
    return { origin: this.place, direction: [this.forward.x, this.forward.y, this.forward.z] };
  }
}
