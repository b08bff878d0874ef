/**
 * The hotspots in a flat browser: real buttons in tab order that follow their place in the picture.
 * Those out of sight stay in the tab order, unseen; who tabs to one has the view turned to it.
 *
 * @typedef {import('../shared/formats.js').Hotspot} Hotspot
 * @typedef {import('../shared/formats.js').View} View
 * @typedef {import('./room.js').Kind} Kind
 */
import { angles, direction, toScreen } from '../shared/projection.js';
import { words } from '../shared/text.js';
import { element } from './elements.js';
import { icon } from './icons.js';
import { say, spoken } from './messages.js';
import { spread } from './vr/spread.js';
import { whereabouts } from './whereabouts.js';

/** Pixels from the edge within which a focused hotspot is still turned to the middle. */
const EDGE = 70;
/** Pixels between the middles of two discs: those that stand in one place are kept apart, so that each can be pressed. */
const APART = 56;

/** @typedef {{ spot: Hotspot, button: HTMLButtonElement, label: HTMLElement }} Entry */

export class SpotButtons {
  /**
   * @param {HTMLElement} list
   * @param {{ open: (spot: Hotspot, from: HTMLElement) => void, turnTo: (spot: Hotspot) => void }} actions
   */
  constructor(list, actions) {
    this.list = list;
    this.actions = actions;
    /** @type {Entry[]} */
    this.entries = [];
    /** Where the discs are shown, in tab order, for a gap in degrees. @type {{ gap: number, at: import('../shared/formats.js').Angles[] }} */
    this.places = { gap: -1, at: [] };
  }

  /** @param {Hotspot[]} spots in tab order @param {string} locale */
  show(spots, locale) {
    this.entries = spots.map((spot) => {
      const label = element('span', { class: 'spot-label' });
      const button = element('button', { type: 'button', class: `spot spot-${spot.kind}`, 'data-spot': spot.id }, icon(/** @type {Kind} */ (spot.kind)), label);
      button.addEventListener('click', () => this.actions.open(spot, button));
      button.addEventListener('focus', (event) => {
        // Not when a panel gives the focus back: the view stays where the reader left it.
        const walking = event.relatedTarget instanceof Element && !event.relatedTarget.closest('dialog');
        if (button.classList.contains('away') || (walking && (button.classList.contains('at-edge') || underBar(button)))) this.actions.turnTo(spot);
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

  /** @param {View} view @param {number} width @param {number} height CSS pixels */
  follow(view, width, height) {
    // In the middle of the screen; towards its edges a degree has more pixels.
    const gap = (Math.atan((2 * APART * Math.tan((view.fov * Math.PI) / 360)) / width) * 180) / Math.PI;
    if (Math.abs(gap - this.places.gap) > gap * 0.02) {
      this.places = { gap, at: spread(this.entries.map(({ spot }) => direction(spot.at.yaw, spot.at.pitch)), gap).map(angles) };
    }
    for (const [index, { spot, button }] of this.entries.entries()) {
      const at = toScreen(this.places.at[index] ?? spot.at, view, width, height);
      const seen = at !== null && at.x > 0 && at.x < width && at.y > 0 && at.y < height;
      button.classList.toggle('away', !seen);
      if (!seen) {
        button.classList.remove('at-edge');
        button.style.transform = `translate(${index * 2}px, 0)`;      // one point each: none lies upon another
        continue;
      }
      button.classList.toggle('at-edge', at.x < EDGE || at.x > width - EDGE || at.y < EDGE || at.y > height - EDGE);
      button.classList.toggle('label-left', at.x > width * 0.7);
      button.style.transform = `translate(${at.x.toFixed(2)}px, ${at.y.toFixed(2)}px)`;
    }
  }

  /** @param {string} id @returns {HTMLButtonElement | undefined} */
  button(id) {
    return this.entries.find(({ spot }) => spot.id === id)?.button;
  }
}

/** Whether a long title, or one in large letters, reaches down to a disc: nobody would see what has the focus. @param {HTMLElement} button @returns {boolean} */
function underBar(button) {
  const bar = document.querySelector('.bar');
  return bar !== null && button.getBoundingClientRect().top < bar.getBoundingClientRect().bottom;
}
