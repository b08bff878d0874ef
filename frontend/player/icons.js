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
import quiz from 'lucide-static/icons/message-circle-question-mark.svg';
import video from 'lucide-static/icons/play.svg';
import back from 'lucide-static/icons/arrow-left.svg';
import close from 'lucide-static/icons/x.svg';
import help from 'lucide-static/icons/circle-question-mark.svg';
import right from 'lucide-static/icons/circle-check.svg';
import wrong from 'lucide-static/icons/circle-x.svg';
import again from 'lucide-static/icons/rotate-ccw.svg';
import turnRight from 'lucide-static/icons/rotate-cw.svg';
import settings from 'lucide-static/icons/settings-2.svg';
import stop from 'lucide-static/icons/hand.svg';
import speech from 'lucide-static/icons/audio-lines.svg';
import gyroscope from 'lucide-static/icons/rotate-3d.svg';
import pause from 'lucide-static/icons/pause.svg';
import sound from 'lucide-static/icons/volume-2.svg';
import silent from 'lucide-static/icons/volume-x.svg';
import audio from 'lucide-static/icons/headphones.svg';
import captions from 'lucide-static/icons/captions.svg';
import ambient from 'lucide-static/icons/wind.svg';
import minus from 'lucide-static/icons/minus.svg';
import plus from 'lucide-static/icons/plus.svg';
import keep from 'lucide-static/icons/hard-drive-download.svg';
import headset from 'lucide-static/icons/rectangle-goggles.svg';

export const ICONS = {
  info, image, mesh, video, scene, room, quiz, link, activity, back, close, help, minus, plus, headset, keep,
  audio, pause, sound, silent, ambient, captions,
  right, wrong, again, turnRight, settings, stop, speech, gyroscope,
};

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
