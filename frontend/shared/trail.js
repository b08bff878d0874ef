/**
 * The way down a content root: (a synced folder's active.json, else timestamp -> snapshot -> targets) -> catalog -> sector documents.
 * Trust is the connection's; signatures are the sync client's work.
 *
 * @typedef {import('./formats.js').ActiveRecord} ActiveRecord
 * @typedef {import('./formats.js').Catalog} Catalog
 * @typedef {import('./formats.js').RoomEntry} RoomEntry
 * @typedef {import('./formats.js').SectorDocument} SectorDocument
 *
 * @typedef {object} Walk
 * @property {ActiveRecord | null} active of a synced folder
 * @property {SectorDocument[]} sectors
 * @property {{ path: string, text: string }[]} read every document on the way, the pointer to the others first
 *
 * @typedef {object} ListedRoom
 * @property {RoomEntry} room @property {SectorDocument[]} sectors that show it
 *
 * @typedef {(ref: { path: string, sha256?: string }) => Promise<any>} Json
 */
import { ContentError } from './content_error.js';

/** Of the documents, this player reads 1.x: what a newer minor version adds is left out. */
const MAJOR = '1';

/** @param {any} document @returns {boolean} whether only a newer player can read it */
export function isNewer(document) {
  const version = document?.schema_version;
  return typeof version === 'string' && /^\d+\.\d+$/.test(version) && version.split('.')[0] !== MAJOR;
}

/**
 * @param {{ synced: boolean, fetch: (ref: { path: string, sha256?: string }) => Promise<{ text: () => Promise<string> }> }} content
 * @returns {Promise<Walk>}
 * @throws {ContentError | TypeError} TypeError where a document has another shape
 */
export async function walkDown(content) {
  /** @type {Walk['read']} */
  const read = [];
  /** @type {Json} */
  const json = async (ref) => {
    const text = await (await content.fetch(ref)).text();
    try {
      const document = JSON.parse(text);
      read.push({ path: ref.path, text });
      return document;
    } catch {
      throw new ContentError('unreadable', ref.path);
    }
  };
  /** @type {ActiveRecord | null} */
  const active = content.synced ? await json({ path: 'active.json' }).catch(noRecord) : null;
  const at = active ? active.active.catalog : await pointer(json);
  /** @type {Catalog} */
  const catalog = await json(at);
  if (isNewer(catalog)) throw new ContentError('newer', at.path);
  const sectors = await Promise.all(catalog.sectors.map((sector) => {
    const chosen = !active || isChosen(active, sector.slug);
    return json(sector.document).catch((error) => (chosen ? Promise.reject(error) : absent(error)));
  }));
  return { active, read, sectors: sectors.filter((document) => document !== null) };
}

/** @param {Json} json @returns {Promise<{ path: string, sha256: string }>} of the catalog */
async function pointer(json) {
  const timestamp = await json({ path: 'metadata/timestamp.json' });
  const snapshot = await json({ path: `metadata/${timestamp.signed.meta['snapshot.json'].version}.snapshot.json` });
  const targets = await json({ path: `metadata/${snapshot.signed.meta['targets.json'].version}.targets.json` });
  const { sha256 } = targets.signed.targets['catalog.json'].hashes;
  return { path: `targets/${sha256}.catalog.json`, sha256 };
}

/** @param {Walk} walk @returns {ListedRoom[]} the rooms that can be opened here, each once */
export function roomsOf({ active, sectors }) {
  /** @type {Map<string, ListedRoom>} */
  const rooms = new Map();
  for (const sector of sectors) {
    for (const room of sector.rooms) {
      if (active && !isChosen(active, sector.slug) && !active.active.rooms.includes(room.id)) continue;
      const known = rooms.get(room.id);
      if (known) known.sectors.push(sector);
      else rooms.set(room.id, { room, sectors: [sector] });
    }
  }
  return [...rooms.values()];
}

/** @param {ActiveRecord} record @param {string} slug @returns {boolean} whether a synced folder holds the whole of a sector */
function isChosen({ active }, slug) {
  return active.sectors.includes(slug) || (active.sectors.length === 0 && active.rooms.length === 0);
}

/** Servers say in many ways that a file is not there; were it the network, the next question tells. @param {unknown} error @returns {null} */
function noRecord(error) {
  if (error instanceof ContentError && error.reason === 'unreadable') throw error;
  return null;
}

/** @param {unknown} error @returns {null} @throws whatever is no absence */
function absent(error) {
  if (error instanceof ContentError && error.reason === 'absent') return null;
  throw error;
}
