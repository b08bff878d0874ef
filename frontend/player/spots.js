/**
 * The hotspots in a flat browser: real buttons in tab order that follow their place in the picture.
 * Those out of sight stay in the tab order, unseen; who tabs to one has the view turned to it.
 *
 * @typedef {import('../shared/formats.js').Angles} Angles
 * @typedef {import('../shared/formats.js').Hotspot} Hotspot
 * @typedef {import('../shared/formats.js').View} View
 * @typedef {import('./looking.js').Reach} Reach
 * @typedef {import('./room.js').Kind} Kind
 */
import { angles, clamp, direction, toScreen } from '../shared/projection.js';
import { words } from '../shared/text.js';
import { least, leftOf, overlap } from './boxes.js';
import { element } from './elements.js';
import { icon } from './icons.js';
import { shownWithin } from './looking.js';
import { say } from './messages.js';
import { spoken } from './spoken.js';
import { spread } from './vr/spread.js';
import { whereabouts } from './whereabouts.js';

/** Pixels from the edge within which a focused hotspot is still turned to the middle. */
const EDGE = 70;
/** Pixels between the middles of two discs: those that stand in one place are kept apart, so that each can be pressed. */
const APART = 56;
/** On a screen narrower than this a label has no room beside its disc: it stands above or below, this far from the screen's sides at least. */
const NARROW = 640;
const MARGIN = 8;
/** What lies upon the picture. */
const UPON = '.where, .bar .tool, .corner, .live-bar, .film-captions, .notice';

/** Pixels of a disc that have to be free for a finger (WCAG 2.2, 2.5.8). */
const PRESSED = 24;

/** @typedef {{ spot: Hotspot, button: HTMLButtonElement, label: HTMLElement }} Entry */

export class SpotButtons {
  /**
   * @param {HTMLElement} list
   * @param {{ open: (spot: Hotspot, from: HTMLElement) => void, turnTo: (at: Angles) => void }} actions
   */
  constructor(list, actions) {
    this.list = list;
    this.actions = actions;
    /** @type {Entry[]} */
    this.entries = [];
    /** Where the discs are shown, in tab order, for a gap in degrees and a screen. @type {{ gap: number, aspect: number, at: Angles[] }} */
    this.places = { gap: -1, aspect: 1, at: [] };
  }

  /** @param {Hotspot[]} spots in tab order @param {string} locale */
  show(spots, locale) {
    this.entries = spots.map((spot, index) => {
      const label = element('span', { class: 'spot-label' });
      const button = element('button', { type: 'button', class: `spot spot-${spot.kind}`, 'data-spot': spot.id }, icon(/** @type {Kind} */ (spot.kind)), label);
      button.addEventListener('click', () => this.actions.open(spot, button));
      button.addEventListener('focus', (event) => {
        // Not when a panel gives the focus back: the view stays where the reader left it.
        const walking = event.relatedTarget instanceof Element && !event.relatedTarget.closest('dialog');
        const { classList } = button;
        if (classList.contains('away') || (walking && (classList.contains('at-edge') || classList.contains('under') || covered(button)))) this.actions.turnTo(this.places.at[index] ?? spot.at);
      });
      return { spot, button, label };
    });
    this.places.gap = -1;
    this.list.replaceChildren(...this.entries.map(({ button }) => element('li', {}, button)));
    this.list.hidden = spots.length === 0;
    this.speak(locale, 0);
  }

  /** Names in another language or, once the view is at rest, from another heading. @param {string} locale @param {number} heading degrees */
  speak(locale, heading) {
    // A name that changes under the reader's cursor is read out again and again.
    const held = this.list.contains(document.activeElement);
    for (const { spot, button, label } of this.entries) {
      if (held && label.lang === locale) continue;
      label.lang = locale;
      label.textContent = words(spot.label, locale);
      button.setAttribute('aria-label', [label.textContent, say(locale, /** @type {import('./messages.js').Message} */ (`kind_${spot.kind}`)), whereabouts(spot.at, heading, spoken(locale))].join(', '));
    }
  }

  /** As a list, below a picture that lies flat. */
  lie() {
    for (const { button } of this.entries) {
      button.classList.remove('away', 'under', 'at-edge', 'label-left', 'label-below', 'label-above');
      button.style.transform = '';
    }
  }

  /** @param {View} view @param {number} width @param {number} height CSS pixels @param {Reach} reach what there is to see */
  follow(view, width, height, reach) {
    // In the middle of the screen; towards its edges a degree has more pixels.
    const gap = (Math.atan((2 * APART * Math.tan((view.fov * Math.PI) / 360)) / width) * 180) / Math.PI;
    const aspect = width / height;
    if (Math.abs(gap - this.places.gap) > gap * 0.02 || aspect !== this.places.aspect) {
      const at = spread(this.entries.map(({ spot }) => direction(spot.at.yaw, spot.at.pitch)), gap, shownWithin(view.fov, aspect, reach)).map(angles);
      this.places = { gap, aspect, at };
    }
    for (const [index, { spot, button }] of this.entries.entries()) {
      const at = toScreen(this.places.at[index] ?? spot.at, view, width, height);
      const seen = at !== null && at.x > 0 && at.x < width && at.y > 0 && at.y < height;
      button.classList.toggle('away', !seen);
      button.classList.remove('under');
      if (!seen) {
        button.classList.remove('at-edge');
        button.style.transform = unseenAt(index);
        continue;
      }
      button.classList.toggle('at-edge', at.x < EDGE || at.x > width - EDGE || at.y < EDGE || at.y > height - EDGE);
      const narrow = width < NARROW;
      button.classList.toggle('label-left', !narrow && at.x > width / 2);
      button.classList.toggle('label-below', narrow && at.y < height / 2);
      button.classList.toggle('label-above', narrow && at.y >= height / 2);
      // As much of the label lies to the disc's left as of the screen does: so it stays within, however wide it is.
      if (narrow) button.style.setProperty('--aside', `${(clamp((at.x - MARGIN) / (width - 2 * MARGIN), 0, 1) * 100).toFixed(1)}%`);
      button.style.transform = `translate(${at.x.toFixed(2)}px, ${at.y.toFixed(2)}px)`;
    }
  }

  /** Once the view is at rest: a disc of which what lies upon the picture leaves too little to press is out of sight until somebody turns. */
  rest() {
    const upon = [...document.querySelectorAll(`${UPON}, .panel`)].map((part) => part.getBoundingClientRect());
    const screen = { left: 0, top: 0, right: window.innerWidth, bottom: window.innerHeight };
    for (const [index, { button }] of this.entries.entries()) {
      if (button.classList.contains('away') || button === document.activeElement) continue;
      const { left, top, right, bottom } = button.getBoundingClientRect();
      const shown = { left: Math.max(left, screen.left), top: Math.max(top, screen.top), right: Math.min(right, screen.right), bottom: Math.min(bottom, screen.bottom) };
      if (least(leftOf(shown, upon)) >= PRESSED) continue;
      button.classList.add('under');
      button.style.transform = unseenAt(index);
    }
  }

  /** @param {string} id @returns {HTMLButtonElement | undefined} */
  button(id) {
    return this.entries.find(({ spot }) => spot.id === id)?.button;
  }
}

/** One point each for those out of sight: none lies upon another. @param {number} index @returns {string} */
const unseenAt = (index) => `translate(${index * 2}px, 0)`;

/** Whether what lies upon the picture, such as a long title, reaches over a disc: nobody would see what has the focus. @param {HTMLElement} button @returns {boolean} */
function covered(button) {
  const disc = button.getBoundingClientRect();
  return [...document.querySelectorAll(UPON)].some((part) => overlap(part.getBoundingClientRect(), disc));
}
