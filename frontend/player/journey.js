/**
 * Where somebody is on the way to. The last wish counts: what comes late for an earlier one is dropped, and the same wish twice is one. Pure.
 */
export class Journey {
  constructor() {
    /** What leads there: a hotspot, or a step in the browser's history. @type {object | null} */
    this.toward = null;
    /** One for each wish. */
    this.wish = {};
  }

  /** @param {object} toward @returns {(() => boolean) | null} whether that is the last wish, come true or not; null where somebody is on the way there already */
  begin(toward) {
    if (toward === this.toward) return null;
    this.toward = toward;
    const wish = this.wish = {};
    return () => wish === this.wish;
  }

  /** Somebody is there, or stays. */
  end() {
    this.toward = null;
  }
}
