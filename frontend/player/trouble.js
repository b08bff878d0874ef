/**
 * From a failure to a sentence for people: what, which, and what to do. Pure.
 */
import { say } from './messages.js';

/** @typedef {import('../shared/content.js').Reason} Reason */

/**
 * @param {unknown} error a ContentError, or anything
 * @param {'manifest' | 'picture' | 'photo' | 'list'} what could not be shown: picture: of a scene; photo: in a panel
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

/** @param {unknown} trouble a ContentError, or the MediaError of a sound that came whole @returns {'Absent' | 'Damaged' | 'Unreachable' | 'Unplayable'} */
function soundEnding(trouble) {
  const reason = /** @type {{ reason?: Reason } | null} */ (trouble)?.reason;
  return reason === 'absent' ? 'Absent' : reason === 'damaged' ? 'Damaged' : reason === 'unreachable' ? 'Unreachable' : 'Unplayable';
}

/** @param {unknown} trouble of a Sound @param {string} locale @returns {string} */
export function soundSentence(trouble, locale) {
  return say(locale, `sound${soundEnding(trouble)}`);
}

/** @param {unknown} trouble a ContentError, or anything @returns {boolean} whether it may be better another time: what this browser can't decode stays so */
export function mayComeLater(trouble) {
  return soundEnding(trouble) !== 'Unplayable';
}

/** @param {unknown} error a ContentError, or anything @returns {boolean} whether it may be there once the network is back */
export function isAway(error) {
  return /** @type {{ reason?: Reason } | null} */ (error)?.reason === 'unreachable';
}
