/**
 * Reads a room manifest: which scene, which hotspots, where one arrives. Pure.
 *
 * @typedef {import('../shared/formats.js').Manifest} Manifest
 * @typedef {import('../shared/formats.js').Scene} Scene
 * @typedef {import('../shared/formats.js').Hotspot} Hotspot
 * @typedef {import('../shared/formats.js').Arrive} Arrive
 * @typedef {import('../shared/formats.js').View} View
 * @typedef {import('../shared/formats.js').Asset} Asset
 */

/** Kinds that this player opens. A newer manifest may hold others: they are left out, the room still works. */
const KINDS = /** @type {const} */ (['info', 'image', 'video', 'audio', 'mesh', 'scene', 'room', 'quiz', 'link', 'activity']);

/** @typedef {typeof KINDS[number]} Kind */

/**
 * @param {any} document parsed JSON
 * @returns {document is Manifest} whether it is a room manifest that this player can show
 */
export function isManifest(document) {
  return typeof document?.schema_version === 'string' && document.schema_version.split('.')[0] === '1'
    && Array.isArray(document.scenes) && document.scenes.length > 0 && typeof document.assets === 'object' && document.assets !== null;
}

/**
 * @param {Manifest} manifest
 * @param {string | null} [wanted] id of a scene, from the address; unknown ones give the start
 * @returns {Scene}
 */
export function sceneOf(manifest, wanted) {
  const find = (/** @type {string | null | undefined} */ id) => manifest.scenes.find((scene) => scene.id === id);
  return find(wanted) ?? find(manifest.start_scene) ?? /** @type {Scene} */ (manifest.scenes[0]);
}

/** @param {Scene} scene @returns {Hotspot[]} those that can be opened, in tab order */
export function hotspotsOf(scene) {
  const placed = (/** @type {Partial<Hotspot>} */ { at }) => Number.isFinite(at?.yaw) && Number.isFinite(at?.pitch);
  return scene.hotspots.filter((spot) => /** @type {readonly string[]} */ (KINDS).includes(spot.kind) && placed(spot)).sort((a, b) => a.order - b.order);
}

/**
 * @param {Scene} scene where one arrives
 * @param {Arrive | View | undefined} arrive as the hotspot says, or as somebody looked who comes back
 * @param {View | null} current where one looked before; null on the first scene
 * @returns {View}
 */
export function arrival(scene, arrive, current) {
  if (arrive === 'same' && current) return { ...current };
  if (arrive && typeof arrive === 'object') return { ...scene.initial_view, ...arrive };
  return { ...scene.initial_view };
}

/** Scenes that one click leads to. @param {Manifest} manifest @param {Scene} scene @returns {Scene[]} */
export function neighbours(manifest, scene) {
  const ids = new Set(scene.hotspots.filter((spot) => spot.kind === 'scene').map((spot) => spot.scene));
  return manifest.scenes.filter((other) => other !== scene && ids.has(other.id));
}

/** @param {Manifest} manifest @param {Scene} scene @returns {Asset | undefined} */
export function assetOf(manifest, scene) {
  return manifest.assets[scene.asset];
}
