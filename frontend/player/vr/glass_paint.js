/**
 * Strokes of the glass panel: its surface, a button, wrapped text; in the colours that were asked for.
 *
 * @typedef {{ name: string, label: string, icon?: CanvasImageSource | undefined, act: () => void }} Action something to choose
 * @typedef {{ left: number, top: number, width: number, height: number }} Box pixels
 * @typedef {Box & { name: string, act: () => void }} Place where an action stands
 */
import { settings } from '../settings.js';
import { ACCENT, FACE, GLASS, LIGHT } from './canvases.js';

/** @returns {{ glass: string, light: string, button: string, aimed: string, line: string | null }} line: around buttons, null for none */
export function colours() {
  return settings.get('contrast') === 'high'
    ? { glass: '#000000', light: '#ffffff', button: '#000000', aimed: ACCENT, line: '#ffffff' }
    : { glass: GLASS, light: LIGHT, button: 'rgba(255, 255, 255, 0.16)', aimed: ACCENT, line: null };
}

/** @param {number} weight @param {number} size pixels */
export function font(weight, size) {
  return `${weight} ${size}px ${FACE}`;
}

/** @param {CanvasRenderingContext2D} context @param {number} width @param {number} height */
export function surface(context, width, height) {
  context.clearRect(0, 0, width, height);
  context.beginPath();
  context.roundRect(0, 0, width, height, 40);
  context.fillStyle = colours().glass;
  context.fill();
}

/** A choosable area: lighter than the glass, and with a ring when it is aimed at. @param {CanvasRenderingContext2D} context @param {Box} box @param {number} round pixels @param {boolean} aimed */
export function area(context, { left, top, width, height }, round, aimed) {
  const { button, aimed: accent, line } = colours();
  context.beginPath();
  context.roundRect(left, top, width, height, round);
  context.fillStyle = aimed ? accent : button;
  context.fill();
  if (!aimed && !line) return;
  context.lineWidth = 6;
  context.strokeStyle = '#ffffff';
  context.stroke();
}

/**
 * One action in the footer: its words in the middle, set closer where they would not fit.
 * @param {CanvasRenderingContext2D} context @param {Box} box @param {Action} action @param {number} size of its letters, pixels @param {boolean} aimed
 */
export function button(context, box, { label }, size, aimed) {
  area(context, box, 24, aimed);
  context.font = font(600, size);
  context.fillStyle = aimed ? '#ffffff' : colours().light;
  context.textAlign = 'center';
  context.fillText(label, box.left + box.width / 2, box.top + box.height / 2 + size * 0.33, box.width - 32);
  context.textAlign = 'left';
}
