/**
 * Asks for the first picture while the player's script is on its way: manifest, tile index, and the tiles of the first view; and
 * for the graphics card.
 *
 * Small, and an entrance of its own. What it cannot do it leaves to the player, which does all of it anyway.
 *
 * @typedef {import('../shared/formats.js').Manifest} Manifest
 * @typedef {import('../shared/formats.js').Ref} Ref
 */
import { announce, begin } from '../shared/begun.js';
import { fit, inRoom } from './looking.js';
import { Painter, pixelRatio } from './paint/painter.js';
import { arrival, assetOf, hotspotsOf, isManifest, sceneOf } from './room.js';
import { saving } from './saving.js';
import { neededWidth } from './tiers.js';
import { chooseLevel, gaze, levelsOf, tilesInView } from './tiles/pyramid.js';

async function start() {
  const { content_url: base, manifest: ref } = JSON.parse(document.getElementById('player-config')?.textContent ?? '{}');
  const query = new URLSearchParams(window.location.search);
  // What the address chooses, and what a kept room holds, is the player's to find out.
  if (!ref || ['content', 'manifest', 'room', 'kept'].some((name) => query.has(name)) || navigator.serviceWorker?.controller) return;
  const ask = (/** @type {Ref} */ { path, sha256 }) => begin(new URL(path, new URL(base, document.baseURI)).href, sha256);
  const answered = ask(ref);
  // Getting the graphics card ready holds up the page: now there is nothing else that it could do.
  const canvas = document.querySelector('canvas');
  if (canvas) Painter.of(canvas);
  const manifest = await answered.then((answer) => answer.json());
  if (!isManifest(manifest)) return;
  const scene = sceneOf(manifest, query.get('scene'));
  const asset = assetOf(manifest, scene);
  if (asset?.kind !== 'panorama' || !asset.tiles || saving()) return;
  const levels = levelsOf(await (await ask(asset.tiles.index)).json(), asset.tiles);
  const aspect = window.innerWidth / window.innerHeight;
  const view = fit(arrival(scene, undefined, null), aspect, inRoom(asset.coverage, scene.pose, hotspotsOf(scene).map(({ at }) => at)));
  const seen = gaze(view, aspect, scene.pose);
  const level = chooseLevel(levels, neededWidth(view.fov, window.innerWidth * pixelRatio()));
  for (const at of new Set([0, level])) {
    for (const { ref: tile } of tilesInView(levels[at]?.tiles ?? [], seen)) ask(tile).catch(() => undefined);
  }
}

announce(start().catch(() => undefined));
