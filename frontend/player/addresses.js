/**
 * Where a room's page is, on the platform and in a folder behind any server. Pure.
 *
 * @typedef {import('./config.js').Config} Config
 */

/**
 * @param {Config} home what the page says of its own content root @param {string} own address of that root
 * @param {string} content address of the room's content root @param {string} id of the room @param {string} locale
 * @returns {string}
 */
export function roomAddress(home, own, content, id, locale) {
  const query = new URLSearchParams();
  const here = content === own;
  if (!here) query.set('content', content);
  if (!here || !home.play_url) query.set('room', id);
  query.set('locale', locale);
  const page = here && home.play_url ? home.play_url.replace('{id}', encodeURIComponent(id)) : (home.index_url ?? '').split('?')[0];
  return `${page}?${query}`;
}

/** @param {string | undefined} pattern with {id} in it @param {string} pathname @returns {string | null} the id that stands there */
export function idIn(pattern, pathname) {
  const [before, after] = pattern?.split('{id}') ?? [];
  if (before === undefined || after === undefined || !pathname.startsWith(before) || !pathname.endsWith(after)) return null;
  const id = pathname.slice(before.length, pathname.length - after.length);
  return id === '' || id.includes('/') ? null : decodeURIComponent(id);
}

/**
 * @param {string} address a path, with a query or without @param {string} locale
 * @param {{ href: string, origin: string }} here the page's location
 * @returns {string} without the origin where that is the page's own
 */
export function withLocale(address, locale, here) {
  const url = new URL(address, here.href);
  url.searchParams.set('locale', locale);
  return url.origin === here.origin ? url.pathname + url.search : url.href;
}
