/**
 * Words of the settings, in Dutch and English; loaded with their panel.
 */
import { filled } from './spoken.js';

const NL = {
  reading: 'Lezen en luisteren', looking: 'Kijken', headset: 'In de VR-bril', language: 'Taal',
  textSize: 'Grootte van de letters', textSize_1: 'Gewoon', 'textSize_1.25': 'Groter', 'textSize_1.5': 'Groot', textSize_2: 'Heel groot',
  contrast: 'Meer contrast', motion: 'Minder beweging', motionHint: 'Niets glijdt of draait uit zichzelf.', captions: 'Ondertitels aan', speech: 'Knop om teksten voor te lezen',
  volume: 'Geluid', hand: 'Knoppen', hand_both: 'Boven in beeld', hand_left: 'Onder de linkerduim', hand_right: 'Onder de rechterduim',
  timer: 'Zeg het als het tijd is voor een pauze', timer_0: 'Nee', timerMinutes: 'Na {minutes} minuten',
  dwell: 'Kiezen door te kijken', dwell_0: 'Nee, met de knop of je hand', dwellSeconds: '{seconds} seconden kijken',
  snapTurn: 'Draaien met de stick, in stappen', vignette: 'Donkere rand bij het draaien',
  reset: 'Terug naar het begin', resetDone: 'Alles staat weer zoals het begon.', where: 'Dit wordt alleen op dit apparaat bewaard. Deel je een bril of tablet? Zet dan alles terug naar het begin.',
};

/** @type {typeof NL} */
const EN = {
  reading: 'Reading and listening', looking: 'Looking', headset: 'In the headset', language: 'Language',
  textSize: 'Size of the letters', textSize_1: 'Usual', 'textSize_1.25': 'Larger', 'textSize_1.5': 'Large', textSize_2: 'Very large',
  contrast: 'More contrast', motion: 'Less motion', motionHint: 'Nothing glides or turns by itself.', captions: 'Captions on', speech: 'Button to read texts aloud',
  volume: 'Sound', hand: 'Buttons', hand_both: 'At the top', hand_left: 'Under the left thumb', hand_right: 'Under the right thumb',
  timer: 'Tell me when it is time for a break', timer_0: 'No', timerMinutes: 'After {minutes} minutes',
  dwell: 'Choose by looking', dwell_0: 'No, with the button or my hand', dwellSeconds: 'Look for {seconds} seconds',
  snapTurn: 'Turn with the stick, in steps', vignette: 'Dark edge while turning',
  reset: 'Back to the start', resetDone: 'Everything is as it was at the start.', where: 'This is kept on this device only. Do you share a headset or tablet? Then put everything back to the start.',
};

/** @typedef {keyof typeof NL} Word */

/** @param {string} locale @param {Word} word @param {Record<string, string | number>} [values] */
export function tell(locale, word, values = {}) {
  return filled({ nl: NL, en: EN }, locale, word, values);
}
