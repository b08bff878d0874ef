/**
 * Where a hotspot leads: to another scene, to another room, or nowhere until the network is back.
 *
 * @typedef {import('./player.js').Player} Player
 * @typedef {import('../shared/formats.js').Scene} Scene
 * @typedef {import('../shared/formats.js').Hotspot} Hotspot
 * @typedef {import('../shared/formats.js').Arrive} Arrive
 */
import { say } from './messages.js';
import { withinReach } from './offline/reach.js';
import { assetOf } from './room.js';
import { contentSentence, isAway } from './trouble.js';

/** @param {Player} player @param {Hotspot} spot of the kind scene */
export async function toScene(player, spot) {
  const scene = player.manifest?.scenes.find(({ id }) => id === spot.scene);
  if (scene) return leadOn(player, scene, spot.arrive);
  player.fail(`scene ${spot.scene}: not in the manifest`);
  player.notice(say(player.locale, 'sceneAbsent'));
}

/** @param {Player} player @param {Scene} scene @param {Arrive} [arrive] */
async function leadOn(player, scene, arrive) {
  const { page } = player;
  const held = document.activeElement?.closest('.spot') !== null;
  const asset = player.manifest && assetOf(player.manifest, scene);
  if (asset && !player.ahead.holds(asset) && !(await withinReach(player.content, asset))) {
    player.fail(`scene ${scene.id}: out of reach`);
    return stay(player, () => void leadOn(player, scene, arrive));
  }
  page.remember(scene.id, player.view());
  await player.enterScene(scene, arrive);
  if (held) page.focusPicture();
}

/** In this same page, so that a headset stays in VR. @param {Player} player @param {Hotspot} spot of the kind room */
export async function toRoom(player, spot) {
  const { page, config } = player;
  const view = player.view();
  try {
    const rooms = (await player.content.sectors()).flatMap((sector) => sector.rooms);
    const room = rooms.find(({ id }) => id === spot.room);
    if (!room) {
      player.fail(`room ${spot.room}: not in the release`);
      return player.notice(say(player.locale, 'roomAbsent'));
    }
    if (!await player.enterRoom(room.manifest, null, spot.arrive)) return;
    page.rememberRoom(config, room.id, room.manifest, view);
    page.focusPicture();
  } catch (error) {
    player.fail(String(error));
    if (isAway(error)) stay(player, () => void toRoom(player, spot));
    else player.notice(contentSentence(error, 'manifest', player.locale));
  }
}

/** For want of a way; it is taken once the network is back. @param {Player} player @param {() => void} again */
function stay(player, again) {
  player.waiting.toGo(again);
  player.notice(say(player.locale, 'unreachable'));
}
