/**
 * The stage's surfaces as three.js paints them, for both eyes of a headset: the same points, the same textures on the same card.
 *
 * @typedef {import('../paint/surface.js').Shape} Shape
 * @typedef {import('../paint/surface.js').Surface} Surface
 * @typedef {import('../stage.js').Stage} Stage
 */
import { BufferAttribute, BufferGeometry, Group, Mesh } from 'three';
import { PictureMaterial } from './picture_material.js';

/** three.js shows layer 1 to the left eye, layer 2 to the right, 0 to both. */
const LAYERS = { both: 0, left: 1, right: 2 };

export class Scenery {
  /** @param {Stage} stage */
  constructor(stage) {
    this.stage = stage;
    this.group = new Group();
    this.light = { value: 1 };
    /** @type {Map<Surface, Mesh<BufferGeometry, PictureMaterial>>} */
    this.meshes = new Map();
    /** @type {Map<Shape, BufferGeometry>} */
    this.geometries = new Map();
  }

  /** Before each frame: as the surfaces are now. */
  follow() {
    const { surfaces } = this.stage;
    this.light.value = this.stage.light;
    for (const surface of this.meshes.keys()) if (!surfaces.has(surface)) this.drop(surface);
    for (const surface of surfaces) {
      const texture = surface.visible ? surface.picture?.send() : null;
      if (texture) this.show(surface, texture);
      else this.meshes.get(surface)?.layers.disableAll();
    }
    this.prune();
  }

  /** @param {Surface} surface @param {WebGLTexture} texture */
  show(surface, texture) {
    const mesh = this.meshes.get(surface) ?? this.made(surface);
    mesh.geometry = this.shaped(surface.shape);
    mesh.material.show(texture);
    mesh.matrix.fromArray(surface.matrix);
    mesh.matrixWorldNeedsUpdate = true;
    mesh.renderOrder = surface.order;
    mesh.layers.set(LAYERS[surface.eye]);
  }

  /** @param {Surface} surface */
  made(surface) {
    const mesh = new Mesh(this.shaped(surface.shape), new PictureMaterial(this.light));
    mesh.matrixAutoUpdate = false;
    mesh.frustumCulled = false;                // it is all around
    this.meshes.set(surface, mesh);
    this.group.add(mesh);
    return mesh;
  }

  /** @param {Shape} shape */
  shaped(shape) {
    const known = this.geometries.get(shape);
    if (known) return known;
    const made = new BufferGeometry();
    made.setAttribute('position', new BufferAttribute(shape.positions, 3));
    made.setAttribute('uv', new BufferAttribute(shape.coordinates, 2));
    made.setIndex(new BufferAttribute(shape.triangles, 1));
    this.geometries.set(shape, made);
    return made;
  }

  /** @param {Surface} surface */
  drop(surface) {
    const mesh = this.meshes.get(surface);
    mesh?.removeFromParent();
    mesh?.material.dispose();
    this.meshes.delete(surface);
  }

  /** Shapes that no surface has any more. */
  prune() {
    const used = new Set([...this.meshes.keys()].map(({ shape }) => shape));
    for (const [shape, geometry] of this.geometries) {
      if (used.has(shape)) continue;
      geometry.dispose();
      this.geometries.delete(shape);
    }
  }

  clear() {
    for (const surface of this.meshes.keys()) this.drop(surface);
    this.prune();
  }
}
