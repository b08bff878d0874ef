/**
 * The page around the picture: title, address, sentences, and the flat picture where nothing can turn.
 *
 * @typedef {import('../shared/formats.js').View} View
 * @typedef {import('../shared/content.js').ContentRoot} ContentRoot
 * @typedef {import('../shared/formats.js').Ref} Ref
 * @typedef {import('./config.js').Config} Config
 * @typedef {import('./player.js').Place} Place
 */
import { withLocale } from './addresses.js';
import { againButton } from './again.js';
import { clearWay, overlap, scrolledByKeys } from './boxes.js';
import { byId, element } from './elements.js';
import { say } from './messages.js';

/** Pixels between a sentence and what lies around it. */
const EDGE = 12;

export class Page {
  constructor() {
    this.main = byId('player');
    this.canvas = /** @type {HTMLCanvasElement} */ (byId('player-canvas'));
    this.status = byId('player-status');
    this.noticeBox = byId('player-notice');
    this.roomTitle = byId('player-room');
    this.sceneTitle = byId('player-scene');
    this.flat = byId('player-flat');
    this.back = byId('player-back');
    /** The sentence that has its place already. @type {string | null} */
    this.told = '';
    /** Which place in the history is shown, counted from the first within this page; where the address is already may be another. */
    this.step = this.steps;
    for (const box of [byId('player-where'), this.noticeBox]) scrolledByKeys(box);
  }

  /** @param {string} locale @param {string} room @param {string} scene @param {string} alt @param {string} look what kind of picture it is, and how to turn it */
  title(locale, room, scene, alt, look) {
    document.documentElement.lang = locale;
    document.title = `${scene} · ${room}`;
    this.roomTitle.textContent = room;
    this.sceneTitle.textContent = scene;
    this.canvas.setAttribute('aria-label', `${scene}. ${alt} ${look}`);
    const words = this.back.querySelector('span');
    if (words) words.textContent = say(locale, 'allRooms');
    // A chosen language goes along to the list of rooms, as it goes along to another room.
    const chosen = new URLSearchParams(window.location.search).get('locale');
    if (chosen) this.back.setAttribute('href', withLocale(this.back.getAttribute('href') ?? '', chosen, window.location));
  }

  /** Read out by a screen reader, not shown. @param {string} sentence */
  announce(sentence) {
    this.status.textContent = sentence;
  }

  /** Shown over the picture, and read out. @param {string} sentence @param {HTMLElement | null} [action] what somebody can do about it, below it */
  notice(sentence, action = null) {
    this.noticeBox.replaceChildren(sentence, ...(action ? [' ', action] : []));
    this.noticeBox.hidden = false;
    this.main.classList.remove('loading');
    this.clearDiscs();
  }

  /** The same, with a button that opens the page anew. @param {string} sentence @param {string} locale */
  noticeAgain(sentence, locale) {
    const button = againButton(locale, (trying) => {
      this.main.classList.toggle('loading', trying);
      this.noticeBox.hidden = trying;          // comes back, and is read out again, when that was in vain
      if (!trying) button.focus();
    });
    this.notice(sentence, button);
    if (document.activeElement === document.body) button.focus();
  }

  /**
   * The sentence stands where it covers no disc, if there is such a place: as low as can be, and where it was as long as that is one.
   * Asked when the view is at rest. At the bottom it lifts what lies there.
   */
  clearDiscs() {
    const { noticeBox, main } = this;
    const boxes = (/** @type {string} */ what) => [...main.querySelectorAll(what)].map((part) => part.getBoundingClientRect());
    const discs = boxes('.spot:not(.away, .under)');
    const before = noticeBox.getBoundingClientRect();
    if (noticeBox.hidden || this.told === noticeBox.textContent && !discs.some((disc) => overlap(disc, before))) return;
    this.told = noticeBox.textContent;
    this.lift(0);
    noticeBox.style.translate = '';
    const box = noticeBox.getBoundingClientRect();
    const top = document.querySelector('.bar')?.getBoundingClientRect().bottom ?? 0;
    const within = { left: EDGE, right: window.innerWidth - EDGE, top: top + EDGE, bottom: box.bottom };
    const { x, y } = clearWay(box, within, discs, [...discs, ...boxes('.corner, .live > *')]);
    noticeBox.style.translate = `${x}px ${y}px`;
    if (y === 0) this.lift(box.height + EDGE);
  }

  /** @param {number} height pixels by which what lies at the bottom of the picture goes up */
  lift(height) {
    document.body.style.setProperty('--told', `${height}px`);
  }

  /** Shown for a while. @param {string} sentence */
  passing(sentence) {
    this.notice(sentence);
    setTimeout(() => this.quiet(sentence), 8000);
  }

  /** @param {string} [sentence] only this one: what others said meanwhile stays */
  quiet(sentence) {
    if (sentence !== undefined && this.noticeBox.textContent !== sentence) return;
    this.noticeBox.hidden = true;
    this.noticeBox.textContent = this.told = '';
    this.lift(0);
    this.main.classList.remove('loading');
  }

  /** The picture, also where it lies flat; the scene's name where there is none. */
  focusPicture() {
    if (!this.canvas.hidden) return this.canvas.focus({ preventScroll: true });
    const flat = this.flat.querySelector('img') ?? this.sceneTitle;
    flat.tabIndex = -1;
    flat.focus();
  }

  /**
   * @param {ContentRoot} content @param {Ref[]} refs the first that can be had is shown @param {string} alt
   * @throws {import('../shared/content.js').ContentError} the last one's failure
   */
  async showFlat(content, refs, alt) {
    const held = document.activeElement === this.canvas || this.flat.contains(document.activeElement);
    this.main.classList.add('is-flat');
    this.canvas.hidden = true;
    this.flat.hidden = false;
    this.flat.replaceChildren();          // another scene's
    /** @type {unknown} */
    let trouble;
    for (const ref of refs) {
      try {
        const address = URL.createObjectURL(await content.blob(ref));
        const image = element('img', { src: address, alt });
        image.addEventListener('load', () => URL.revokeObjectURL(address), { once: true });
        this.flat.replaceChildren(image);
        // What is hidden may keep the focus until the next frame.
        if (held && [document.body, this.canvas].includes(/** @type {HTMLElement} */ (document.activeElement))) this.focusPicture();
        return;
      } catch (error) {
        trouble = error;
      }
    }
    throw trouble;
  }

  hideFlat() {
    const held = this.flat.contains(document.activeElement);
    this.main.classList.remove('is-flat');
    this.canvas.hidden = false;
    this.flat.hidden = true;
    if (held) this.focusPicture();
  }

  /* ---- the address, so that Back goes back and a link leads here ---- */

  /** @param {(query: URLSearchParams) => void} change @param {'pushState' | 'replaceState'} how @param {object} [more] of the state */
  address(change, how, more = {}) {
    const url = new URL(window.location.href);
    change(url.searchParams);
    history[how]({ ...history.state, ...more }, '', url);
  }

  /** How many places back the visitor may go within this page. @returns {number} */
  get steps() {
    return history.state?.steps ?? 0;
  }

  stepBack() {
    if (this.steps > 0) history.back();
  }

  /** The address becomes again what is shown: somebody chose another way while Back was still looking for its own. */
  async comeBack() {
    const places = this.step - this.steps;
    if (places === 0) return;
    const there = new Promise((resolve) => window.addEventListener('popstate', resolve, { once: true }));
    history.go(places);
    await Promise.race([there, new Promise((resolve) => setTimeout(resolve, 1000))]);
  }

  /** For who comes back. @param {View} view where somebody looks who leaves */
  rememberView(view) {
    history.replaceState({ ...history.state, view }, '');
  }

  /** @param {string} scene @param {View} view where somebody looks who leaves for it */
  remember(scene, view) {
    this.rememberView(view);
    this.address((query) => query.set('scene', scene), 'pushState', { steps: ++this.step, view: undefined });
  }

  /** @param {string} locale */
  rememberLocale(locale) {
    this.address((query) => query.set('locale', locale), 'replaceState');
  }

  /** The page may be another room's by the time somebody comes back to it. @param {Place} place of the room that the page opened with */
  rememberPlace({ manifest, poster }) {
    history.replaceState({ ...history.state, place: { manifest, poster } }, '');
  }

  /** @param {Config} config @param {string} id @param {Place} place @param {View} view where somebody looked who left for it */
  rememberRoom(config, id, { manifest, poster }, view) {
    this.rememberView(view);
    const url = new URL(config.play_url ? config.play_url.replace('{id}', id) : window.location.href, window.location.href);
    const locale = new URLSearchParams(window.location.search).get('locale');
    if (locale) url.searchParams.set('locale', locale);
    url.searchParams.delete('scene');
    if (!config.play_url) url.searchParams.set('manifest', manifest.path);
    history.pushState({ place: { manifest, poster }, steps: ++this.step }, '', url);
  }
}
