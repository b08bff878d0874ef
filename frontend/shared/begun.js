/**
 * Requests that were begun before the player's own script was there, for it to find. One page, one list.
 */
import { integrity } from './integrity.js';

/** Address -> its answer, on its way. @type {Map<string, Promise<Response>>} */
const begun = new Map();

/** How a content root is read. @param {string} sha256 empty: nothing is checked @returns {RequestInit} */
export function reading(sha256) {
  return { mode: 'cors', credentials: 'omit', ...(sha256 ? { integrity: integrity(sha256) } : {}) };
}

/** @param {string} url @param {string} sha256 @returns {Promise<Response>} a copy of the answer: the answer itself is the player's */
export async function begin(url, sha256) {
  const coming = fetch(url, reading(sha256));
  begun.set(url, coming);
  coming.catch(() => begun.delete(url));      // the player asks again, and tells
  return (await coming).clone();
}

/** The answer, once. @param {string} url @returns {Promise<Response> | undefined} */
export function taken(url) {
  const coming = begun.get(url);
  begun.delete(url);
  return coming;
}

/** @type {Promise<unknown>} */
let rest = Promise.resolve();

/** @param {Promise<unknown>} asked ends when everything was asked for that can be now */
export function announce(asked) {
  rest = asked;
}

/** Ends when no more will be begun, or after a moment. @param {number} patience ms @returns {Promise<unknown>} */
export function allBegun(patience) {
  return Promise.race([rest, new Promise((done) => setTimeout(done, patience))]);
}

/** What nobody came for is let go. */
export function forget() {
  begun.clear();
}
