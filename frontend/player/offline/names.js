/**
 * Names that the page and its worker share: of caches, of what lies in them, and of addresses that only the worker answers. Pure.
 *
 * A kept blob lies in the cache under its path at this site's own address, whatever content root it came from: its digest is its name.
 */

/** Blobs, whole and verified. */
export const BLOBS = 'kijkkamer-blobs';

/** One record a kept room (records.js). */
export const ROOMS = 'kijkkamer-rooms';

/** Metadata, catalog and sector documents of a content root as they last were, by full address. */
export const LISTS = 'kijkkamer-lists';

/** Caches of the player's own files; the version follows. */
export const SHELL = 'kijkkamer-shell ';

/** Folder below the worker's scope where the kept player's own files seem to lie. */
export const SHELL_FOLDER = 'shell/';

const BLOB = /\/(blobs\/([0-9a-f]{2})\/\2[0-9a-f]{62}\.[a-z0-9]{1,8})$/;
const LIST = /\/(metadata\/[\w.]+\.json|targets\/[0-9a-f]{64}\.catalog\.json|active\.json)$/;
const FILM = /^film\/([0-9a-f]{64})\.mp4$/;

/** What servers call the files that a browser is particular about. @type {Record<string, string>} */
const MEDIA_TYPES = {
  glb: 'model/gltf-binary', jpg: 'image/jpeg', json: 'application/json', m3u8: 'application/vnd.apple.mpegurl', m4a: 'audio/mp4', m4s: 'video/iso.segment',
  mp4: 'video/mp4', pdf: 'application/pdf', png: 'image/png', vtt: 'text/vtt', webp: 'image/webp',
};

/** @param {string} path of a blob below a content root @returns {string} its key in the cache */
export function blobKey(path) {
  return `/${path}`;
}

/** @param {string} pathname of an address @returns {string | null} the blob's path below its content root */
export function blobIn(pathname) {
  return BLOB.exec(pathname)?.[1] ?? null;
}

/** @param {string} pathname @returns {boolean} whether it is one of the documents that lead from the root to the rooms */
export function isList(pathname) {
  return LIST.test(pathname);
}

/** @param {string} index digest of a kept film's index blob @returns {string} the address below the worker's scope where the film is one file */
export function filmAddress(index) {
  return `film/${index}.mp4`;
}

/** @param {string} below the worker's scope @returns {string | null} digest of the film's index */
export function filmIn(below) {
  return FILM.exec(below)?.[1] ?? null;
}

/** @param {string} path @returns {string} */
export function mediaType(path) {
  return MEDIA_TYPES[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
}

/** @param {string} content address of a content root @param {string} id of a room @returns {string} key of its record */
export function roomKey(content, id) {
  return `/rooms/${encodeURIComponent(content)}/${encodeURIComponent(id)}`;
}
