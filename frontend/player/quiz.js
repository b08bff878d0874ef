/**
 * A quiz from the first look to an answer: which choice was made, which were tried, what is said to it. Pure.
 * No answer is kept or sent: a round lives as long as its panel.
 *
 * @typedef {import('../shared/formats.js').Hotspot} Hotspot
 * @typedef {{ id: string, text: string, correct: boolean, feedback: string }} Choice in the reader's language
 * @typedef {{ question: string, choices: Choice[] }} Quiz
 * @typedef {{ chosen: string | null, tried: readonly string[] }} Round tried: ids, in the order of trying
 * @typedef {'open' | 'right' | 'wrong'} Mark
 */
import { words } from '../shared/text.js';

/** @type {Readonly<Round>} */
export const FRESH = Object.freeze({ chosen: null, tried: [] });

/** @param {Hotspot} spot @param {string} locale @returns {Quiz | null} null where there is nothing to choose */
export function quizOf(spot, locale) {
  if (spot.kind !== 'quiz' || !spot.choices?.length) return null;
  return {
    question: words(spot.question, locale),
    choices: spot.choices.map(({ id, text, correct, feedback }) => ({ id, text: words(text, locale), correct, feedback: words(feedback, locale) })),
  };
}

/** @param {Quiz} quiz @param {Round} round @param {string} id of a choice; unknown ones change nothing @returns {Round} */
export function choose(quiz, round, id) {
  if (!quiz.choices.some((choice) => choice.id === id)) return round;
  return { chosen: id, tried: round.tried.includes(id) ? round.tried : [...round.tried, id] };
}

/** Back to the question; what was tried stays marked. @param {Round} round @returns {Round} */
export function reconsider(round) {
  return { ...round, chosen: null };
}

/** @param {Quiz} quiz @param {Round} round @returns {Choice | null} the choice that feedback is given to */
export function chosen(quiz, round) {
  return quiz.choices.find(({ id }) => id === round.chosen) ?? null;
}

/** @param {Round} round @param {Choice} choice @returns {Mark} */
export function mark(round, choice) {
  if (!round.tried.includes(choice.id)) return 'open';
  return choice.correct ? 'right' : 'wrong';
}
