/**
 * The help panel: how to look around, and everything that can be opened in this scene as a plain list.
 *
 * @typedef {import('./player.js').Player} Player
 */
import { words } from '../shared/text.js';
import { element } from './elements.js';
import { icon } from './icons.js';
import { say } from './messages.js';
import { hotspotsOf } from './room.js';
import { spoken } from './spoken.js';
import { whereabouts } from './whereabouts.js';

/** @param {Player} player @param {HTMLElement} from gets the focus back */
export function openHelp(player, from) {
  player.panel.tell((locale) => ({ title: say(locale, 'helpTitle'), body: () => helpBody(player) }), player.locale, from);
}

/** @param {Player} player @returns {Node[]} */
function helpBody(player) {
  const { locale, manifest, scene } = player;
  const spots = scene ? hotspotsOf(scene) : [];
  return [
    element('ul', { class: 'plain' }, ...(/** @type {const} */ (['helpDrag', 'helpZoom', 'helpSpots'])).map((line) => element('li', {}, say(locale, line)))),
    element('h3', {}, say(locale, 'helpHere')),
    scene && element('p', {}, words(scene.alt, locale)),
    spots.length === 0 && element('p', {}, say(locale, 'helpNothing')),
    element('ul', { class: 'choices' }, ...spots.map((spot) => {
      const button = element('button', { type: 'button', class: 'choice' },
        icon(/** @type {import('./room.js').Kind} */ (spot.kind)),
        element('span', {}, words(spot.label, locale), element('small', {}, `${say(locale, /** @type {import('./messages.js').Message} */ (`kind_${spot.kind}`))}, ${whereabouts(spot.at, player.camera.view.yaw, spoken(locale))}`)));
      button.addEventListener('click', () => {
        player.panel.close();
        player.camera.look({ ...player.camera.view, ...spot.at });
        void player.activate(spot, player.spots.button(spot.id) ?? null);
      });
      return element('li', {}, button);
    })),
    manifest?.credits && element('p', { class: 'quiet' }, say(locale, 'credits', { credits: manifest.credits })),
  ].filter((node) => node instanceof Node);
}
