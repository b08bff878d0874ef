/**
 * Keeps the way from a content root down to its sector documents, for activities and for doors to other kept rooms.
 *
 * @typedef {import('../../shared/content.js').ContentRoot} ContentRoot
 */
import { LISTS } from './names.js';

/**
 * Documents first, the pointer to them last; then what an earlier release left goes. A root without lists keeps none.
 * @param {ContentRoot} content
 */
export async function keepLists(content) {
  const walked = await content.walk().catch(() => null);
  if (!walked) return;
  const { read } = walked;
  const cache = await caches.open(LISTS);
  const wanted = new Set(read.map(({ path }) => content.url(path)));
  for (const { path, text } of read.toReversed()) await cache.put(content.url(path), new Response(text, { headers: { 'Content-Type': 'application/json' } }));
  const old = (await cache.keys()).filter(({ url }) => url.startsWith(content.base.href) && !wanted.has(url));
  await Promise.all(old.map((key) => cache.delete(key)));
}
