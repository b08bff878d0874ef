/**
 * The quiet buttons around the picture: language, help, VR, zoom.
 */
import { element } from './elements.js';
import { icon } from './icons.js';
import { say } from './messages.js';
import { languageName } from './video.js';

/**
 * @typedef {object} Actions
 * @property {(locale: string) => void} setLocale
 * @property {(from: HTMLElement) => void} help
 * @property {(from: HTMLElement) => void} vr enters VR, leaves it, or says why that cannot be
 * @property {(factor: number) => void} zoom
 */

export class Toolbar {
  /** @param {HTMLElement} tools @param {HTMLElement} corner for the zoom buttons @param {Actions} actions */
  constructor(tools, corner, actions) {
    this.tools = tools;
    this.corner = corner;
    this.actions = actions;
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
      tool('help', say(locale, 'help'), 'help', actions.help),
      vr,
    ].filter((child) => child !== false));
    this.corner.replaceChildren(
      tool('closer', say(locale, 'closer'), 'plus', () => actions.zoom(1.25)),
      tool('further', say(locale, 'further'), 'minus', () => actions.zoom(1 / 1.25)));
    if (held) document.querySelector(/** @type {'button'} */ (`[data-tool="${held}"]`))?.focus();
  }
}
