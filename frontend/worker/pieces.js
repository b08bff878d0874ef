/**
 * Answers from kept blobs: one of them, or a film's pieces as one file; in parts where a Range asks for one.
 *
 * @typedef {import('../player/offline/range.js').Piece} Piece
 */
import { blobAddress } from '../shared/integrity.js';
import { BLOBS, blobKey, mediaType } from '../player/offline/names.js';
import { askedRange, slices } from '../player/offline/range.js';

/** @param {string} path of a blob @param {Request} request @returns {Promise<Response | null>} null where it is not kept */
export async function keptBlob(path, request) {
  const cache = await caches.open(BLOBS);
  const held = await cache.match(blobKey(path));
  if (!held) return null;
  if (!request.headers.has('Range')) return held;
  return inParts([{ path, size: (await held.blob()).size }], request, mediaType(path));
}

/**
 * `init ‖ sidx ‖ segments`, which players that know no playlists take too.
 * @param {string} index digest of its index blob @param {Request} request @returns {Promise<Response>}
 */
export async function keptFilm(index, request) {
  const cache = await caches.open(BLOBS);
  const held = await cache.match(blobKey(blobAddress(index, 'json')));
  if (!held) return new Response(null, { status: 404 });
  /** @type {import('../shared/formats.js').VideoIndex} */
  const { init, sidx, segments } = await held.json();
  return inParts([init, sidx, ...segments.map(([sha256, size]) => ({ path: blobAddress(sha256, 'm4s'), size }))], request, 'video/mp4');
}

/** @param {Piece[]} pieces @param {Request} request @param {string} type @returns {Response} */
function inParts(pieces, request, type) {
  const size = pieces.reduce((sum, piece) => sum + piece.size, 0);
  const asked = askedRange(request.headers.get('Range'), size);
  if (asked === 'beyond') return new Response(null, { status: 416, headers: { 'Content-Range': `bytes */${size}` } });
  const { start, end } = asked === 'none' ? { start: 0, end: size } : asked;
  const headers = { 'Content-Type': type, 'Content-Length': String(end - start), 'Accept-Ranges': 'bytes' };
  const body = stream(slices(pieces, start, end));
  if (asked === 'none') return new Response(body, { headers });
  return new Response(body, { status: 206, headers: { ...headers, 'Content-Range': `bytes ${start}-${end - 1}/${size}` } });
}

/** One piece at a time, so that a long film never lies in memory. @param {import('../player/offline/range.js').Slice[]} wanted */
function stream(wanted) {
  const rest = [...wanted];
  return new ReadableStream({
    async pull(controller) {
      const next = rest.shift();
      if (!next) return controller.close();
      const cache = await caches.open(BLOBS);
      const held = await cache.match(blobKey(next.path));
      if (!held) throw new Error(`not kept: ${next.path}`);
      controller.enqueue(new Uint8Array(await (await held.blob()).slice(next.from, next.to).arrayBuffer()));
    },
  });
}
