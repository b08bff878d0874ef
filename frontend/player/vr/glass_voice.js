/**
 * Reading a panel aloud in VR, where the device has a voice for its language.
 *
 * @typedef {import('../speech.js').Speech} Speech
 */
import { say } from '../messages.js';

/**
 * @param {Speech} speech @param {string} text @param {string} locale @param {() => void} changed is called when the panel has to be drawn again
 * @returns {import('./glass_film.js').Moving}
 */
export function glassVoice(speech, text, locale, changed) {
  let mine = false;
  const ended = () => {
    mine = false;
    changed();
  };
  return {
    stage: null,
    object: null,
    lay: () => undefined,
    caption: null,
    actions: () => [mine ? { name: 'readStop', label: say(locale, 'readStop'), act: () => speech.stop() } : { name: 'readAloud', label: say(locale, 'readAloud'), act: () => {
      speech.read(text, locale, ended);
      mine = speech.speaking;
      changed();
    } }],
    stop() {
      if (mine) speech.stop();
    },
  };
}
