/** Draws the icons of lucide that cms/icons.json names into one sheet. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const frontend = join(dirname(fileURLToPath(import.meta.url)), '..');

/** One SVG with a symbol for each name of cms/icons.json. @returns {string} */
export function iconSheet() {
  /** @type {Record<string, string[]>} */
  const lists = JSON.parse(readFileSync(join(frontend, '..', 'cms', 'icons.json'), 'utf8'));
  const names = [...new Set(Object.values(lists).flat())].sort();
  const symbols = names.map((name) => {
    const svg = readFileSync(join(frontend, 'node_modules', 'lucide-static', 'icons', `${name}.svg`), 'utf8');
    const inside = svg.slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>')).replace(/\s*\n\s*/g, '');
    return `<symbol id="${name}" viewBox="0 0 24 24">${inside}</symbol>`;
  });
  // What lucide says on each drawing's root is inherited from the place where a symbol is used (see .icon in the styles).
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>\n`;
}
