/**
 * The settings as a panel: native controls, each takes effect at once. Loaded when it is opened.
 *
 * @typedef {import('./player.js').Player} Player
 * @typedef {import('./settings.js').Values} Values
 * @typedef {import('./settings_words.js').Word} Word
 */
import { languageName } from '../shared/languages.js';
import { element } from './elements.js';
import { icon } from './icons.js';
import { say } from './messages.js';
import { CHOICES, settings } from './settings.js';
import { tell } from './settings_words.js';

/** @param {Player} player @param {HTMLElement} from gets the focus back */
export function openSettings(player, from) {
  player.panel.tell((locale) => ({ title: say(locale, 'settings'), body: () => body(player, locale) }), player.locale, from, 'settings');
}

/** @param {Player} player @param {string} locale */
function body(player, locale) {
  /** Puts the controls where the values are. @type {(() => void)[]} */
  const syncs = [];
  const toggle = (/** @type {'captions' | 'speech' | 'snapTurn' | 'vignette' | 'contrast' | 'motion'} */ name) => {
    const [off, on] = name === 'contrast' ? ['normal', 'high'] : name === 'motion' ? ['system', 'reduced'] : [false, true];
    const input = element('input', { type: 'checkbox', name });
    input.addEventListener('change', () => settings.set({ [name]: input.checked ? on : off }));
    syncs.push(() => { input.checked = settings.get(name) === on; });
    return element('label', { class: 'setting' }, input, element('span', {}, tell(locale, name), name === 'motion' && element('small', {}, tell(locale, 'motionHint'))));
  };
  const oneOf = (/** @type {'textSize' | 'hand'} */ name) => element('fieldset', { class: 'setting-group' }, element('legend', {}, tell(locale, name)),
    ...CHOICES[name].map((value) => {
      const input = element('input', { type: 'radio', name, value: String(value) });
      input.addEventListener('change', () => settings.set({ [name]: value }));
      syncs.push(() => { input.checked = settings.get(name) === value; });
      return element('label', { class: 'setting' }, input, element('span', {}, tell(locale, /** @type {Word} */ (`${name}_${value}`))));
    }));
  const listed = (/** @type {'timer' | 'dwell'} */ name, /** @type {(value: number) => string} */ words) => {
    const select = element('select', { name }, ...CHOICES[name].map((value) => element('option', { value: String(value) }, value === 0 ? tell(locale, `${name}_0`) : words(value))));
    select.addEventListener('change', () => settings.set({ [name]: Number(select.value) }));
    syncs.push(() => { select.value = String(settings.get(name)); });
    return element('label', { class: 'setting setting-list' }, element('span', {}, tell(locale, name)), select);
  };
  const volume = element('input', { type: 'range', name: 'volume', min: '0', max: '1', step: '0.05' });
  volume.addEventListener('input', () => settings.set({ volume: Number(volume.value) }));
  syncs.push(() => {
    volume.value = String(settings.get('volume'));
    volume.setAttribute('aria-valuetext', new Intl.NumberFormat(locale, { style: 'percent' }).format(settings.get('volume')));
  });
  const number = new Intl.NumberFormat(locale);
  const done = element('p', { role: 'status', class: 'quiet' });
  const reset = element('button', { type: 'button', class: 'button quiet-button' }, icon('again'), tell(locale, 'reset'));
  reset.addEventListener('click', () => {
    settings.reset();
    done.textContent = tell(locale, 'resetDone');
  });
  const languages = player.manifest?.languages ?? [];

  const nodes = [
    languages.length > 1 && element('fieldset', { class: 'setting-group' }, element('legend', {}, tell(locale, 'language')),
      ...languages.map((language) => {
        const input = element('input', { type: 'radio', name: 'language', value: language, 'data-tool': `language-${language}` });
        input.checked = language === locale;
        input.addEventListener('change', () => player.setLocale(language));
        return element('label', { class: 'setting', lang: language }, input, element('span', {}, languageName(language, language)));
      })),
    element('h3', {}, tell(locale, 'reading')),
    oneOf('textSize'), toggle('contrast'), toggle('captions'), toggle('speech'),
    element('label', { class: 'setting setting-list' }, element('span', {}, tell(locale, 'volume')), volume),
    element('h3', {}, tell(locale, 'looking')),
    toggle('motion'), oneOf('hand'), listed('timer', (minutes) => tell(locale, 'timerMinutes', { minutes })),
    element('h3', {}, tell(locale, 'headset')),
    listed('dwell', (ms) => tell(locale, 'dwellSeconds', { seconds: number.format(ms / 1000) })), toggle('snapTurn'), toggle('vignette'),
    element('p', { class: 'quiet' }, tell(locale, 'where')),
    element('p', {}, reset), done,
  ].filter((node) => node instanceof Node);
  // At once, and on every change, whoever made it.
  player.panel.cleaning.push(settings.follow(() => syncs.forEach((sync) => sync())));
  return nodes;
}
