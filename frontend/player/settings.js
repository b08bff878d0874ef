/**
 * What somebody set for themselves (text size, motion, captions …): values with a start, listeners, and a place on the device.
 * Nothing here is about a person, nothing is sent; headsets are shared, so reset() goes back to the start. Pure but for the storage it is given.
 *
 * @typedef {object} Values
 * @property {number} dwell ms that a gaze rests on something to choose it; 0 = off
 * @property {boolean} snapTurn the stick turns in steps; false: not at all
 * @property {boolean} vignette the edges go dark while something turns
 * @property {'system' | 'reduced'} motion
 * @property {boolean} captions
 * @property {number} volume 0 to 1
 * @property {1 | 1.25 | 1.5 | 2} textSize times the usual size
 * @property {'normal' | 'high'} contrast
 * @property {'both' | 'left' | 'right'} hand which one hand the controls are for
 * @property {number} timer minutes until a sentence says that it is time for a break; 0 = off
 * @property {boolean} speech whether texts can be read aloud
 *
 * @typedef {keyof Values} Name
 * @typedef {(values: Readonly<Values>, changed: Name[]) => void} Listener
 * @typedef {{ getItem: (key: string) => string | null, setItem: (key: string, value: string) => void, removeItem: (key: string) => void }} Store
 */

/** @type {Readonly<Values>} */
export const START = Object.freeze({
  dwell: 0, snapTurn: true, vignette: false, motion: 'system', captions: true, volume: 1,
  textSize: 1, contrast: 'normal', hand: 'both', timer: 0, speech: true,
});

/** What may be chosen where it is one of a few. volume is any number from 0 to 1, the others are true or false. */
export const CHOICES = /** @type {const} */ ({
  dwell: [0, 1000, 1500, 2500], motion: ['system', 'reduced'], textSize: [1, 1.25, 1.5, 2], contrast: ['normal', 'high'],
  hand: ['both', 'left', 'right'], timer: [0, 5, 10, 15, 20],
});

const KEY = 'kijkkamer.settings';

export class Settings {
  /** @param {Store | null} [store] null: nothing is kept */
  constructor(store = deviceStore()) {
    this.store = store;
    /** @type {Set<Listener>} */
    this.listeners = new Set();
    /** As the device last had them, as far as this page knows. @type {Readonly<Values>} */
    this.kept = read(store) ?? START;
    /** @type {Readonly<Values>} */
    this.values = this.kept;
  }

  /** @template {Name} K @param {K} name @returns {Values[K]} */
  get(name) {
    return this.values[name];
  }

  /** @param {Partial<Values>} changes those that are no possible values are left out */
  set(changes) {
    const wanted = sound(changes);
    if (differing({ ...this.values, ...wanted }, this.values).length === 0) return;
    const told = this.taken(wanted);
    attempt(() => {
      this.store?.setItem(KEY, JSON.stringify(this.values));
      this.kept = this.values;
    });
    this.tell(told);
  }

  /** Takes over what another page of this browser has set meanwhile. */
  renew() {
    this.tell(this.taken({}));
  }

  /** Puts changes on top of what others changed on the device since this page looked last. @param {Partial<Values>} changes @returns {Name[]} what is other now */
  taken(changes) {
    const before = this.values;
    const now = read(this.store) ?? this.kept;
    const theirs = Object.fromEntries(differing(now, this.kept).map((name) => [name, now[name]]));
    this.kept = now;
    this.values = Object.freeze({ ...before, ...theirs, ...changes });
    return differing(this.values, before);
  }

  /** @param {Name[]} changed */
  tell(changed) {
    if (changed.length) for (const listener of this.listeners) listener(this.values, changed);
  }

  /** Back to the start values; nothing stays on the device. */
  reset() {
    this.set(START);
    attempt(() => {
      this.store?.removeItem(KEY);
      this.kept = START;
    });
  }

  /** @param {Listener} listener is called at once (changed: all) and on every change @returns {() => void} stops it */
  follow(listener) {
    this.listeners.add(listener);
    listener(this.values, /** @type {Name[]} */ (Object.keys(START)));
    return () => void this.listeners.delete(listener);
  }
}

/** @param {unknown} kept @returns {Partial<Values>} only what is known and possible */
export function sound(kept) {
  if (typeof kept !== 'object' || kept === null) return {};
  return Object.fromEntries(Object.entries(kept).filter(([name, value]) => {
    if (!Object.hasOwn(START, name)) return false;
    if (name in CHOICES) return /** @type {readonly unknown[]} */ (CHOICES[/** @type {keyof typeof CHOICES} */ (name)]).includes(value);
    if (name === 'volume') return typeof value === 'number' && value >= 0 && value <= 1;
    return typeof value === 'boolean';
  }));
}

/** @param {Readonly<Values>} values @param {Readonly<Values>} others @returns {Name[]} */
function differing(values, others) {
  return /** @type {Name[]} */ (Object.keys(START)).filter((name) => values[name] !== others[name]);
}

/** @param {Store | null} store @returns {Readonly<Values> | null} null where the browser does not let us look */
function read(store) {
  const text = store && attempt(() => store.getItem(KEY) ?? '{}');
  return text ? Object.freeze({ ...START, ...sound(attempt(() => JSON.parse(text))) }) : null;
}

/** @returns {Store | null} a browser may refuse even to name it */
function deviceStore() {
  return attempt(() => globalThis.localStorage ?? null) ?? null;
}

/** A full or forbidden storage loses a wish, nothing more. @template T @param {() => T} act @returns {T | undefined} */
function attempt(act) {
  try {
    return act();
  } catch {
    return undefined;
  }
}

/** The one that all parts of a page read. */
export const settings = new Settings();

// Another tab changed something; without a key: its reader cleared all that is kept.
globalThis.addEventListener?.('storage', ({ key }) => {
  if (key === KEY || key === null) settings.renew();
});
