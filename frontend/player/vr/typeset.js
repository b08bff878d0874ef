/**
 * Breaks words into lines and lines into pages for a panel of fixed size. Pure: the caller measures.
 */

/**
 * @param {string} text @param {(text: string) => number} measure width in pixels @param {number} width pixels
 * @returns {string[]} lines; a word longer than a line is cut
 */
export function lines(text, measure, width) {
  /** @type {string[]} */
  const made = [];
  let line = '';
  for (let word of text.split(/\s+/).filter(Boolean)) {
    const longer = line ? `${line} ${word}` : word;
    if (measure(longer) <= width) {
      line = longer;
      continue;
    }
    if (line) made.push(line);
    while (measure(word) > width) {
      let fits = word.length - 1;
      while (fits > 1 && measure(word.slice(0, fits)) > width) fits--;
      made.push(word.slice(0, fits));
      word = word.slice(fits);
    }
    line = word;
  }
  if (line) made.push(line);
  return made;
}

/**
 * @template {{ height: number, kept?: boolean }} T
 * @param {T[]} rows @param {number} room pixels on a page
 * @returns {T[][]} at least one page; a row higher than a page has a page of its own; one that is kept with the next stands on the same page,
 *   as far as a page can hold both
 */
export function pages(rows, room) {
  /** @type {T[][]} */
  const made = [[]];
  let left = room;
  for (const [index, row] of rows.entries()) {
    let { height } = row;
    for (let next = index; rows[next]?.kept && rows[next + 1]; next++) height += rows[next + 1]?.height ?? 0;
    if ((height <= room ? height : row.height) > left && made.at(-1)?.length) {
      made.push([]);
      left = room;
    }
    made.at(-1)?.push(row);
    left -= row.height;
  }
  return made;
}
