/**
 * A quiz on the page: the question, an answer a button, and what is said to the chosen one, by word and icon, never by colour alone.
 *
 * @typedef {import('./quiz.js').Quiz} Quiz
 * @typedef {import('./quiz.js').Round} Round
 */
import { element } from './elements.js';
import { icon } from './icons.js';
import { tell } from './panel_words.js';
import { choose, chosen, mark, reconsider } from './quiz.js';

/**
 * @param {Quiz} quiz @param {string} locale @param {Round} begin where an earlier showing of the same panel left off
 * @param {(round: Round) => void} changed
 * @returns {HTMLElement}
 */
export function quizElement(quiz, locale, begin, changed) {
  let round = begin;
  // Stands there from the start: a screen reader tells only what changes inside an element that it knows.
  const verdict = element('div', { class: 'quiz-verdict', role: 'status' });
  const again = element('button', { type: 'button', class: 'button quiet-button', hidden: true }, icon('again'), tell(locale, 'quizAgain'));
  const buttons = quiz.choices.map(({ id, text }) => {
    const marked = element('span', { class: 'quiz-mark' });
    const button = element('button', { type: 'button', class: 'choice', 'data-choice': id }, element('span', { class: 'quiz-text' }, text), marked);
    button.addEventListener('click', () => go(choose(quiz, round, id)));
    return { button, marked };
  });
  again.addEventListener('click', () => {
    go(reconsider(round));
    (buttons.find(({ button }) => button.dataset.mark !== 'wrong') ?? buttons[0])?.button.focus();
  });

  const draw = () => {
    for (const [index, choice] of quiz.choices.entries()) {
      const { button, marked } = /** @type {typeof buttons[number]} */ (buttons[index]);
      const how = mark(round, choice);
      button.dataset.mark = how;
      button.setAttribute('aria-pressed', String(choice.id === round.chosen));
      marked.replaceChildren(...(how === 'open' ? [] : [icon(how), tell(locale, how === 'right' ? 'quizRight' : 'quizWrong')]));
    }
    const answer = chosen(quiz, round);
    verdict.dataset.mark = answer ? mark(round, answer) : 'open';
    verdict.replaceChildren(...(answer ? [
      icon(answer.correct ? 'right' : 'wrong'),
      element('p', {}, element('strong', {}, `${tell(locale, answer.correct ? 'quizRight' : 'quizWrong')}.`), ` ${answer.feedback}`),
    ] : []));
    again.hidden = answer === null || answer.correct;
  };
  const go = (/** @type {Round} */ next) => {
    round = next;
    changed(round);
    draw();
  };
  draw();
  return element('div', { class: 'quiz' },
    element('fieldset', {}, element('legend', {}, quiz.question), ...buttons.map(({ button }) => button)), verdict, again);
}
