/**
 * What is on its way for long is said to be, so that nobody presses again or thinks that nothing happens.
 *
 * @typedef {import('./player.js').Player} Player
 */
import { say } from './messages.js';

/** Less than this needs no word, ms. */
const LONG = 700;

/** @template T @param {Promise<T>} what @returns {Promise<T | undefined>} undefined when it takes long */
export function soon(what) {
  return Promise.race([what, new Promise((resolve) => setTimeout(resolve, LONG, undefined))]);
}

/**
 * The way to another room. Arriving there, or the next sentence, takes the word back.
 * @template T @param {Player} player @param {() => boolean} still whether somebody still wants to go there
 * @param {Promise<T>} what @returns {Promise<T>}
 */
export async function underWay(player, still, what) {
  const timer = setTimeout(() => {
    if (!player.scene || !still()) return;          // a page that opens shows that it does
    const sentence = say(player.locale, 'roomComing');
    player.page.notice(sentence);
    player.headset?.passing(sentence);
  }, LONG);
  try {
    return await what;
  } finally {
    clearTimeout(timer);
  }
}
