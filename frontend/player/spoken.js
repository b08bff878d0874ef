/**
 * Which of the player's two languages somebody gets, and sentences with what changes in them filled in. Pure.
 *
 * @typedef {'nl' | 'en'} Locale
 */

/** @param {string} locale @returns {Locale} the language that the player itself can speak */
export function spoken(locale) {
  return locale.toLowerCase().startsWith('en') ? 'en' : 'nl';
}

/**
 * @template {string} Key
 * @param {Record<Locale, Record<Key, string>>} words @param {string} locale @param {Key} key
 * @param {Record<string, string | number>} values by the names that stand in braces
 * @returns {string} a name without a value stays as it is
 */
export function filled(words, locale, key, values) {
  return words[spoken(locale)][key].replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}
