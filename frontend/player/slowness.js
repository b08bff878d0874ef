/**
 * A picture that takes long is told to be on its way, with what the preview shows meanwhile.
 *
 * @typedef {import('./player.js').Player} Player
 */
import { element } from './elements.js';
import { say } from './messages.js';

/** Loading that takes longer than this is told, ms. */
const LONG = 2000;

const PULSE = 250;

/** @param {Player} player */
export function watchSlowness(player) {
  const told = element('p', { class: 'slow', role: 'status', hidden: true });
  player.page.main.append(told);
  let since = performance.now();
  setInterval(() => {
    const now = performance.now();
    // Behind a question nobody waits for a picture.
    if (player.settled || player.panel.dialog.open) since = now;
    const slow = now - since > LONG;
    if (slow === !told.hidden) return;
    told.hidden = !slow;
    told.textContent = slow ? say(player.locale, 'loadingSlowly') : '';
  }, PULSE);
}
