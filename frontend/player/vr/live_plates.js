/**
 * What moves and sounds in a scene, in VR: a plate below the view with its buttons, and one above that with what is said.
 *
 * @typedef {import('../live.js').Live} Live
 * @typedef {import('./plate.js').Choice} Choice
 */
import { Group } from 'three';
import { say } from '../messages.js';
import { calm } from '../motion.js';
import { settings } from '../settings.js';
import { clearPitch } from './clearance.js';
import { Lazy } from './lazy.js';
import { Plate } from './plate.js';

/** Degrees below the horizon: between the picture's middle and the menu's bar. */
const BUTTONS = -29;
/** Where a disc lies in the buttons' way they sink so far at most: just above the menu's bar. */
const SUNK = -39;
const WORDS = -16;
const WIDTH = 44;
/** Who reads along has the words in view. */
const READING = 12;
/** Plates grow with the text, but not beyond what is seen at once. */
const LARGEST = 1.25;

/** @type {Record<import('../live_actions.js').Action['name'], import('../icons.js').Icon>} */
const ICONS = {
  play: 'video', pause: 'pause', retry: 'again', captionsOn: 'captions', captionsOff: 'captions', soundOn: 'sound', soundOff: 'silent',
  narrationPlay: 'audio', narrationPause: 'pause', ambientOn: 'ambient', ambientOff: 'ambient',
};

export class LivePlates {
  /** @param {Live} live @param {() => string} locale */
  constructor(live, locale) {
    this.live = live;
    this.locale = locale;
    this.group = new Group();
    this.buttons = new Plate(1.5);
    this.buttons.yield();
    this.words = new Plate(1.6);
    this.group.add(this.buttons.mesh, this.words.mesh);
    this.lazy = new Lazy(0);
    this.lazyWords = new Lazy(0, READING);
    this.sinking = new Lazy(BUTTONS, 0);
    this.time = 0;
    this.resting = false;
    /** What is on them now, so that they are drawn only when that changes. */
    this.shown = { buttons: '', words: '' };
    this.update = () => this.show();
    live.followers.add(this.update);
    this.forget = settings.follow(() => this.show());
  }

  /** For who asks what a ray points at: the words are looked through. */
  get plates() {
    return [this.buttons];
  }

  show() {
    const locale = this.locale();
    const scale = Math.min(settings.get('textSize'), LARGEST);
    const { act, caption, sentence } = this.live;
    const actions = act.possible;
    const key = this.resting ? '' : [locale, scale, sentence, ...actions.map(({ name }) => name)].join('|');
    if (key !== this.shown.buttons) {
      this.shown.buttons = key;
      if (this.resting || (actions.length === 0 && !sentence)) this.buttons.hide();
      else void this.buttons.show({ sentence, columns: Math.min(actions.length, 2), width: WIDTH, choices: actions.map(({ name, act }) => ({ name, label: say(locale, name), icon: ICONS[name], act })) }, scale);
    }
    const words = this.resting ? '' : `${scale}|${caption}`;
    if (words === this.shown.words) return;
    this.shown.words = words;
    if (this.resting || !caption) this.words.hide();
    else void this.words.show({ sentence: caption, choices: [], width: WIDTH }, scale);
  }

  /** On each frame. @param {number} time ms @param {import('../../shared/projection.js').Vector} head @param {number} gaze yaw in the headset's space, degrees @param {boolean} resting something else is read now */
  follow(time, head, gaze, resting) {
    const seconds = Math.min(Math.max((time - this.time) / 1000, 0), 0.1);
    this.time = time;
    if (resting !== this.resting) {
      this.resting = resting;
      this.show();
    }
    this.group.position.set(...head);
    const yaw = this.lazy.follow(gaze, seconds, calm());
    this.buttons.stand({ yaw, pitch: this.sinking.follow(this.clear(yaw), seconds, calm()) });
    this.words.stand({ yaw: this.lazyWords.follow(gaze, seconds, calm()), pitch: WORDS });
  }

  /** @param {number} yaw of the buttons in the headset's space @returns {number} pitch at which they cover no disc, degrees */
  clear(yaw) {
    const { headset } = this.live.player;
    if (!headset) return BUTTONS;
    const { scale: { x: width, y: height } } = this.buttons.mesh;
    return clearPitch(yaw + headset.bearing.heading, BUTTONS, SUNK, { width, height, distance: this.buttons.distance }, headset.discs.discs.map(({ centre }) => centre));
  }

  remove() {
    this.live.followers.delete(this.update);
    this.forget();
    this.buttons.remove();
    this.words.remove();
    this.group.removeFromParent();
  }
}
