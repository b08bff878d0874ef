/**
 * A sound on the glass panel: play and pause, and what is said in it now.
 *
 * @typedef {import('../../shared/content.js').ContentRoot} ContentRoot
 */
import { chooseCaptions } from '../film/cues.js';
import { say } from '../messages.js';
import { settings } from '../settings.js';
import { Sound } from '../sounds.js';
import { soundSentence } from '../trouble.js';

/**
 * @param {import('../../shared/formats.js').Audio} asset @param {ContentRoot} content @param {string} locale
 * @param {() => void} changed is called when the panel has to be drawn again
 * @returns {import('./glass_film.js').Moving}
 */
export function glassSound(asset, content, locale, changed) {
  const sound = new Sound(asset, content, changed);
  sound.cues.choose(chooseCaptions(asset.captions, locale, undefined, settings.get('captions')));
  void sound.play().catch(() => undefined);
  return {
    stage: null,
    object: null,
    media: sound.media,
    lay: () => undefined,
    caption: () => (sound.trouble ? soundSentence(sound.trouble, locale) : sound.cues.text),
    actions: () => [sound.playing
      ? { name: 'pause', label: say(locale, 'pause'), act: () => sound.pause() }
      : { name: 'play', label: say(locale, 'play'), act: () => void sound.play().catch(() => undefined) }],
    stop: () => sound.destroy(),
  };
}
