/**
 * Where a hotspot leads: to another scene, to another room, or nowhere until the network is back.
 *
 * @typedef {import('./player.js').Player} Player
 * @typedef {import('../shared/formats.js').Scene} Scene
 * @typedef {import('../shared/formats.js').Hotspot} Hotspot
 */
import { underWay } from './coming.js';
import { say } from './messages.js';
import { withinReach } from './offline/reach.js';
import { assetOf } from './room.js';
import { contentSentence, isAway } from './trouble.js';

/** @param {Player} player @param {Hotspot} spot of the kind scene */
export async function toScene(player, spot) {
  const scene = player.manifest?.scenes.find(({ id }) => id === spot.scene);
  if (scene) return leadOn(player, scene, spot);
  player.fail(`scene ${spot.scene}: not in the manifest`);
  player.notice(say(player.locale, 'sceneAbsent'));
}

/** @param {Player} player @param {Scene} scene @param {Hotspot} spot that leads there */
async function leadOn(player, scene, spot) {
  const still = setOut(player, spot);
  if (!still) return;
  await player.page.comeBack();
  const asset = player.manifest && assetOf(player.manifest, scene);
  const reached = !asset || player.ahead.holds(asset) || await withinReach(player.content, asset);
  if (!still()) return;
  if (!reached) {
    player.fail(`scene ${scene.id}: out of reach`);
    return stay(player, () => void leadOn(player, scene, spot));
  }
  player.page.remember(scene.id, player.view());
  await player.enterScene(scene, spot.arrive);
}

/** In this same page, so that a headset stays in VR. @param {Player} player @param {Hotspot} spot of the kind room */
export async function toRoom(player, spot) {
  const still = setOut(player, spot);
  if (!still) return;
  const { page, config } = player;
  const view = player.view();
  await page.comeBack();
  try {
    const sectors = await underWay(player, still, player.content.sectors());
    if (!still()) return;
    const room = sectors.flatMap((sector) => sector.rooms).find(({ id }) => id === spot.room);
    if (room) await player.enterRoom(room, { arrive: spot.arrive, still, entered: () => page.rememberRoom(config, room.id, room, view) });
    else {
      player.journey.end();
      player.fail(`room ${spot.room}: not in the release`);
      player.notice(say(player.locale, 'roomAbsent'));
    }
  } catch (error) {
    player.fail(String(error));
    if (!still()) return;
    if (isAway(error)) return stay(player, () => void toRoom(player, spot));
    player.journey.end();
    player.notice(contentSentence(error, 'manifest', player.locale));
  }
}

/**
 * Somebody wants to go elsewhere; where they waited to go before is no longer where they go.
 * @param {Player} player @param {object} toward @returns {(() => boolean) | null} as of Journey
 */
export function setOut(player, toward) {
  const { waiting, page, locale } = player;
  const still = player.journey.begin(toward);
  if (still && waiting.going) {
    waiting.clear();
    page.quiet(say(locale, 'unreachable'));
  }
  return still;
}

/** For want of a way; it is taken once the network is back. @param {Player} player @param {() => void} again */
export function stay(player, again) {
  player.journey.end();
  player.waiting.toGo(again);
  player.notice(say(player.locale, 'unreachable'));
}
