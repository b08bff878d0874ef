/**
 * From what went wrong with a film to a sentence: what, which, and what to do. Pure.
 *
 * @typedef {import('./engine.js').Trouble} Trouble
 */
import { say } from '../messages.js';

const ENDINGS = /** @type {const} */ ({ unplayable: 'Unplayable', absent: 'Absent', damaged: 'Damaged', unreachable: 'Unreachable' });

/** @param {Trouble} trouble @param {'film' | 'video'} what a 360° film around the viewer, or a flat one in a panel @param {string} locale */
export function filmSentence(trouble, what, locale) {
  return say(locale, `${what}${ENDINGS[trouble]}`);
}
