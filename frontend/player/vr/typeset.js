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
 * @template {{ height: number }} T
 * @param {T[]} rows @param {number} room pixels on a page
 * @returns {T[][]} at least one page; a row higher than a page has a page of its own
 */
export function pages(rows, room) {
  /** @type {T[][]} */
  const made = [[]];
  let left = room;
  for (const row of rows) {
    if (row.height > left && made.at(-1)?.length) {
      made.push([]);
      left = room;
    }
    made.at(-1)?.push(row);
    left -= row.height;
  }
  return made;
}
