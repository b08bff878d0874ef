/**
 * From a failure to a sentence for people: what, which, and what to do. Pure.
 */
import { say } from './messages.js';

/** @typedef {import('../shared/content.js').Reason} Reason */

/**
 * @param {unknown} error a ContentError, or anything
 * @param {'manifest' | 'picture' | 'list'} what could not be shown
 * @param {string} locale
 * @returns {string}
 */
export function contentSentence(error, what, locale) {
  const named = /** @type {{ reason?: Reason } | null} */ (error)?.reason;
  const reason = named ?? 'unreadable';
  if (reason === 'newer') return say(locale, what === 'list' ? 'listNewer' : 'manifestNewer');
  const ending = /** @type {const} */ ({ absent: 'Absent', damaged: 'Damaged', unreachable: 'Unreachable', unreadable: 'Unreadable' })[reason];
  return say(locale, `${what}${ending}`);
}

/** @param {unknown} error a ContentError, or anything @returns {boolean} whether it may be there once the network is back */
export function isAway(error) {
  return /** @type {{ reason?: Reason } | null} */ (error)?.reason === 'unreachable';
}
