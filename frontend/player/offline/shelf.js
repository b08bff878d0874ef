/**
 * What is kept on this device, as a list with buttons, and the room at hand above it: for the panel and for the page of kept rooms.
 *
 * @typedef {import('./keeping.js').Keeping} Keeping
 * @typedef {import('./records.js').Kept} Kept
 * @typedef {import('../../shared/formats.js').Manifest} Manifest
 *
 * @typedef {object} AtHand the room that is open
 * @property {Manifest} manifest @property {{ path: string, sha256: string }} ref
 *
 * @typedef {object} Surroundings
 * @property {Keeping} keeping @property {string} locale
 * @property {AtHand | null} atHand
 * @property {(kept: Kept) => string} address of a kept room's page
 * @property {(sentence: string) => void} announce
 * @property {() => void} [whole] the room at hand was kept just now
 */
import { words } from '../../shared/text.js';
import { element } from '../elements.js';
import { keepingSentence } from './keeping.js';
import { bytesOf, keptBlobs, records, space } from './records.js';
import { amount, tell } from './words.js';

/** @param {Surroundings} around @returns {HTMLElement} keeps itself up to date as long as it is on the page */
export function shelf(around) {
  const { keeping, locale } = around;
  const box = element('div', { class: 'shelf' });
  const draw = async () => {
    const parts = await contents(around, () => void draw());
    const held = box.contains(document.activeElement) && document.activeElement instanceof HTMLElement ? document.activeElement.dataset.act : undefined;
    box.replaceChildren(...parts);
    if (held === undefined) return;
    // A button that was pressed is gone when its work is done: the focus stays on the shelf.
    const again = box.querySelector(/** @type {'button'} */ (`[data-act="${CSS.escape(held)}"]`)) ?? box.querySelector('button, a');
    again?.focus({ preventScroll: true });
  };
  const follow = (/** @type {boolean} */ much) => {
    if (drawn && !box.isConnected) keeping.followers.delete(follow);
    else if (much) void draw();
    else progress(box, around);
  };
  let drawn = false;
  keeping.followers.add(follow);
  void draw().then(() => {
    drawn = true;
  });
  box.lang = locale;
  return box;
}

/** @param {HTMLElement} box @param {Surroundings} around */
function progress(box, { keeping, locale }) {
  const { busy } = keeping;
  const bar = box.querySelector('progress');
  const told = box.querySelector('[data-told]');
  if (!busy || !bar || !told) return;
  bar.max = Math.max(busy.total, 1);
  bar.value = busy.done;
  told.textContent = tell(locale, 'busy', { done: amount(busy.done, locale), total: amount(busy.total, locale) });
}

/** @param {Surroundings} around @param {() => void} draw @returns {Promise<Node[]>} */
async function contents(around, draw) {
  const { keeping, locale, atHand, address, announce } = around;
  const [all, held, room] = [await records(), await keptBlobs(), await space()];
  const here = atHand && all.find((kept) => kept.id === atHand.manifest.id && kept.content === keeping.content.base.href);
  const others = all.filter((kept) => kept !== here);
  const remove = async (/** @type {Kept[]} */ gone, /** @type {string} */ sentence) => {
    await keeping.remove(gone, all);
    announce(sentence);
    draw();
  };
  const row = (/** @type {Kept} */ kept) => {
    const title = words(kept.title, locale);
    const poster = (kept.whole ?? kept.wanted)?.poster;
    return element('li', { class: 'shelf-row' },
      poster && element('img', { src: new URL(poster.path, kept.content).href, alt: '', width: '96', height: '54' }),
      element('div', { class: 'shelf-words' },
        element(atHand ? 'h3' : 'h2', {}, kept.whole ? element('a', { href: address(kept), 'aria-label': tell(locale, 'openNamed', { title }), 'data-act': `open ${kept.id}` }, title) : title),
        ...state(kept, around, held)),
      button(`remove ${kept.id}`, tell(locale, 'remove'), () => remove([kept], tell(locale, 'removed', { title })), { quiet: true, named: tell(locale, 'removeNamed', { title }) }));
  };
  /** @type {(Node | null | false | undefined)[]} */
  const parts = [
    atHand && element('section', { class: 'shelf-here', 'aria-label': tell(locale, 'thisRoom') }, ...roomAtHand(around, here ?? null, held, remove)),
    atHand && others.length > 0 && element('h3', {}, tell(locale, 'otherRooms')),
    others.length > 0 && element('ul', { class: 'shelf-rows' }, ...others.map(row)),
    !atHand && all.length === 0 && element('p', {}, tell(locale, navigator.onLine ? 'none' : 'noneOffline')),
    room && element('p', { class: 'quiet' }, tell(locale, 'space', { used: amount(room.used, locale), free: amount(room.free, locale) })),
    all.length > 1 && button('remove all', tell(locale, 'removeAll'), () => remove(all, tell(locale, 'allRemoved')), { quiet: true }),
  ];
  return parts.filter((part) => part instanceof Node);
}

/** @param {Kept} kept @param {Surroundings} around @param {Set<string>} held @returns {Node[]} how far a room is, and what goes on with it */
function state(kept, { keeping, locale }, held) {
  const { busy, trouble } = keeping;
  const copy = kept.wanted ?? kept.whole;
  if (!copy) return [];
  const total = bytesOf(copy);
  if (busy?.id === kept.id) return working(keeping, locale);
  const told = trouble?.id === kept.id ? [element('p', { role: 'alert' }, keepingSentence(trouble.error, locale))] : [];
  if (!kept.wanted) return [...told, element('p', { class: 'quiet' }, tell(locale, 'size', { size: amount(total, locale) }))];
  const there = Object.entries(copy.blobs).reduce((sum, [path, size]) => sum + (held.has(path) ? size : 0), 0);
  return [...told,
    element('p', {}, tell(locale, kept.whole ? 'newer' : 'partly', { done: amount(there, locale), total: amount(total, locale) })),
    kept.content === keeping.content.base.href && button(`on ${kept.id}`, tell(locale, 'goOn'), () => keeping.goOn(kept)),
  ].filter((node) => node instanceof Node);
}

/** @param {Keeping} keeping @param {string} locale @returns {Node[]} */
function working(keeping, locale) {
  const { busy } = keeping;
  if (!busy) return [];
  const told = tell(locale, 'busy', { done: amount(busy.done, locale), total: amount(busy.total, locale) });
  const bar = element('progress', { max: String(Math.max(busy.total, 1)), value: String(busy.done), 'aria-label': tell(locale, 'keep') });
  return [element('p', { 'data-told': true }, told), bar, button('stop', tell(locale, 'stop'), () => keeping.stop(), { quiet: true })];
}

/**
 * @param {Surroundings} around @param {Kept | null} kept @param {Set<string>} held
 * @param {(gone: Kept[], sentence: string) => void} remove
 * @returns {Node[]}
 */
function roomAtHand(around, kept, held, remove) {
  const { keeping, locale, atHand, announce, whole } = around;
  if (!atHand) return [];
  const { manifest, ref } = atHand;
  const title = words(manifest.title, locale);
  const begin = async () => {
    if (!(await keeping.keep({ id: manifest.id, title: manifest.title }, ref))) return;
    announce(tell(locale, 'done', { title }));
    whole?.();
  };
  const removal = kept && button('remove', tell(locale, 'remove'), () => remove([kept], tell(locale, 'removed', { title })), { quiet: true, named: tell(locale, 'removeNamed', { title }) });
  const busy = keeping.busy?.id === manifest.id;
  const size = manifest.profiles?.headset?.bytes ?? 0;
  if (kept?.wanted?.manifest.path === ref.path && !busy) return [...state(kept, around, held), removal].filter((node) => node instanceof Node);
  if (busy) return working(keeping, locale);
  if (kept?.whole?.manifest.path === ref.path) return [element('p', {}, tell(locale, 'kept')), element('p', { class: 'quiet' }, tell(locale, 'takes', { size: amount(bytesOf(kept.whole), locale) })), removal].filter((node) => node instanceof Node);
  const told = keeping.trouble?.id === manifest.id ? element('p', { role: 'alert' }, keepingSentence(keeping.trouble.error, locale)) : null;
  return [
    element('p', {}, tell(locale, kept?.whole ? 'newer' : 'lead')),
    size > 0 && element('p', { class: 'quiet' }, tell(locale, 'takes', { size: amount(size, locale) })),
    told,
    keeping.busy ? element('p', {}, tell(locale, 'elsewhere', { title: words(keeping.busy.title, locale) })) : button('keep', tell(locale, kept?.whole ? 'refetch' : 'keep'), () => void begin()),
    removal,
  ].filter((node) => node instanceof Node);
}

/** @param {string} act names it through redrawing @param {string} label @param {() => unknown} press @param {{ quiet?: boolean, named?: string }} [how] */
function button(act, label, press, { quiet = false, named } = {}) {
  return element('button', { type: 'button', class: quiet ? 'button quiet-button' : 'button', 'data-act': act, 'aria-label': named, onclick: () => void press() }, label);
}
