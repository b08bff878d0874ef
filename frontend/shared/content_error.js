/**
 * What went wrong with a blob or document, for whoever makes a sentence of it.
 *
 * @typedef {'absent' | 'damaged' | 'unreachable' | 'unreadable' | 'newer'} Reason
 */

/** A blob or document that could not be had. `reason` picks the sentence for people. */
export class ContentError extends Error {
  /** @param {Reason} reason @param {string} path relative to the content root */
  constructor(reason, path) {
    super(`${reason}: ${path}`);
    this.name = 'ContentError';
    this.reason = reason;
    this.path = path;
  }
}
