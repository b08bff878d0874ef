/**
 * The choices beside a film: language of the captions, and which spoken version.
 *
 * @typedef {import('../../shared/formats.js').Video} Video
 * @typedef {import('../../shared/formats.js').Hls} Hls
 * @typedef {import('../../shared/formats.js').Captions} Captions
 */
import { languageName } from '../../shared/languages.js';
import { element } from '../elements.js';
import { say } from '../messages.js';
import { voiceId } from './source.js';

/** @param {string} label @param {{ value: string, words: string }[]} options @param {string} name for who looks for it @param {(value: string) => void} choose */
function choice(label, options, name, choose) {
  const select = element('select', { 'data-choice': name, 'aria-label': label }, ...options.map(({ value, words }) => element('option', { value }, words)));
  select.addEventListener('change', () => choose(select.value));
  return { box: element('label', { class: 'film-choice' }, element('span', {}, label), select), select };
}

/**
 * @param {Captions[]} captions @param {string} locale @param {(language: string | null) => void} choose null: none
 * @returns {{ box: HTMLElement, select: HTMLSelectElement } | null} null where there is nothing to choose; '' is the value for none
 */
export function captionsChoice(captions, locale, choose) {
  const languages = [...new Set(captions.map(({ language }) => language))];
  if (languages.length === 0) return null;
  return choice(say(locale, 'captions'), [{ value: '', words: say(locale, 'captionsNone') }, ...languages.map((value) => ({ value, words: languageName(value, locale) }))],
    'captions', (value) => choose(value || null));
}

/** @param {Hls} voice @param {string} locale @returns {string} "Nederlands, met audiodescriptie" */
function voiceName({ language, role }, locale) {
  const name = languageName(language, locale);
  return role === 'described' ? say(locale, 'voiceDescribed', { language: name }) : name;
}

/**
 * @param {Video} video @param {string} locale @param {(voice: string) => void} choose gets a source.voiceId
 * @returns {{ box: HTMLElement, select: HTMLSelectElement } | null}
 */
export function voiceChoice(video, locale, choose) {
  if (video.hls.length < 2) return null;
  return choice(say(locale, 'voice'), video.hls.map((voice) => ({ value: voiceId(voice), words: voiceName(voice, locale) })), 'voice', choose);
}
