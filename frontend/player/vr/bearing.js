/**
 * How the room is turned about somebody in a headset. It turns in steps or in the dark, never by moving.
 */
import { wrap } from '../../shared/projection.js';
import { animate } from '../motion.js';

/** ms of darkness coming, and going. */
const BLINK = 120;

export class Bearing {
  /** @param {import('./vr_stage.js').VrStage} stage @param {import('./head.js').Head} head */
  constructor(stage, head) {
    this.stage = stage;
    this.head = head;
    /** The room's yaw that lies in the headset's forward direction, degrees. */
    this.heading = 0;
    /** 0 to 1. */
    this.darkness = 0;
    /** Yaw to lay ahead once the head's pose is known in its new space. @type {number | null} */
    this.waiting = null;
  }

  /** @param {number} degrees to the right */
  step(degrees) {
    this.heading = wrap(this.heading + degrees);
  }

  /** Lays a yaw of the room where the head looks. @param {number} yaw */
  lay(yaw) {
    this.heading = wrap(yaw - this.head.gaze.yaw);
  }

  /** The same, in the dark. @param {number} yaw */
  async layUnseen(yaw) {
    const { onFrame } = this.stage;
    await animate(onFrame, BLINK, (part) => { this.darkness = part; }).done;
    this.lay(yaw);
    await animate(onFrame, BLINK, (part) => { this.darkness = 1 - part; }).done;
  }

  /** On the next frame, which tells where the head looks: VR begins, a scene comes, or the headset's space has a new middle. @param {number} yaw */
  layNext(yaw) {
    this.waiting = yaw;
  }

  /** @param {number} duration ms */
  async darken(duration) {
    await animate(this.stage.onFrame, duration, (part) => { this.darkness = Math.min(part * 2, 1); }).done;
  }

  /** On each frame, after the head: the room stays about it, since a photo has no depth that a step could show. */
  follow() {
    if (this.waiting !== null) this.lay(this.waiting);
    this.waiting = null;
    this.stage.world.position.copy(this.head.position);
    this.stage.world.rotation.y = (this.heading * Math.PI) / 180;
  }

  remove() {
    this.stage.world.position.set(0, 0, 0);
    this.stage.world.rotation.y = 0;
  }
}
