/**
 * Digests as the browser wants them, and which paths are blobs at all. Pure.
 *
 * @typedef {import('./formats.js').Ref} Ref
 */
const BLOB = /^blobs\/([0-9a-f]{2})\/((\1)[0-9a-f]{62})\.([a-z0-9]{1,8})$/;

/**
 * @param {string} sha256 64 hexadecimal digits
 * @returns {string} the value of an `integrity` attribute
 */
export function integrity(sha256) {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new TypeError(`not a SHA-256 digest: ${sha256}`);
  const bytes = sha256.match(/../g) ?? [];
  return `sha256-${btoa(bytes.map((pair) => String.fromCharCode(parseInt(pair, 16))).join(''))}`;
}

/**
 * A blob's path holds its digest, so that an address like ?manifest=blobs/… can be checked too.
 * Anything else (another folder, "..", another host) is no blob.
 * @param {string} path relative to the content root
 * @returns {{ path: string, sha256: string } | null}
 */
export function blobPath(path) {
  const match = BLOB.exec(path);
  return match ? { path, sha256: match[2] ?? '' } : null;
}

/** @param {string} sha256 @param {string} ext @returns {string} where a blob lies below a content root */
export function blobAddress(sha256, ext) {
  return `blobs/${sha256.slice(0, 2)}/${sha256}.${ext}`;
}
