/**
 * A sound in a panel: the browser's own player, with a sentence when it cannot be had. Its transcript is among the panel's words.
 *
 * @typedef {import('../shared/formats.js').Audio} Audio
 * @typedef {import('../shared/content.js').ContentRoot} ContentRoot
 */
import { chooseCaptions } from './film/cues.js';
import { element } from './elements.js';
import { say } from './messages.js';
import { settings } from './settings.js';
import { Sound } from './sounds.js';
import { mayComeLater, soundSentence } from './trouble.js';

/**
 * @param {Audio} asset @param {ContentRoot} content @param {string} locale @param {string} title accessible name
 * @returns {{ box: HTMLElement, stop: () => void }} stop frees what it holds
 */
export function soundPanel(asset, content, locale, title) {
  const sentence = element('span', {});
  const again = element('button', { type: 'button', class: 'button' }, say(locale, 'retry'));
  const trouble = element('p', { role: 'alert', class: 'film-trouble', hidden: true }, sentence);
  const onward = element('p', { hidden: true }, again);
  const caption = element('p', { class: 'sound-caption', hidden: true });
  const sound = new Sound(asset, content, () => {
    const failed = sound.trouble !== null;
    if (failed) sentence.textContent = soundSentence(sound.trouble, locale);
    trouble.hidden = !failed;
    onward.hidden = !failed || !mayComeLater(sound.trouble);
    caption.textContent = sound.cues.text;
    caption.hidden = !asset.captions.length || !settings.get('captions');
  }, { label: title, controls: true });
  again.addEventListener('click', () => {
    sound.media.focus();
    void sound.play().catch(() => undefined);
  });
  sound.cues.choose(chooseCaptions(asset.captions, locale, undefined, settings.get('captions')));
  void sound.load();
  return { box: element('div', { class: 'panel-sound' }, sound.media, caption, trouble, onward), stop: () => sound.destroy() };
}
