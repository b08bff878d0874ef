import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choose, chosen, FRESH, mark, quizOf, reconsider } from '../player/quiz.js';

/** @type {any} */
const SPOT = { kind: 'quiz', question: { nl: 'Welke?', en: 'Which?' }, choices: [
  { id: 'a', text: { nl: 'Hamer' }, correct: false, feedback: { nl: 'Die slaat.' } },
  { id: 'b', text: { nl: 'Masker' }, correct: true, feedback: { nl: 'Dat beschermt.' } },
] };

/** @param {any} spot @returns {import('../player/quiz.js').Quiz} */
const quiz = (spot = SPOT) => quizOf(spot, 'en') ?? assert.fail('no quiz');

test('words in the language, Dutch where there are none', () => {
  assert.equal(quiz().question, 'Which?');
  assert.equal(quiz().choices[0]?.text, 'Hamer');
  assert.equal(quizOf({ ...SPOT, kind: 'info' }, 'nl'), null);
  assert.equal(quizOf({ ...SPOT, choices: [] }, 'nl'), null);
});

test('a wrong answer is told, marked and may be tried again; then the right one', () => {
  const marks = (/** @type {import('../player/quiz.js').Round} */ round) => quiz().choices.map((choice) => mark(round, choice));
  assert.equal(chosen(quiz(), FRESH), null);
  const wrong = choose(quiz(), FRESH, 'a');
  assert.equal(chosen(quiz(), wrong)?.feedback, 'Die slaat.');
  assert.deepEqual(marks(wrong), ['wrong', 'open']);
  const again = reconsider(wrong);
  assert.equal(chosen(quiz(), again), null);
  assert.deepEqual(marks(again), ['wrong', 'open']);
  const right = choose(quiz(), again, 'b');
  assert.equal(chosen(quiz(), right)?.correct, true);
  assert.deepEqual(marks(right), ['wrong', 'right']);
  assert.deepEqual(choose(quiz(), right, 'a').tried, ['a', 'b'], 'each once');
  assert.deepEqual(FRESH, { chosen: null, tried: [] });
});

test('an answer that is not there changes nothing', () => {
  assert.equal(choose(quiz(), FRESH, 'z'), FRESH);
});
