/**
 * The player's own page and files, kept whole in one cache a version; the version before stays for pages that are still open.
 *
 * @typedef {{ version: string, files: { name: string, integrity: string }[] }} Shell made by build.js
 * @typedef {{ page: string, files: string }} Settings where the page for offline is, and the folder of the built files, as the page names it
 */
import { SHELL, SHELL_FOLDER } from '../player/offline/names.js';

/** Versions that stay. */
const STAYING = 2;

/** @param {Shell} shell @param {string} scope */
const cacheName = ({ version }, scope) => `${SHELL}${new URL(scope).pathname} ${version}`;

/** Fetches and checks every file; the page comes last. @param {Shell} shell @param {Settings} settings @param {string} scope */
export async function install(shell, settings, scope) {
  const cache = await caches.open(cacheName(shell, scope));
  const folder = new URL(`${SHELL_FOLDER}${shell.version}/`, scope);
  await Promise.all(shell.files.map(async ({ name, integrity }) => {
    const address = new URL(name, folder);
    if (await cache.match(address)) return;
    // Checked, because a server that is being renewed may already give the next version's.
    const answer = whole(await fetch(new URL(settings.files + name, scope), { integrity, cache: 'no-cache' }));
    // A new answer, because one that was fetched remembers its address, and a script would look for its parts there.
    await cache.put(address, new Response(await answer.blob(), { headers: { 'Content-Type': answer.headers.get('Content-Type') ?? '' } }));
  }));
  const page = whole(await fetch(new URL(settings.page, scope), { cache: 'no-store', credentials: 'omit' }));
  const text = (await page.text())
    .replaceAll(`src="${settings.files}`, `src="${folder.pathname}`)
    .replaceAll(`href="${settings.files}`, `href="${folder.pathname}`);
  const headers = new Headers(page.headers);
  for (const name of ['Content-Length', 'Content-Encoding']) headers.delete(name);
  await cache.put(new URL(settings.page, scope), new Response(text, { headers }));
}

/** @param {Response} response */
function whole(response) {
  if (!response.ok) throw new Error(`${response.status}: ${response.url}`);
  return response;
}

/** Caches of versions that are older than the one before. @param {string} scope */
export async function tidy(scope) {
  const own = (await caches.keys()).filter((name) => name.startsWith(`${SHELL}${new URL(scope).pathname} `));
  await Promise.all(own.slice(0, -STAYING).map((name) => caches.delete(name)));
}

/** @param {Shell} shell @param {Settings} settings @param {string} scope @returns {Promise<Response | undefined>} */
export async function page(shell, settings, scope) {
  return (await caches.open(cacheName(shell, scope))).match(new URL(settings.page, scope));
}

/** One of the player's files, of whichever version the page is. @param {string} url @param {string} scope @returns {Promise<Response>} */
export async function file(url, scope) {
  const version = new URL(url).pathname.slice(new URL(scope).pathname.length + SHELL_FOLDER.length).split('/')[0] ?? '';
  const found = await (await caches.open(cacheName({ version, files: [] }, scope))).match(url);
  return found ?? new Response(null, { status: 404 });
}
