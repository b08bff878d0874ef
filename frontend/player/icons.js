/**
 * The icons by kind of hotspot and for the buttons: lucide's drawings, put into the bundle when it is built.
 */
import activity from 'lucide-static/icons/calendar-check.svg';
import room from 'lucide-static/icons/door-open.svg';
import link from 'lucide-static/icons/external-link.svg';
import scene from 'lucide-static/icons/footprints.svg';
import image from 'lucide-static/icons/image.svg';
import info from 'lucide-static/icons/info.svg';
import mesh from 'lucide-static/icons/box.svg';
import video from 'lucide-static/icons/play.svg';
import back from 'lucide-static/icons/arrow-left.svg';
import close from 'lucide-static/icons/x.svg';
import help from 'lucide-static/icons/circle-question-mark.svg';
import minus from 'lucide-static/icons/minus.svg';
import plus from 'lucide-static/icons/plus.svg';
import headset from 'lucide-static/icons/rectangle-goggles.svg';

export const ICONS = { info, image, mesh, video, scene, room, link, activity, back, close, help, minus, plus, headset };

/** @typedef {keyof typeof ICONS} Icon */

/** @param {Icon} name @returns {SVGElement} hidden from screen readers: a word or an accessible name stands beside it */
export function icon(name) {
  const parsed = new DOMParser().parseFromString(ICONS[name], 'image/svg+xml');
  const svg = /** @type {SVGElement} */ (/** @type {unknown} */ (document.importNode(parsed.documentElement, true)));
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('focusable', 'false');
  return svg;
}

/** @param {Icon} name @param {string} colour @returns {string} an address that an <img> and a canvas can draw */
export function iconAddress(name, colour) {
  return `data:image/svg+xml,${encodeURIComponent(ICONS[name].replaceAll('currentColor', colour))}`;
}
