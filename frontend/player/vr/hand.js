/**
 * A tracked hand, drawn as a dot for each joint, so that people see where their fingers pinch.
 */
import { BufferAttribute, BufferGeometry, Points, PointsMaterial } from 'three';
import { paintable } from './canvases.js';
import { dispose } from './dispose.js';

/** Metres across. */
const SIZE = 0.014;
const PIXELS = 32;

export class Hand {
  /** @param {import('three').Scene} scene @param {XRHand} hand */
  constructor(scene, hand) {
    this.joints = [...hand.values()];
    const geometry = new BufferGeometry();
    this.positions = new BufferAttribute(new Float32Array(this.joints.length * 3), 3);
    geometry.setAttribute('position', this.positions);
    const { context, texture } = paintable(PIXELS, PIXELS);
    context.beginPath();
    context.arc(PIXELS / 2, PIXELS / 2, PIXELS / 2 - 3, 0, Math.PI * 2);
    context.fillStyle = '#eceae4';
    context.fill();
    context.lineWidth = 3;
    context.strokeStyle = '#14181f';            // seen before a white wall too
    context.stroke();
    this.points = new Points(geometry, new PointsMaterial({ map: texture, size: SIZE, transparent: true, depthTest: false, toneMapped: false }));
    this.points.renderOrder = 8;
    this.points.frustumCulled = false;
    this.points.visible = false;
    scene.add(this.points);
  }

  /** @param {XRFrame} frame @param {XRReferenceSpace} space @param {boolean} awake false: another window lies over the room */
  follow(frame, space, awake) {
    let seen = 0;
    for (const joint of awake ? this.joints : []) {
      const position = frame.getJointPose?.(joint, space)?.transform.position;
      if (position) this.positions.setXYZ(seen++, position.x, position.y, position.z);
    }
    this.points.visible = seen > 0;
    this.points.geometry.setDrawRange(0, seen);
    this.positions.needsUpdate = true;
  }

  remove() {
    dispose(this.points);
  }
}
