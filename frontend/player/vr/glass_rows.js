/**
 * Sets a panel's content in rows and pages of the glass panel's canvas.
 *
 * @typedef {import('../panel_content.js').PanelContent} PanelContent
 * @typedef {{ height: number, screen?: { width: number, height: number }, draw: (context: CanvasRenderingContext2D, top: number) => void }} Row
 *   screen: room for a moving picture at the row's top
 */
import { say } from '../messages.js';
import { FACE, LIGHT } from './canvases.js';
import { lines, pages } from './typeset.js';

/** Pixels. 1280 over 1.4 m at 2 m are 33 a degree; 24 is what reads well. */
export const WIDE = 1280;
export const MOST = 1060;
export const LEAST = 420;
export const PADDING = 64;
export const INSIDE = WIDE - 2 * PADDING;
export const CLOSE = 100;
export const ACTION = 128;
/** Letters whose capitals, two thirds as high, are 1.5 degrees. */
export const BODY = 74;
const TITLE = 88;
const MEDIA = 520;
const CAPTIONS = 2;

/**
 * @param {PanelContent} shown @param {string} locale @param {ImageBitmap | null} picture a video's poster, or the picture of the panel
 * @param {() => string} caption what is said in the video now
 * @param {CanvasRenderingContext2D} context measures; its font is changed
 * @returns {{ pages: Row[][], height: number }} height of the whole canvas, pixels
 */
export function compose(shown, locale, picture, caption, context) {
  /** @type {Row[]} */
  const rows = [];
  const measure = (/** @type {string} */ part) => context.measureText(part).width;
  const write = (/** @type {string} */ text, /** @type {number} */ size, /** @type {number} */ weight, /** @type {number} */ after, narrower = 0) => {
    const font = `${weight} ${size}px ${FACE}`;
    context.font = font;
    for (const line of lines(text, measure, INSIDE - narrower)) {
      rows.push({ height: size * 1.25, draw: (on, top) => {
        on.font = font;
        on.fillStyle = LIGHT;
        on.fillText(line, PADDING, top + size);
      } });
    }
    const last = rows.at(-1);
    if (last) last.height += after;
  };

  write(shown.title, TITLE, 650, 24, CLOSE);
  if (picture && !shown.video) {
    const { width, height } = within(picture.width, picture.height);
    rows.push({ height: height + 28, draw: (on, top) => on.drawImage(picture, PADDING, top, width, height) });
  }
  if (shown.video) {
    const screen = within(shown.video.width, shown.video.height);
    const size = BODY * 0.8;
    rows.push({ height: screen.height + 24 + CAPTIONS * size * 1.25, screen, draw: (on, top) => {
      if (picture) on.drawImage(picture, (WIDE - screen.width) / 2, top, screen.width, screen.height);
      on.font = `500 ${size}px ${FACE}`;
      on.fillStyle = LIGHT;
      lines(caption(), (part) => on.measureText(part).width, INSIDE).slice(0, CAPTIONS).forEach((line, row) => on.fillText(line, PADDING, top + screen.height + 12 + size * (1 + row * 1.25)));
    } });
  }
  for (const section of shown.sections) {
    if (section.heading) write(section.heading, BODY, 650, 8);
    for (const paragraph of section.paragraphs) write(paragraph, BODY, 420, 24);
    for (const { term, value } of section.facts) write(`${term}: ${value}`, BODY, 420, 10);
    if (shown.kind !== 'link') for (const { href } of section.actions) write(say(locale, 'linkAddress', { url: new URL(href).host }), BODY, 420, 24);
  }

  const whole = rows.reduce((sum, { height }) => sum + height, 0) + 2 * PADDING + (shown.video ? ACTION : 0);
  if (whole <= MOST || shown.video) return { pages: [rows], height: Math.ceil(Math.max(whole, LEAST)) };
  return { pages: pages(rows, MOST - 2 * PADDING - ACTION), height: MOST };
}

/** @param {number} width @param {number} height @returns {{ width: number, height: number }} the same shape, within the panel */
function within(width, height) {
  const scale = Math.min(INSIDE / width, MEDIA / height);
  return { width: width * scale, height: height * scale };
}
