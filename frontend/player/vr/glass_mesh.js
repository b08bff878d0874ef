/**
 * A mesh before the glass panel: turned by buttons, by dragging with a ray, and by itself where that is wished.
 *
 * @typedef {import('../../shared/content.js').ContentRoot} ContentRoot
 * @typedef {import('../panel_content.js').MeshContent} MeshContent
 */
import { Group } from 'three';
import { chooseLod, dragged, spun, START, TRIANGLES, turned } from '../mesh/turning.js';
import { calm } from '../motion.js';
import { tell } from '../panel_words.js';
import { clamp } from '../../shared/projection.js';

const STEP = 30;
/** Metres before the glass, so that no part of it reaches through. */
const BEFORE = 0.32;
/** Metres: smaller things are shown larger, or nobody would see them. */
const SMALLEST = 0.16;

/**
 * @param {MeshContent} mesh @param {ContentRoot} content @param {string} locale
 * @param {() => void} changed is called when the panel has to be drawn again
 * @param {(trouble: unknown) => void} settled is called once: with null, it stands there, or with why not
 * @returns {import('./glass_film.js').Moving}
 */
export function glassMesh(mesh, content, locale, changed, settled) {
  const object = new Group();
  object.visible = false;
  const stopping = new AbortController();
  /** @type {import('../mesh/load.js').Loaded | null} */
  let loaded = null;
  /** @type {import('./glass_film.js').Stage | null} */
  let stage = null;
  let turn = START;
  let spin = calm() ? 0 : mesh.spin;
  let last = 0;

  const settle = () => {
    object.visible = loaded !== null && stage !== null;
    if (!loaded || !stage) return;
    const radius = clamp(loaded.radius * mesh.scale, SMALLEST, Math.min(stage.width, stage.height) / 2);
    loaded.object.scale.setScalar(radius / loaded.radius);
    loaded.object.rotation.set((turn.pitch * Math.PI) / 180, (turn.yaw * Math.PI) / 180, 0);
    object.position.set(stage.x, stage.y, BEFORE);
  };
  const load = async () => {
    const lod = chooseLod(mesh.lods, TRIANGLES.headset);
    if (!lod) throw new TypeError('a mesh without lods');
    const { loadMesh, meshes } = await import('../mesh/load.js');
    loaded = await loadMesh(content, lod.glb, stopping.signal);
    // The glass is transparent and drawn last; so this has to be, and after it.
    for (const part of meshes(loaded.object)) {
      part.material.transparent = true;
      part.renderOrder = 7;
    }
    object.add(loaded.object);
    settle();
    settled(null);
  };
  load().catch((error) => {
    if (stopping.signal.aborted) return;
    console.warn(`Kijkkamer: mesh: ${String(error)}`);
    settled(error);
  });
  const by = (/** @type {number} */ degrees) => () => {
    turn = turned(turn, degrees, 0);
    settle();
  };
  return {
    stage: 'mesh',
    object,
    caption: null,
    lay(where) {
      stage = where;
      settle();
    },
    actions: () => [
      { name: 'meshLeft', label: tell(locale, 'meshLeftShort'), act: by(-STEP) },
      { name: 'meshRight', label: tell(locale, 'meshRightShort'), act: by(STEP) },
      ...(mesh.spin === 0 ? [] : [{ name: 'meshSpin', label: tell(locale, spin === 0 ? 'meshSpin' : 'meshStop'), act: () => {
        spin = spin === 0 ? mesh.spin : 0;
        changed();
      } }]),
    ],
    drag(dx, dy) {
      turn = dragged(turn, dx * 2, dy * 2);
      settle();
    },
    tick(time) {
      if (spin !== 0 && loaded && last) {
        turn = spun(turn, spin, Math.min(time - last, 100));
        settle();
      }
      last = time;
    },
    stop() {
      stopping.abort();
      loaded?.dispose();
      loaded = null;
    },
  };
}
