/**
 * Why a 3D object can't be turned, in a sentence for people: what, why, and what to do. Pure.
 */
import { tell } from '../panel_words.js';

const WORDS = /** @type {const} */ ({ absent: 'meshAbsent', damaged: 'meshDamaged', unreachable: 'meshUnreachable' });

/** @param {unknown} error a ContentError, or anything @param {string} locale @returns {string} */
export function meshSentence(error, locale) {
  const reason = /** @type {{ reason?: import('../../shared/content.js').Reason } | null} */ (error)?.reason;
  return tell(locale, WORDS[/** @type {keyof typeof WORDS} */ (reason)] ?? 'meshFailed');
}
