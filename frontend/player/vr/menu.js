/**
 * What is always within reach in VR: a bar low in front with "Ik wil stoppen" and the menu. It comes along when somebody turns.
 *
 * @typedef {import('./plate.js').Choice} Choice
 * @typedef {import('./sentences.js').Sentence} Sentence
 * @typedef {object} Reach what the menu can do
 * @property {() => void} stop @property {() => void} recentre
 * @property {(() => void) | null} previous null where nothing came before
 * @property {() => void} opened closes what else is open
 */
import { Group } from 'three';
import { CHOICES, settings } from '../settings.js';
import { calm } from '../motion.js';
import { Lazy } from './lazy.js';
import { Plate } from './plate.js';
import { tell } from './sentences.js';

/** Degrees: low enough to leave the picture alone, high enough for a neck. */
const LOW = -49;
const MIDDLE = -4;
/** ms that a sentence above the bar stays. */
const LINGER = 15_000;
/** Of the volume, one press. */
const STEP = 0.2;
/** Plates grow with the text, but not beyond what is seen at once. */
const LARGEST = 1.25;

export class Menu {
  /** @param {() => string} locale @param {() => Reach} reach asked each time, for what can be done now */
  constructor(locale, reach) {
    this.locale = locale;
    this.reach = reach;
    this.group = new Group();
    this.bar = new Plate(1.3);
    this.board = new Plate(1.6);
    this.group.add(this.bar.mesh, this.board.mesh);
    this.lazy = new Lazy(0);
    this.open = false;
    /** A question that waits for its answer. @type {((yes: boolean) => void) | null} */
    this.asked = null;
    /** @type {string} */
    this.sentence = '';
    this.until = Infinity;
    this.time = 0;
    this.last = '';
    this.forget = settings.follow(() => this.show());
  }

  get plates() {
    return [this.board, this.bar];
  }

  show() {
    const locale = this.locale();
    const scale = Math.min(settings.get('textSize'), LARGEST);
    void this.bar.show({ sentence: this.sentence, columns: 2, width: 38, choices: [
      { name: 'stop', label: tell(locale, 'stop'), icon: 'stop', act: () => this.reach().stop() },
      { name: 'menu', label: tell(locale, 'menu'), icon: 'settings', act: () => this.toggle() },
    ] }, scale);
    if (this.open) void this.board.show({ choices: this.choices(), width: 36 }, scale);
  }

  /** @returns {Choice[]} */
  choices() {
    const locale = this.locale();
    const { previous, recentre } = this.reach();
    const onOff = (/** @type {boolean} */ on) => tell(locale, on ? 'on' : 'off');
    const flip = (/** @type {'captions' | 'snapTurn' | 'vignette'} */ name, /** @type {import('../icons.js').Icon} */ icon) => ({
      name, icon, label: tell(locale, name, { state: onOff(settings.get(name)) }), act: () => settings.set({ [name]: !settings.get(name) }),
    });
    const louder = (/** @type {number} */ step) => () => settings.set({ volume: Math.min(1, Math.max(0, Math.round((settings.get('volume') + step) * 10) / 10)) });
    const dwell = settings.get('dwell');
    const next = CHOICES.dwell[(/** @type {readonly number[]} */ (CHOICES.dwell).indexOf(dwell) + 1) % CHOICES.dwell.length] ?? 0;
    return [
      previous && { name: 'previous', label: tell(locale, 'previous'), icon: /** @type {const} */ ('back'), act: () => {
        this.close();
        previous();
      } },
      { name: 'recentre', label: tell(locale, 'recentre'), icon: /** @type {const} */ ('again'), act: () => {
        this.close();
        recentre();
      } },
      flip('captions', 'info'),
      { name: 'quieter', label: tell(locale, 'quieter'), icon: /** @type {const} */ ('minus'), act: louder(-STEP) },
      { name: 'louder', label: tell(locale, 'louder'), icon: /** @type {const} */ ('plus'), act: louder(STEP) },
      { name: 'dwell', label: tell(locale, 'dwell', { state: dwell ? `${new Intl.NumberFormat(locale).format(dwell / 1000)} s` : onOff(false) }), icon: /** @type {const} */ ('help'), act: () => settings.set({ dwell: next }) },
      flip('snapTurn', 'turnRight'),
      flip('vignette', 'headset'),
      { name: 'closeMenu', label: tell(locale, 'close'), icon: /** @type {const} */ ('close'), act: () => this.close() },
    ].filter((choice) => choice !== null);
  }

  toggle() {
    if (this.open) return this.close();
    this.reach().opened();
    this.answer(false);
    this.open = true;
    this.show();
  }

  /** Closes the menu; who was asked something has said no. */
  close() {
    this.open = false;
    this.board.hide();
    this.answer(false);
  }

  /** @param {string} sentence @param {{ yes: Sentence, no: Sentence }} words @returns {Promise<boolean>} */
  ask(sentence, { yes, no }) {
    this.close();
    const locale = this.locale();
    return new Promise((resolve) => {
      this.asked = resolve;
      void this.board.show({ sentence, width: 40, choices: [
        { name: 'no', label: tell(locale, no), icon: 'back', act: () => this.answer(false) },
        { name: 'yes', label: tell(locale, yes), icon: 'scene', act: () => this.answer(true) },
      ] }, Math.min(settings.get('textSize'), LARGEST));
    });
  }

  /** @param {boolean} yes */
  answer(yes) {
    const { asked } = this;
    this.asked = null;
    if (!asked) return;
    this.board.hide();
    asked(yes);
  }

  /** A sentence above the bar for a while; nothing else changes. @param {string} sentence */
  say(sentence) {
    this.sentence = sentence;
    this.until = this.time + LINGER;
    this.show();
  }

  /** On each frame. @param {number} time ms @param {import('../../shared/projection.js').Vector} head @param {number} gaze yaw in the headset's space, degrees */
  follow(time, head, gaze) {
    const seconds = Math.min((time - this.time) / 1000, 0.1);
    this.time = time;
    if (this.sentence && time > this.until) {
      this.sentence = '';
      this.show();
    }
    this.group.position.set(...head);
    const yaw = this.lazy.follow(gaze, Math.max(seconds, 0), calm());
    this.bar.stand({ yaw, pitch: LOW });
    this.board.stand({ yaw, pitch: MIDDLE });
  }

  remove() {
    this.forget();
    this.answer(false);
    this.bar.remove();
    this.board.remove();
    this.group.removeFromParent();
  }
}
