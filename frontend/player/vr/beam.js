/**
 * What a controller's or a hand's ray looks like: a thin beam with a dot where it ends.
 *
 * @typedef {import('./aim.js').Ray} Ray
 */
import { BufferAttribute, BufferGeometry, Mesh, MeshBasicMaterial, Vector3 } from 'three';
import { dispose } from './dispose.js';

/** Metres: a thread that begins in front of the hand, so that a hand before the eyes hides nothing. */
const BEGIN = 0.2;
const THICK = 0.0011;
const THIN = 0.0008;
/** Of the dot's distance, so that it looks equally large everywhere. */
const DOT = Math.tan((0.35 * Math.PI) / 180);
const FORWARD = new Vector3(0, 0, -1);

export class Beam {
  /** @param {import('three').Scene} scene */
  constructor(scene) {
    const part = (/** @type {BufferGeometry} */ geometry, /** @type {number} */ opacity) => {
      const mesh = new Mesh(geometry, new MeshBasicMaterial({ color: '#ffffff', opacity, transparent: true, depthTest: false, toneMapped: false }));
      mesh.renderOrder = 8;
      mesh.frustumCulled = false;
      scene.add(mesh);
      return mesh;
    };
    this.line = part(prism(), 0.75);
    this.dot = part(octahedron(), 1);
    this.along = new Vector3();
    this.show(null, 0);
  }

  /** @param {Ray | null} ray null: none @param {number} length metres */
  show(ray, length) {
    this.line.visible = this.dot.visible = ray !== null;
    if (!ray) return;
    this.along.set(...ray.direction);
    this.line.position.set(...ray.origin).addScaledVector(this.along, BEGIN);
    this.line.quaternion.setFromUnitVectors(FORWARD, this.along);
    this.line.scale.set(1, 1, Math.max(length - BEGIN, 0.01));
    this.dot.position.set(...ray.origin).addScaledVector(this.along, length);
    this.dot.scale.setScalar(length * DOT);
  }

  remove() {
    dispose(this.line);
    dispose(this.dot);
  }
}

/** One metre forward, three sides. @returns {BufferGeometry} */
function prism() {
  const positions = new Float32Array(18);
  for (let corner = 0; corner < 3; corner++) {
    const angle = (corner / 3) * Math.PI * 2 + Math.PI / 2;
    positions.set([Math.cos(angle) * THICK, Math.sin(angle) * THICK, 0], corner * 3);
    positions.set([Math.cos(angle) * THIN, Math.sin(angle) * THIN, -1], (corner + 3) * 3);
  }
  return solid(positions, [0, 1, 3, 1, 4, 3, 1, 2, 4, 2, 5, 4, 2, 0, 5, 0, 3, 5]);
}

/** A ball of few faces. @returns {BufferGeometry} */
function octahedron() {
  return solid(new Float32Array([1, 0, 0, -1, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 1, 0, 0, -1]),
    [0, 2, 4, 2, 1, 4, 1, 3, 4, 3, 0, 4, 2, 0, 5, 1, 2, 5, 3, 1, 5, 0, 3, 5]);
}

/** @param {Float32Array} positions @param {number[]} triangles @returns {BufferGeometry} */
function solid(positions, triangles) {
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(positions, 3));
  geometry.setIndex(triangles);
  return geometry;
}
