/**
 * What is said in a headset only, in Dutch and English, as messages.js does for the page.
 *
 * @typedef {keyof typeof NL} Sentence
 */
import { filled } from '../spoken.js';

const NL = {
  menu: 'Menu',
  stop: 'Ik wil stoppen',
  goodbye: 'Je stopt met VR. Je kunt de bril zo afzetten.',
  recentre: 'Zet recht voor me',
  previous: 'Terug',
  captions: 'Ondertiteling: {state}',
  quieter: 'Geluid zachter',
  louder: 'Geluid harder',
  dwell: 'Kies door te kijken: {state}',
  snapTurn: 'Draai met de stick: {state}',
  vignette: 'Donkere randen bij draaien: {state}',
  close: 'Sluit menu',
  on: 'aan',
  off: 'uit',
  timer: 'Je kijkt nu {minutes} minuten. Tijd voor een pauze? Verder kijken mag ook.',
  flashingTitle: 'Lichtflitsen',
  flashing: 'In deze kamer zijn lichtflitsen te zien. Kun je daar niet goed tegen, ga er dan niet heen.',
  goOn: 'Ga verder',
  stay: 'Blijf hier',
};

/** @type {Record<Sentence, string>} */
const EN = {
  menu: 'Menu',
  stop: 'I want to stop',
  goodbye: 'You are leaving VR. You can take the headset off.',
  recentre: 'Put it in front of me',
  previous: 'Back',
  captions: 'Captions: {state}',
  quieter: 'Sound quieter',
  louder: 'Sound louder',
  dwell: 'Choose by looking: {state}',
  snapTurn: 'Turn with the stick: {state}',
  vignette: 'Dark edges while turning: {state}',
  close: 'Close menu',
  on: 'on',
  off: 'off',
  timer: 'You have been looking for {minutes} minutes. Time for a break? You may also go on.',
  flashingTitle: 'Flashing lights',
  flashing: 'This room shows flashing lights. If they trouble you, do not go there.',
  goOn: 'Continue',
  stay: 'Stay here',
};

export const SENTENCES = { nl: NL, en: EN };

/** @param {string} locale @param {Sentence} sentence @param {Record<string, string | number>} [values] @returns {string} */
export function tell(locale, sentence, values = {}) {
  return filled(SENTENCES, locale, sentence, values);
}
