/**
 * Picks words in the reader's language. Pure.
 *
 * @typedef {import('./formats.js').Text} Text
 */

/**
 * @param {Text | undefined} text
 * @param {string} locale
 * @returns {string} in that language, else in Dutch, else in any; '' when there is no text
 */
export function words(text, locale) {
  if (!text) return '';
  return text[locale] || text['nl'] || Object.values(text).find(Boolean) || '';
}

/** @param {string} text @returns {string[]} its paragraphs: what stands between blank lines */
export function paragraphs(text) {
  return text.split(/\n\s*\n/).map((part) => part.trim()).filter(Boolean);
}
