/**
 * Which requests of the player's pages the worker answers, and with what. Pure.
 *
 * Pages come from the network as long as there is one, with the files that belong to them; the kept page names the kept files
 * below shell/, so that a page never gets the script of another version. Blobs never change: a kept one is never asked for again.
 *
 * @typedef {{ kind: 'page' } | { kind: 'shell' } | { kind: 'film', index: string } | { kind: 'blob', path: string } | { kind: 'list' }} Route
 */
import { blobIn, filmIn, isList, SHELL_FOLDER } from '../player/offline/names.js';

/** Drafts are never kept. */
const NEVER = /^preview\//;

/**
 * @param {{ method: string, mode: string, url: string, cache?: string }} request @param {string} scope of the worker, an address
 * @returns {Route | null} null: the browser goes its own way
 */
export function route({ method, mode, url, cache }, scope) {
  if (method !== 'GET') return null;
  const { pathname, origin } = new URL(url);
  const home = new URL(scope);
  const below = origin === home.origin && pathname.startsWith(home.pathname) ? pathname.slice(home.pathname.length) : null;
  if (mode === 'navigate') return below === null || NEVER.test(below) ? null : { kind: 'page' };
  if (below?.startsWith(SHELL_FOLDER)) return { kind: 'shell' };
  const index = below === null ? null : filmIn(below);
  if (index) return { kind: 'film', index };
  const path = blobIn(pathname);
  // Whoever says "reload" got a copy that was wrong.
  if (path) return cache === 'reload' ? null : { kind: 'blob', path };
  return isList(pathname) ? { kind: 'list' } : null;
}
