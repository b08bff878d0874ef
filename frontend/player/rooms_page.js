/**
 * The page without a room: the rooms of a content root to choose from, or those that are kept on this device.
 *
 * @typedef {import('../shared/content.js').ContentRoot} ContentRoot
 * @typedef {import('../shared/formats.js').RoomEntry} RoomEntry
 * @typedef {import('../shared/formats.js').SectorDocument} SectorDocument
 * @typedef {import('./config.js').Config} Config
 * @typedef {import('./config.js').Asked} Asked
 */
import { languageName } from '../shared/languages.js';
import { words } from '../shared/text.js';
import { roomAddress, withLocale } from './addresses.js';
import { againButton, worthAnotherTry } from './again.js';
import { element } from './elements.js';
import { say } from './messages.js';
import { Keeping } from './offline/keeping.js';
import { canKeep, records } from './offline/records.js';
import { shelf } from './offline/shelf.js';
import { tell } from './offline/words.js';
import { contentSentence, isAway } from './trouble.js';

/**
 * Takes the place of the player on the page.
 * @param {Config & Asked} config @param {ContentRoot} content
 * @param {{ sentence?: string, again: boolean, kept: boolean, offline: boolean, away: boolean }} how sentence: why no room was opened; again: another try may help; kept: show what is kept;
 *   away: the room that was asked for is not kept
 * @returns {Promise<string | null>} what went wrong, for developers
 */
export async function showRooms(config, content, { sentence, again, kept, offline, away }) {
  const { locale, home } = config;
  const own = new URL(home.content_url, document.baseURI).href;
  const status = element('p', { class: 'unseen', role: 'status' });
  const main = element('main', {});
  const title = tell(locale, kept && !offline ? 'title' : 'rooms');
  document.documentElement.lang = locale;
  document.title = title;
  const told = sentence ?? (away ? tell(locale, 'offlineRoom') : offline ? tell(locale, 'offline') : null);
  main.append(
    element('h1', { tabindex: '-1' }, title),
    element('p', { class: 'lead' }, tell(locale, kept ? 'lead' : 'choose')),
    ...(told ? [element('p', { class: 'told', role: 'alert' }, told)] : []));
  document.body.className = 'rooms';
  document.body.replaceChildren(languages(locale), main, status);
  if (again) offerAgain(main, locale);
  /** @type {unknown} */
  let trouble = null;
  if (kept) {
    main.append(...shelves(config, content, own, (words) => { status.textContent = words; }));
  } else {
    try {
      const rooms = await content.rooms();
      main.append(rooms.length ? element('ul', { class: 'cards' }, ...rooms.map((entry) => card(entry, content, locale, roomAddress(home, own, content.base.href, entry.room.id, locale)))) : element('p', {}, tell(locale, 'noRooms')));
    } catch (error) {
      // The page was there, of the browser's own store, or before the network went: what is kept can be opened all the same.
      if (isAway(error) && config.worker && (await records()).some(({ whole }) => whole)) {
        await showRooms(config, content, { sentence, again, kept: true, offline: true, away });
        return String(error);
      }
      trouble = error;
      if (!sentence) {
        main.append(element('p', { class: 'told', role: 'alert' }, contentSentence(error, 'list', locale)));
        if (worthAnotherTry(error)) offerAgain(main, locale);
      }
    }
  }
  const leads = kept ? !offline : config.elsewhere || trouble !== null;
  if (leads && home.index_url) main.append(element('p', {}, element('a', { class: 'button', href: withLocale(home.index_url, locale, window.location) }, say(locale, 'allRooms'))));
  else if (!kept && home.kept_url && canKeep()) main.append(element('p', {}, element('a', { href: withLocale(home.kept_url, locale, window.location) }, tell(locale, 'keptRooms'))));
  return trouble === null ? null : String(trouble);
}

/** A button below the sentence that was said last, with the focus. @param {HTMLElement} main @param {string} locale */
function offerAgain(main, locale) {
  const told = main.lastElementChild;
  const button = againButton(locale, (trying) => told?.toggleAttribute('hidden', trying));
  main.append(element('p', {}, button));
  button.focus();
}

/** @param {Config & Asked} config @param {ContentRoot} content @param {string} own @param {(words: string) => void} announce @returns {Node[]} */
function shelves(config, content, own, announce) {
  const { locale, home, worker } = config;
  if (!worker || !canKeep()) return [element('p', {}, tell(locale, window.isSecureContext ? 'unable' : 'insecure'))];
  const keeping = new Keeping(content, worker);
  void keeping.resume();
  return [shelf({ keeping, locale, atHand: null, announce, address: (room) => roomAddress(home, own, room.content, room.id, locale) })];
}

/** @param {{ room: RoomEntry, sectors: SectorDocument[] }} entry @param {ContentRoot} content @param {string} locale @param {string} href */
function card({ room, sectors }, content, locale, href) {
  const { minutes, levels } = room.audience ?? {};
  const facts = [minutes ? tell(locale, 'minutes', { minutes }) : '', levels?.join(', ') ?? ''].filter(Boolean).join(' · ');
  const summary = words(room.summary, locale);
  return element('li', { class: 'card' },
    element('span', { class: 'card-picture' }, element('img', { src: content.url(room.poster.path), alt: '', loading: 'lazy', decoding: 'async' })),
    element('div', { class: 'card-words' },
      element('p', { class: 'card-sector' }, sectors.map((sector) => words(sector.title, locale)).join(', ')),
      element('h2', {}, element('a', { href }, words(room.title, locale))),
      summary && element('p', {}, summary),
      facts && element('p', { class: 'card-facts' }, facts)));
}

/** @param {string} locale @returns {HTMLElement} */
function languages(locale) {
  return element('nav', { class: 'rooms-languages', 'aria-label': tell(locale, 'language') }, ...['nl', 'en'].map((language) =>
    element('a', { href: withLocale(window.location.href, language, window.location), lang: language, hreflang: language, ...(locale.startsWith(language) ? { 'aria-current': 'true' } : {}) }, languageName(language, language))));
}
