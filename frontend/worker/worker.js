/**
 * The service worker: started by the first room that is kept on a device, so that it opens without a network.
 *
 * It answers pages, the player's files, kept blobs and films, and the lists of rooms (routes.js says which); all else goes its own way.
 */
import { LISTS, ROOMS } from '../player/offline/names.js';
import { keptBlob, keptFilm } from './pieces.js';
import { route } from './routes.js';
import { file, install, page, tidy } from './shell.js';

/** For a kept room a server that is slower than this counts as none, ms. */
const PATIENCE = 5000;

const worker = /** @type {ServiceWorkerGlobalScope & { kijkkamer: import('./shell.js').Settings }} */ (/** @type {unknown} */ (self));
const { scope } = worker.registration;
const settings = worker.kijkkamer;

worker.addEventListener('install', (event) => event.waitUntil(install(SHELL_FILES, settings, scope).then(() => worker.skipWaiting())));
worker.addEventListener('activate', (event) => event.waitUntil(tidy(scope).then(() => worker.clients.claim())));
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const way = route(request, scope);
  if (way?.kind === 'page') event.respondWith(openPage(request));
  else if (way?.kind === 'shell') event.respondWith(file(request.url, scope));
  else if (way?.kind === 'film') event.respondWith(keptFilm(way.index, request));
  else if (way?.kind === 'blob') event.respondWith(keptBlob(way.path, request).then((held) => held ?? fetch(request)));
  else if (way?.kind === 'list') event.respondWith(fetch(request).catch(() => keptList(request)));
});

/** The site's page as long as the site answers; else the kept one, which finds out itself what is kept. @param {Request} request */
async function openPage(request) {
  const kept = await isKept(request.url);
  try {
    const answer = await (kept ? Promise.race([fetch(request), late()]) : fetch(request));
    if (answer.status < 500 || !kept) return answer;
  } catch {
    // told by the kept page
  }
  return (await page(SHELL_FILES, settings, scope)) ?? Response.error();
}

/** @returns {Promise<never>} */
function late() {
  return new Promise((_, reject) => setTimeout(reject, PATIENCE));
}

/** @param {string} url of a room's page @returns {Promise<boolean>} */
async function isKept(url) {
  const { pathname, searchParams } = new URL(url);
  const id = searchParams.get('room') ?? pathname.split('/').at(-2) ?? '';
  const keys = await (await caches.open(ROOMS)).keys();
  return id !== '' && keys.some((key) => new URL(key.url).pathname.endsWith(`/${encodeURIComponent(id)}`));
}

/** @param {Request} request @returns {Promise<Response>} */
async function keptList(request) {
  return (await (await caches.open(LISTS)).match(request.url)) ?? Response.error();
}
