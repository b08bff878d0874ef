/**
 * What an embed's address asks for. Pure.
 *
 * @typedef {{ start: number, autoplay: boolean, captions: string }} Wishes
 */

/**
 * @param {string} query of the address, with or without "?"
 * @returns {Wishes} `start` in seconds; `captions` a language, '' for none, 'page' for that of the page: so too when nothing is asked
 */
export function wishes(query) {
  const asked = new URLSearchParams(query);
  const start = Number.parseFloat(asked.get('start') ?? '');
  return {
    start: Number.isFinite(start) && start > 0 ? start : 0,
    autoplay: isOn(asked.get('autoplay')),
    captions: language(asked.get('captions')),
  };
}

/** @param {string | null} value @returns {boolean} */
function isOn(value) {
  return value !== null && !['0', 'false', 'off', 'no'].includes(value.toLowerCase());
}

/** @param {string | null} value @returns {string} */
function language(value) {
  if (value === null) return 'page';
  if (!isOn(value)) return '';
  return /^[a-z]{2}$/i.test(value) && value.toLowerCase() !== 'on' ? value.toLowerCase() : 'page';
}
