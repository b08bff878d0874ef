/**
 * "Ik wil stoppen": one press, and everything stands still behind a calm page with a way out and a way on.
 *
 * @typedef {import('./player.js').Player} Player
 */
import { element } from './elements.js';
import { say } from './messages.js';

/** @param {Player} player @param {HTMLElement | null} from gets the focus back, when they go on */
export function stopped(player, from) {
  const { panel, page, live } = player;
  player.headset?.stop();
  player.open.close();
  live.holds.add('panel');        // goes on when the panel is closed again
  panel.tell((locale) => ({
    title: say(locale, 'stoppedTitle'),
    body: () => [
      element('p', {}, say(locale, 'stopped')),
      element('p', { class: 'panel-ways' },
        element('a', { class: 'button', href: page.back.getAttribute('href') ?? '/' }, say(locale, 'toAllRooms')),
        element('button', { type: 'button', class: 'button quiet-button', onclick: () => panel.close() }, say(locale, 'goOn'))),
    ],
  }), player.locale, from, 'stopped');
}
