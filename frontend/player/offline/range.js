/**
 * Parts of a file that lies in pieces: what a Range header asks for, and where in the pieces that is. Pure.
 *
 * @typedef {{ path: string, size: number }} Piece
 * @typedef {{ path: string, from: number, to: number }} Slice  bytes [from, to) of one piece
 */

/**
 * @param {string | null} header such as "bytes=0-", "bytes=100-199" or "bytes=-500"
 * @param {number} size of the whole, bytes
 * @returns {{ start: number, end: number } | 'none' | 'beyond'} bytes [start, end); 'none': the whole is asked for (several ranges and
 *   what is no range count as that, as HTTP allows); 'beyond': nothing of it is there
 */
export function askedRange(header, size) {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return 'none';
  if (match[1] === '') {
    const last = Math.min(Number(match[2]), size);
    return last === 0 ? 'beyond' : { start: size - last, end: size };
  }
  const start = Number(match[1]);
  const end = match[2] === '' ? size : Math.min(Number(match[2]) + 1, size);
  if (match[2] !== '' && Number(match[2]) < start) return 'none';
  return start >= size ? 'beyond' : { start, end };
}

/** @param {Piece[]} pieces in order @param {number} start @param {number} end @returns {Slice[]} */
export function slices(pieces, start, end) {
  /** @type {Slice[]} */
  const found = [];
  let at = 0;
  for (const { path, size } of pieces) {
    const from = Math.max(start - at, 0);
    const to = Math.min(end - at, size);
    if (from < to) found.push({ path, from, to });
    at += size;
  }
  return found;
}
