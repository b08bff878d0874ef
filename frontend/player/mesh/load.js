/**
 * Reads a packaged mesh into a three.js object, centred, with surroundings that light it. Loaded only when a mesh is opened.
 *
 * three.js' own reader gets a three.js of its own (build.js), or all that it needs of animation, skins and lamps would lie in the player's
 * first bundle: 8 kB gzipped. What it reads is taken over into ours.
 *
 * The decoder is meshoptimizer's own in plain JavaScript: its WebAssembly one would need 'wasm-unsafe-eval' in the page's policy, and
 * saves 20 ms of 50,000 triangles.
 *
 * @typedef {import('../../shared/content.js').ContentRoot} ContentRoot
 * @typedef {import('../../shared/formats.js').Ref} Ref
 * @typedef {{ object: Group, radius: number, dispose: () => void }} Loaded object: its middle at the origin; radius in metres
 */
import { BufferGeometry, Group, Mesh, MeshBasicMaterial, MeshStandardMaterial } from 'three';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import { Box3, Sphere, TextureLoader } from 'three/src/Three.Core.js';
import { MeshoptDecoder } from 'meshoptimizer/reference';
import { surroundings } from './surroundings.js';

/**
 * @param {ContentRoot} content @param {Ref} glb @param {AbortSignal} signal
 * @returns {Promise<Loaded>}
 * @throws ContentError when the blob can't be had, Error when it is no GLB that three.js reads
 */
export async function loadMesh(content, glb, signal) {
  const bytes = await (await content.blob(glb, signal)).arrayBuffer();
  const loader = new GLTFLoader().setMeshoptDecoder(MeshoptDecoder);
  // Its usual way of reading textures is fetch(blob:), which the page's policy forbids; an <img> may.
  loader.register((parser) => {
    parser.textureLoader = new TextureLoader(parser.options.manager);
    return { name: 'textures-by-img' };
  });
  const { scene } = await loader.parseAsync(bytes, '');
  signal.throwIfAborted();
  scene.updateMatrixWorld(true);
  const sphere = new Box3().setFromObject(scene).getBoundingSphere(new Sphere());
  const around = surroundings();
  const inside = takenOver(scene, around);
  inside.position.set(-sphere.center.x, -sphere.center.y, -sphere.center.z);
  const object = new Group().add(inside);
  return { object, radius: Math.max(sphere.radius, 1e-6), dispose: () => {
    around.dispose();
    dispose(object);
  } };
}

/** @param {import('three').Object3D} scene read by the other three.js @param {import('three').Texture} around @returns {Group} */
function takenOver(scene, around) {
  const made = new Group();
  scene.traverse((part) => {
    const { isMesh, geometry, material } = /** @type {Mesh<BufferGeometry, MeshStandardMaterial>} */ (part);
    if (!isMesh) return;
    const mesh = new Mesh(shape(geometry), surface(material, around));
    mesh.matrixAutoUpdate = false;
    mesh.matrix.fromArray(part.matrixWorld.elements);
    made.add(mesh);
  });
  return made;
}

/** @param {BufferGeometry} theirs @returns {BufferGeometry} the same numbers */
function shape(theirs) {
  const ours = new BufferGeometry();
  for (const [name, attribute] of Object.entries(theirs.attributes)) ours.setAttribute(name, attribute);
  ours.setIndex(theirs.index);
  ours.boundingSphere = null;
  return ours;
}

/** @param {import('three').Material} theirs @param {import('three').Texture} around */
function surface(theirs, around) {
  if ('isMeshBasicMaterial' in theirs) return new MeshBasicMaterial().copy(/** @type {MeshBasicMaterial} */ (theirs));
  const ours = new MeshStandardMaterial().copy(/** @type {MeshStandardMaterial} */ (theirs));
  ours.envMap = around;
  return ours;
}

/** @param {Group} object @returns {Mesh<BufferGeometry, import('three').Material>[]} */
export function meshes(object) {
  /** @type {Mesh<BufferGeometry, import('three').Material>[]} */
  const found = [];
  object.traverse((part) => {
    if (part instanceof Mesh) found.push(part);
  });
  return found;
}

/** @param {Group} object */
function dispose(object) {
  for (const { geometry, material } of meshes(object)) {
    for (const value of Object.values(material)) {
      if (value?.isTexture) value.dispose();
    }
    material.dispose();
    geometry.dispose();
  }
}
