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
import { chooseTier } from './tiers.js';
import { videoPlayer } from './video.js';

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
    dialog.addEventListener('click', (event) => {
      if (event.target === dialog) dialog.close();       // beside the panel, on the picture
    });
    dialog.addEventListener('close', () => {
      if (dialog.open) return;        // the event comes later: another panel was opened meanwhile
      this.clean();
      this.from?.focus({ preventScroll: true });
      closed();
    });
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
    this.fill(locale, shown.title, say(locale, /** @type {import('./messages.js').Message} */ (`kind_${shown.kind}`)), () => [
      shown.video && this.video(shown, locale),
      shown.picture && this.picture(shown.picture, locale),
      ...shown.sections.flatMap((section) => sectionElements(section)),
    ], from);
    this.dialog.dataset.kind = shown.kind;
    this.dialog.classList.toggle('wide', !!shown.video || shown.kind === 'image' || shown.kind === 'mesh');
  }

  /**
   * @param {string} locale @param {string} title @param {string} kicker the small word above the title, '' for none
   * @param {() => (Node | null | false)[]} body is called when the panel before it is gone @param {HTMLElement | null} from gets the focus back
   */
  fill(locale, title, kicker, body, from) {
    this.clean();
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
      this.dialog.showModal();
    }
    close.focus({ preventScroll: true });
  }

  close() {
    if (this.dialog.open) this.dialog.close();
  }

  /** @param {{ tiers: import('../shared/formats.js').Tier[], alt: string }} picture @param {string} locale */
  picture(picture, locale) {
    const tier = chooseTier(picture.tiers, WIDTH * Math.min(window.devicePixelRatio, 2), Infinity);
    if (!tier) return null;
    const image = element('img', { alt: picture.alt, width: String(tier.width), height: String(tier.height) });
    const figure = element('figure', { class: 'panel-picture' }, image);
    const stopping = new AbortController();
    this.cleaning.push(() => stopping.abort());
    this.content.blob(tier.image, stopping.signal).then((blob) => {
      const address = URL.createObjectURL(blob);
      this.cleaning.push(() => URL.revokeObjectURL(address));
      image.src = address;
    }).catch(() => {
      if (!stopping.signal.aborted) figure.replaceChildren(element('p', { role: 'alert' }, say(locale, 'pictureFailed')));
    });
    return figure;
  }

  /** @param {PanelContent} shown @param {string} locale */
  video(shown, locale) {
    if (!shown.video) return null;
    const trouble = element('p', { role: 'alert', hidden: true });
    const { video, stop } = videoPlayer(shown.video, this.content, locale, shown.title, () => {
      trouble.textContent = say(locale, 'videoFailed');
      trouble.hidden = false;
    });
    this.cleaning.push(stop);
    return element('div', { class: 'panel-video' }, video, trouble);
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
