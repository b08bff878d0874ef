/**
 * Says in words where a hotspot is, for whoever does not see it. Pure.
 *
 * @typedef {import('../shared/formats.js').Angles} Angles
 * @typedef {'nl' | 'en'} Locale
 */
import { wrap } from '../shared/projection.js';

/** Eight sectors of 45°, from straight ahead to the right. @type {Record<Locale, string[]>} */
const AROUND = {
  nl: ['voor je', 'rechts voor je', 'rechts van je', 'rechts achter je', 'achter je', 'links achter je', 'links van je', 'links voor je'],
  en: ['in front of you', 'to your front right', 'to your right', 'behind you on the right', 'behind you', 'behind you on the left', 'to your left', 'to your front left'],
};
const OVERHEAD = { nl: 'boven je', en: 'above you' };
const UNDERFOOT = { nl: 'onder je', en: 'below you' };
const HIGHER = { nl: 'hoger', en: 'higher up' };
const LOWER = { nl: 'lager', en: 'lower down' };

/**
 * @param {Angles} at @param {number} heading yaw that the reader faces, degrees @param {Locale} locale
 * @returns {string} such as "rechts achter je" or "voor je, lager"
 */
export function whereabouts(at, heading, locale) {
  if (at.pitch > 65) return OVERHEAD[locale];
  if (at.pitch < -65) return UNDERFOOT[locale];
  const sector = Math.round(((wrap(at.yaw - heading) + 360) % 360) / 45) % 8;
  const around = AROUND[locale][sector] ?? '';
  if (at.pitch > 30) return `${around}, ${HIGHER[locale]}`;
  if (at.pitch < -30) return `${around}, ${LOWER[locale]}`;
  return around;
}
