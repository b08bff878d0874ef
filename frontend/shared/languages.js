/**
 * Names of languages for people. Pure.
 */

/** @param {string} language @param {string} locale @returns {string} "Nederlands", "English" */
export function languageName(language, locale) {
  const name = new Intl.DisplayNames([locale], { type: 'language' }).of(language) ?? language;
  return name.charAt(0).toUpperCase() + name.slice(1);
}
