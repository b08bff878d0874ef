/**
 * The quiet buttons around the picture: language, help, VR, zoom.
 */
import { element } from './elements.js';
import { icon } from './icons.js';
import { say } from './messages.js';
import { readButton } from './read_aloud.js';
import { languageName } from '../shared/languages.js';

/**
 * @typedef {object} Actions
 * @property {(locale: string) => void} setLocale
 * @property {(from: HTMLElement) => void} help
 * @property {((from: HTMLElement) => void) | null} keep what is kept on this device; null where the page keeps nothing
 * @property {(from: HTMLElement) => void} vr enters VR, leaves it, or says why that cannot be
 * @property {(from: HTMLElement) => void} settings
 * @property {(from: HTMLElement) => void} stop
 * @property {(factor: number) => void} zoom
 * @property {import('./speech.js').Speech} speech
 * @property {() => string} sceneText what is here, to be read aloud
 * @property {import('./gyroscope.js').Gyroscope | null} gyroscope null where there is none
 * @property {() => void} gyroscopeRefused
 */

export class Toolbar {
  /** @param {HTMLElement} tools @param {HTMLElement} corner for the zoom buttons @param {Actions} actions */
  constructor(tools, corner, actions) {
    this.tools = tools;
    this.corner = corner;
    this.actions = actions;
    this.calm = element('div', { class: 'calm' });
    tools.after(this.calm);
    /** @type {ReturnType<typeof readButton> | null} */
    this.reading = null;
    /** What the VR button does: it enters or leaves VR where a headset can be used, else it explains. @type {'enter' | 'leave' | 'explain'} */
    this.vr = 'explain';
  }

  /** @param {string} locale @param {string[]} languages of the room */
  show(locale, languages) {
    const { actions } = this;
    const held = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.tool : undefined;
    const tool = (/** @type {string} */ name, /** @type {string} */ label, /** @type {import('./icons.js').Icon} */ drawing, /** @type {(from: HTMLElement) => void} */ act) => {
      const button = element('button', { type: 'button', class: 'tool', 'data-tool': name, 'aria-label': label, title: label }, icon(drawing));
      button.addEventListener('click', () => act(button));
      return button;
    };
    const possible = this.vr !== 'explain';
    const vrLabel = say(locale, /** @type {const} */ ({ enter: 'enterVr', leave: 'leaveVr', explain: 'aboutVr' })[this.vr]);
    const vr = element('button', { type: 'button', class: possible ? 'tool tool-vr' : 'tool', 'data-tool': 'vr', ...(possible ? {} : { 'aria-label': vrLabel, title: vrLabel }) },
      icon('headset'), possible && element('span', {}, vrLabel));
    vr.addEventListener('click', () => actions.vr(vr));
    this.tools.replaceChildren(...[
      languages.length > 1 && element('div', { role: 'group', class: 'languages', 'aria-label': say(locale, 'language') },
        ...languages.map((language) => element('button', {
          type: 'button', class: 'tool', lang: language, 'data-tool': `language-${language}`, 'aria-pressed': String(language === locale),
          title: languageName(language, language), onclick: () => actions.setLocale(language),
        }, language.toUpperCase(), element('span', { class: 'unseen' }, ` ${languageName(language, language)}`)))),
      actions.keep && tool('keep', say(locale, 'keep'), 'keep', actions.keep),
      tool('settings', say(locale, 'settings'), 'settings', actions.settings),
      tool('help', say(locale, 'help'), 'help', actions.help),
      vr,
    ].filter((child) => child instanceof Node));
    this.reading?.remove();
    this.reading = readButton(actions.speech, locale, actions.sceneText, { look: 'tool', start: 'readScene', words: false });
    const stop = element('button', { type: 'button', class: 'tool tool-stop', 'data-tool': 'stop', title: say(locale, 'wantToStop') }, icon('stop'), element('span', {}, say(locale, 'wantToStop')));
    stop.addEventListener('click', () => actions.stop(stop));
    this.calm.replaceChildren(...[stop, this.reading.button, actions.gyroscope && this.turner(actions.gyroscope, locale)].filter((child) => child instanceof Node));
    this.corner.replaceChildren(
      tool('closer', say(locale, 'closer'), 'plus', () => actions.zoom(1.25)),
      tool('further', say(locale, 'further'), 'minus', () => actions.zoom(1 / 1.25)));
    const same = held && document.querySelector(/** @type {'button'} */ (`[data-tool="${held}"]`));
    if (!same) return;
    // On a narrow screen the language that was chosen has no button any more: who chose it finds the other one under the finger.
    const found = same.checkVisibility() ? same : document.querySelector(/** @type {'button'} */ ('.languages [aria-pressed="false"]'));
    found?.focus();
  }

  /** @param {import('./gyroscope.js').Gyroscope} gyroscope @param {string} locale @returns {HTMLButtonElement} */
  turner(gyroscope, locale) {
    const button = element('button', { type: 'button', class: 'tool', 'data-tool': 'gyroscope' }, icon('gyroscope'));
    const draw = () => {
      const label = say(locale, gyroscope.on ? 'gyroscopeOff' : 'gyroscopeOn');
      button.title = label;
      button.setAttribute('aria-label', label);
      button.classList.toggle('is-on', gyroscope.on);
    };
    button.addEventListener('click', async () => {
      if (gyroscope.on) gyroscope.stop();
      else if (!(await gyroscope.start())) this.actions.gyroscopeRefused();
      draw();
    });
    draw();
    return button;
  }
}
