/**
 * The button that reads a text aloud and, while it does, stops it. It hides where no voice of the device speaks the language.
 *
 * @typedef {import('./speech.js').Speech} Speech
 */
import { icon } from './icons.js';
import { element } from './elements.js';
import { say } from './messages.js';

/**
 * @param {Speech} speech @param {string} locale @param {() => string} text
 * @param {{ look: string, start: import('./messages.js').Message, words: boolean }} how class names, what it says, and whether the words are seen
 * @returns {{ button: HTMLButtonElement, remove: () => void }} remove stops what it reads
 */
export function readButton(speech, locale, text, how) {
  const button = element('button', { type: 'button', class: how.look, 'data-tool': how.start });
  let mine = false;
  const draw = () => {
    const label = say(locale, mine ? 'readStop' : how.start);
    button.hidden = !speech.able(locale);
    button.title = how.words ? '' : label;
    if (how.words) button.replaceChildren(icon(mine ? 'stop' : 'speech'), label);
    else {
      button.setAttribute('aria-label', label);
      button.replaceChildren(icon(mine ? 'stop' : 'speech'));
    }
  };
  button.addEventListener('click', () => {
    if (mine) return speech.stop();
    speech.read(text(), locale, () => {
      mine = false;
      draw();
    });
    mine = speech.speaking;
    draw();
  });
  speech.onVoices.add(draw);
  draw();
  return { button, remove: () => {
    speech.onVoices.delete(draw);
    if (mine) speech.stop();
  } };
}
