/**
 * What somebody set, put into effect on the page at once: text size, contrast, motion, the hand that holds the phone, the timer.
 *
 * @typedef {import('./player.js').Player} Player
 */
import { say } from './messages.js';
import { settings } from './settings.js';
import { Minutes } from './vr/minutes.js';

/** ms between two looks at the clock; a longer gap is sleep. */
const LOOK = 500;

/** @param {Player} player */
export function grantWishes(player) {
  const root = document.documentElement;
  const contrast = window.matchMedia('(prefers-contrast: more)');
  const apply = () => {
    const { textSize, motion, hand } = settings.values;
    root.style.setProperty('--text-size', String(textSize));
    root.dataset.text = textSize > 1 ? 'large' : 'usual';
    root.dataset.contrast = settings.get('contrast') === 'high' || contrast.matches ? 'high' : 'normal';
    root.dataset.motion = motion;
    root.dataset.hand = hand;
  };
  settings.follow(apply);
  contrast.addEventListener('change', apply);

  // In a headset the session keeps its own time (vr/): nobody reads the page then.
  const minutes = new Minutes();
  setInterval(() => {
    const limit = settings.get('timer');
    if (document.hidden || player.headset || !player.scene) return;
    if (minutes.passed(performance.now(), limit)) player.notice(say(player.locale, 'timerDone', { minutes: limit }));
  }, LOOK);
}
