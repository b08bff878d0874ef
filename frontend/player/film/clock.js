/**
 * Times in a film, as people read them. Pure.
 */

/** @param {number} seconds @returns {string} 1:05, 1:00:09 */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds + 0.001));      // 2.9999 is what a browser makes of 3
  const two = (/** @type {number} */ value) => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
