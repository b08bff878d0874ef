/**
 * Reads a GLB as a player does, with three.js and its meshopt decoder, for tests: `node read.js FILE` prints what is in it.
 *
 * Every mesh of the scene: its triangles in the world and places in the texture as base64 of 32-bit floats, corner by corner.
 */
import { readFileSync } from 'node:fs';
import { MeshoptDecoder } from 'meshoptimizer';
import { Texture } from 'three';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';

Object.assign(globalThis, { self: globalThis });

const data = readFileSync(String(process.argv[2]));
const loader = new GLTFLoader().setMeshoptDecoder(MeshoptDecoder);
// pictures can't be decoded here
loader.register(() => ({ name: 'without pictures', loadTexture: () => Promise.resolve(new Texture()) }));
const gltf = await loader.parseAsync(data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength), '');
gltf.scene.updateMatrixWorld(true);

/** @param {number[]} numbers */
const packed = (numbers) => Buffer.from(Float32Array.from(numbers).buffer).toString('base64');
/** @type {object[]} */
const meshes = [];
gltf.scene.traverse((object) => {
  const mesh = /** @type {import('three').Mesh} */ (object);
  if (!mesh.isMesh) return;
  const { geometry } = mesh;
  const position = geometry.getAttribute('position');
  const corners = Array.from(geometry.getIndex()?.array ?? []);
  const vector = /** @type {import('three').Vector3} */ (mesh.position.clone());
  const points = corners.flatMap((at) => vector.fromBufferAttribute(position, at).applyMatrix4(mesh.matrixWorld).toArray());
  const uv = geometry.getAttribute('uv');
  const colour = geometry.getAttribute('color');
  const material = /** @type {import('three').MeshStandardMaterial} */ (mesh.material);
  meshes.push({
    name: mesh.name,
    material: material.name,
    attributes: Object.keys(geometry.attributes),
    points: packed(points),
    uvs: packed(uv ? corners.flatMap((at) => [uv.getX(at), uv.getY(at)]) : []),
    colours: packed(colour ? corners.flatMap((at) => [colour.getX(at), colour.getY(at), colour.getZ(at)]) : []),
  });
});
console.log(JSON.stringify({ meshes, animations: gltf.animations.map((clip) => clip.duration) }));
