/**
 * The panel in a flat browser: a dialog that holds the focus and gives it back.
 *
 * @typedef {import('./panel_content.js').PanelContent} PanelContent
 * @typedef {import('./panel_content.js').Section} Section
 * @typedef {import('../shared/content.js').ContentRoot} ContentRoot
 */
import { element } from './elements.js';
import { icon } from './icons.js';
import { say } from './messages.js';
import { spokenText } from './panel_content.js';
import { FRESH } from './quiz.js';
import { readButton } from './read_aloud.js';
import { Speech } from './speech.js';
import { chooseTier } from './tiers.js';
import { contentSentence, mayComeLater } from './trouble.js';
import { languageName } from '../shared/languages.js';

/** Two clicks within this are one double click, ms: what systems allow by default, and a little more for slow hands. */
const DOUBLE = 700;
/** A panel is at most this wide, CSS pixels (player.css says the same). */
const WIDTH = 440;

export class Panel {
  /** @param {HTMLDialogElement} dialog @param {ContentRoot} content @param {() => void} closed */
  constructor(dialog, content, closed) {
    this.dialog = dialog;
    this.content = content;
    /** @type {(() => void)[]} */
    this.cleaning = [];
    /** @type {HTMLElement | null} */
    this.from = null;
    this.speech = new Speech();
    /** When it was opened, ms as of performance.now(). */
    this.opened = 0;
    /** Languages that the open panel can be had in. @type {string[]} */
    this.languages = [];
    /** @type {(locale: string) => void} */
    this.chooseLanguage = () => undefined;
    /** Fills the panel again in another language, when it holds no hotspot's content. @type {((locale: string) => void) | null} */
    this.again = null;
    /** How far the reader is in a quiz; another language goes on with it. */
    this.quiz = { id: '', round: FRESH };
    dialog.addEventListener('click', (event) => {
      // Beside the panel, on the picture. The second half of a double click on a disc falls there too.
      if (event.target === dialog && event.timeStamp - this.opened > DOUBLE) dialog.close();
    });
    dialog.addEventListener('close', () => {
      if (dialog.open) return;        // the event comes later: another panel was opened meanwhile
      this.clean();
      this.quiz = { id: '', round: FRESH };
      this.giveBack();
      closed();
    });
  }

  /** The focus to where it came from, or to what stands in its place now: buttons are made anew in another language. */
  giveBack() {
    const { from } = this;
    const tool = from?.dataset.tool;
    const to = from?.isConnected || !tool ? from : document.querySelector(`[data-tool="${tool}"]`);
    if (to instanceof HTMLElement) to.focus({ preventScroll: true });
  }

  clean() {
    this.cleaning.forEach((undo) => undo());
    this.cleaning = [];
  }

  /**
   * Shows a panel's content; when one is open already, in its place (another language).
   * @param {PanelContent} shown @param {string} locale @param {HTMLElement | null} from gets the focus back
   */
  show(shown, locale, from) {
    if (!this.dialog.open || this.quiz.id !== shown.id) this.quiz = { id: shown.id, round: FRESH };
    const { held, top } = this.whereabouts();
    this.fill(locale, shown.title, say(locale, /** @type {import('./messages.js').Message} */ (`kind_${shown.kind}`)), () => [
      ...this.parts(shown, locale),
      ...shown.sections.flatMap((section) => sectionElements(section)),
      this.tools(shown, locale),
    ], from);
    this.dialog.dataset.kind = shown.kind;
    this.dialog.classList.toggle('wide', !!shown.video || shown.kind === 'image' || shown.kind === 'mesh');
    this.restore(held, top);
  }

  /**
   * Shows something of the player's own: help, settings, a sentence.
   * @param {(locale: string) => { title: string, body: () => (Node | null | false)[] }} make is called again for another language
   * @param {string} locale @param {HTMLElement | null} from gets the focus back @param {string} [kind] for the style sheet
   */
  tell(make, locale, from, kind = '') {
    const { title, body } = make(locale);
    const { held, top } = this.whereabouts();
    this.fill(locale, title, '', body, from);
    this.again = (other) => this.tell(make, other, from, kind);
    this.dialog.dataset.kind = kind;
    this.restore(held, top);
  }

  /** Which button of an open panel has the focus, and how far it is scrolled: filled again, it goes on there. */
  whereabouts() {
    const { dialog } = this;
    return dialog.open ? { held: document.activeElement?.getAttribute('data-tool') ?? null, top: dialog.scrollTop } : { held: null, top: 0 };
  }

  /** @param {string | null} held @param {number} top pixels */
  restore(held, top) {
    const same = held && this.dialog.querySelector(`[data-tool="${held}"]`);
    // Who chose a language finds the other one under the finger.
    const found = same || (held?.startsWith('language-') && this.dialog.querySelector('[data-tool^="language-"]'));
    if (found instanceof HTMLElement) found.focus({ preventScroll: true });
    this.dialog.scrollTop = top;
  }

  /** @param {string} locale of what is open now, where that is no hotspot's content */
  translate(locale) {
    if (this.dialog.open) this.again?.(locale);
  }

  /** What is more than words. @param {PanelContent} shown @param {string} locale @returns {(Node | null)[]} */
  parts(shown, locale) {
    const { content } = this;
    const { video, audio, mesh, quiz, title } = shown;
    const picture = shown.picture && this.picture(shown.picture, locale, mesh !== null);
    return [
      video && this.later(locale, ({ videoPanel }) => {
        const { box, stop } = videoPanel(video, content, locale, title);
        this.cleaning.push(stop);
        return box;
      }),
      audio ? this.later(locale, ({ soundPanel }) => {
        const { box, stop } = soundPanel(audio, content, locale, title);
        this.cleaning.push(stop);
        return box;
      }) : null,
      mesh ? this.later(locale, ({ meshElement }) => {
        const { figure, remove } = meshElement(mesh, title, content, locale, picture);
        this.cleaning.push(remove);
        return figure;
      }, picture) : picture,
      quiz && this.later(locale, ({ quizElement }) => quizElement(quiz, locale, this.quiz.round, (round) => { this.quiz.round = round; })),
    ];
  }

  /**
   * Room for a part whose code comes with the first panel that needs it.
   * @param {string} locale @param {(parts: typeof import('./panel_parts.js')) => Node} make is not called when the panel is gone by then
   * @param {HTMLElement | null} [meanwhile] shown until it is there
   */
  later(locale, make, meanwhile = null) {
    const room = element('div', { class: 'panel-part' }, meanwhile);
    let gone = false;
    this.cleaning.push(() => { gone = true; });
    import('./panel_parts.js').then((parts) => {
      if (!gone) room.replaceWith(make(parts));
    }, () => room.append(element('p', { role: 'alert' }, say(locale, 'partMissing'))));
    return room;
  }

  /** Reading aloud and other languages: the page's own buttons are out of reach while a panel is open. @param {PanelContent} shown @param {string} locale */
  tools(shown, locale) {
    const { button, remove } = readButton(this.speech, locale, () => [`${shown.title}.`, shown.picture?.alt, spokenText(shown)].filter(Boolean).join(' '), { look: 'panel-tool', start: 'readAloud', words: true });
    this.cleaning.push(remove);
    const others = this.languages.filter((language) => language !== locale);
    return element('div', { class: 'panel-tools' }, button, ...others.map((language) => element('button', {
      type: 'button', class: 'panel-tool', lang: language, 'data-tool': `language-${language}`, onclick: () => this.chooseLanguage(language),
    }, languageName(language, language))));
  }

  /**
   * @param {string} locale @param {string} title @param {string} kicker the small word above the title, '' for none
   * @param {() => (Node | null | false)[]} body is called when the panel before it is gone @param {HTMLElement | null} from gets the focus back
   */
  fill(locale, title, kicker, body, from) {
    this.clean();
    this.again = null;
    delete this.dialog.dataset.kind;
    this.dialog.classList.remove('wide');
    const close = element('button', { type: 'button', class: 'panel-close', 'aria-label': say(locale, 'close'), onclick: () => this.dialog.close() }, icon('close'));
    this.dialog.setAttribute('aria-labelledby', 'panel-title');
    this.dialog.replaceChildren(element('div', { class: 'panel-inside' },
      element('div', { class: 'panel-head' },
        element('div', {}, kicker && element('p', { class: 'panel-kicker' }, kicker), element('h2', { id: 'panel-title', tabindex: '-1' }, title)),
        close),
      element('div', { class: 'panel-body' }, ...body())));
    if (!this.dialog.open) {
      this.from = from;
      this.opened = performance.now();
      this.speech.stop();          // its button lies out of reach behind the panel
      this.dialog.showModal();
    }
    close.focus({ preventScroll: true });
  }

  close() {
    if (this.dialog.open) this.dialog.close();
  }

  /** @param {{ tiers: import('../shared/formats.js').Tier[], alt: string }} picture @param {string} locale @param {boolean} besides something else that is shown, which tells what is wrong */
  picture(picture, locale, besides) {
    const tier = chooseTier(picture.tiers, WIDTH * Math.min(window.devicePixelRatio, 2), Infinity);
    if (!tier) return null;
    const image = element('img', { alt: picture.alt, width: String(tier.width), height: String(tier.height) });
    const figure = element('figure', { class: 'panel-picture' }, image);
    const stopping = new AbortController();
    this.cleaning.push(() => stopping.abort());
    const failed = (/** @type {unknown} */ error) => {
      if (stopping.signal.aborted) return;
      if (besides) return figure.replaceChildren();
      const again = mayComeLater(error) && element('p', {}, element('button', { type: 'button', class: 'button', onclick: () => {
        figure.replaceChildren(image);
        figure.tabIndex = -1;
        figure.focus();          // the button is gone
        load();
      } }, say(locale, 'retry')));
      figure.replaceChildren(element('p', { role: 'alert' }, contentSentence(error, 'photo', locale)), ...(again ? [again] : []));
    };
    const load = () => {
      this.content.blob(tier.image, stopping.signal).then((blob) => {
        const address = URL.createObjectURL(blob);
        this.cleaning.push(() => URL.revokeObjectURL(address));
        image.src = address;
      }).catch(failed);
    };
    image.addEventListener('error', failed);
    load();
    return figure;
  }
}

/** @param {Section} section @returns {Node[]} */
function sectionElements({ heading, paragraphs, facts, actions }) {
  /** @type {Node[]} */
  const made = [];
  if (heading) made.push(element('h3', {}, heading));
  made.push(...paragraphs.map((paragraph) => element('p', {}, paragraph)));
  if (facts.length) made.push(element('dl', {}, ...facts.flatMap(({ term, value }) => [element('dt', {}, term), element('dd', {}, value)])));
  made.push(...actions.map(({ label, href }) => element('p', {}, element('a', { class: 'button', href, target: '_blank', rel: 'noopener' }, label, icon('link')))));
  return made;
}
