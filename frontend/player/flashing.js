/**
 * A room with flashing lights is asked about before it is shown, on the page and in a headset: to some people they are a danger.
 *
 * @typedef {import('./player.js').Player} Player
 * @typedef {import('../shared/formats.js').Manifest} Manifest
 */
import { element } from './elements.js';
import { say } from './messages.js';
import { tell } from './vr/sentences.js';

/** Rooms that somebody wanted to see, until the page is left. @type {Set<string>} */
const wanted = new Set();

/** @param {Player} player @param {Manifest} manifest of the room to show @returns {Promise<boolean>} whether somebody wants to see it */
export async function wantsIn(player, manifest) {
  if (!manifest.audience?.flashing || wanted.has(manifest.id)) return true;
  const yes = player.headset ? await player.headset.asks('flashing') : await askOnPage(player);
  if (yes) wanted.add(manifest.id);
  return yes;
}

/** @param {Player} player @returns {Promise<boolean>} closing the panel is a no */
function askOnPage(player) {
  const { panel, page, content, cover } = player;
  page.main.classList.remove('loading');          // what is waited for now is an answer
  if (!player.scene && cover) page.showFlat(content, [cover], '').catch(() => undefined);       // no black page behind it
  return new Promise((resolve) => {
    panel.tell((locale) => ({
      title: tell(locale, 'flashingTitle'),
      body: () => [
        element('p', {}, tell(locale, 'flashing')),
        element('p', { class: 'panel-ways' },
          // Where somebody is already, they stay by closing the panel.
          player.scene
            ? element('button', { type: 'button', class: 'button', onclick: () => panel.close() }, tell(locale, 'stay'))
            : element('a', { class: 'button', href: page.back.getAttribute('href') ?? '/' }, say(locale, 'toAllRooms')),
          element('button', { type: 'button', class: 'button quiet-button', 'data-tool': 'go-on', onclick: () => {
            resolve(true);
            panel.close();
          } }, tell(locale, 'goOn'))),
      ],
    }), player.locale, null, 'flashing');
    panel.dialog.addEventListener('close', () => resolve(false), { once: true });
  });
}
