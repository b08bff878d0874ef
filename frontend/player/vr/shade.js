/**
 * Darkness before the eyes: a veil over the picture while scenes change, and dark edges while the room turns.
 */
import { BufferAttribute, BufferGeometry, Group, Mesh, MeshBasicMaterial, PlaneGeometry } from 'three';
import { dispose } from './dispose.js';

const DARK = '#14181f';
/** Metres from the eyes. */
const DISTANCE = 0.6;
/** The edges begin to darken this far from straight ahead and are dark from there on, degrees. */
const CLEAR = 22;
const CLOSED = 38;
const OUTSIDE = 78;
const STEPS = 48;
/** ms that the edges stay dark after a turn, and that they take to come and go. */
const HOLD = 350;
const SOFT = 150;

export class Shade {
  constructor() {
    this.group = new Group();
    this.veilMesh = new Mesh(new PlaneGeometry(6, 6), new MeshBasicMaterial({ color: DARK, transparent: true, depthTest: false, toneMapped: false }));
    this.veilMesh.position.z = -DISTANCE;
    this.veilMesh.renderOrder = 1;             // over the picture, below all that can be chosen
    this.edges = new Mesh(edges(), new MeshBasicMaterial({ color: DARK, vertexColors: true, transparent: true, depthTest: false, toneMapped: false }));
    this.edges.position.z = -DISTANCE;
    this.edges.renderOrder = 7;
    this.group.add(this.veilMesh, this.edges);
    this.until = -Infinity;
    this.strength = 0;
    this.veil(0);
  }

  /** @param {number} darkness 0 to 1 */
  veil(darkness) {
    this.veilMesh.material.opacity = darkness;
    this.veilMesh.visible = darkness > 0;
  }

  /** The room turns now. @param {number} time ms */
  turned(time) {
    this.until = time + HOLD;
    this.strength = 1;                          // a step is over at once: its edges are dark with it
  }

  /** @param {number} time ms @param {import('three').Vector3} head @param {import('three').Quaternion} turn */
  follow(time, head, turn) {
    this.group.position.copy(head);
    this.group.quaternion.copy(turn);
    if (time > this.until) this.strength = Math.max(0, 1 - (time - this.until) / SOFT);
    this.edges.material.opacity = this.strength;
    this.edges.visible = this.strength > 0;
  }

  remove() {
    dispose(this.group);
  }
}

/** A ring about straight ahead, unseen on its inner rim. @returns {BufferGeometry} */
function edges() {
  const rims = [[CLEAR, 0], [CLOSED, 1], [OUTSIDE, 1]];
  /** @type {number[]} */
  const positions = [];
  /** @type {number[]} */
  const colours = [];
  /** @type {number[]} */
  const triangles = [];
  for (let step = 0; step <= STEPS; step++) {
    const angle = (step / STEPS) * Math.PI * 2;
    for (const [degrees = 0, alpha = 0] of rims) {
      const radius = DISTANCE * Math.tan((degrees * Math.PI) / 180);
      positions.push(Math.cos(angle) * radius, Math.sin(angle) * radius, 0);
      colours.push(1, 1, 1, alpha);
    }
    if (step === STEPS) break;
    const first = step * rims.length;
    for (let rim = 0; rim < rims.length - 1; rim++) {
      const a = first + rim;
      const b = a + rims.length;
      triangles.push(a, a + 1, b, b, a + 1, b + 1);
    }
  }
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(new Float32Array(positions), 3));
  geometry.setAttribute('color', new BufferAttribute(new Float32Array(colours), 4));
  geometry.setIndex(triangles);
  return geometry;
}
