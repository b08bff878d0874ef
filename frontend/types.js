/**
 * Writes shared/formats.d.ts from docs/schemas/*.json: `node types.js`, or with --check says whether it is in step.
 *
 * Own lines and no package: the schemas use a dozen words of JSON Schema, and what a reader needs beside them (a hotspot of a
 * kind that it does not know, short names) no general tool makes.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const OUTPUT = join(here, 'shared', 'formats.d.ts');

/** Schema -> what the document in it is called. */
const DOCUMENTS = { 'room-manifest': 'Manifest', sector: 'SectorDocument', catalog: 'Catalog', 'tile-index': 'TileIndex', 'video-index': 'VideoIndex', active: 'ActiveRecord' };

/** Shorter names in the player's own words. @type {Record<string, string>} */
const RENAMED = { Reference: 'Ref', At: 'Angles', InitialView: 'View', Image: 'Picture', SectorRoom: 'RoomEntry' };

/** Names for what has none in the schemas. */
const NAMED = `export type Asset = Manifest['assets'][string];
export type Stereo = Panorama['stereo'];
export type Arrive = SceneHotspot['arrive'];
`;

/** @typedef {Record<string, any>} Schema */

/** @param {string} name */
const named = (name) => RENAMED[name] ?? name;

/** @param {Schema} schema @param {string} indent @returns {string} the TypeScript type of what the schema describes */
export function typeOf(schema, indent = '') {
  if (schema.$ref) return named(schema.$ref.replace('#/$defs/', ''));
  if ('const' in schema) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((/** @type {unknown} */ one) => JSON.stringify(one)).join(' | ');
  const several = schema.oneOf ?? schema.anyOf;
  if (several) return several.map((/** @type {Schema} */ one) => typeOf(one, indent)).join(' | ');
  if (schema.type === 'array') {
    if (schema.prefixItems) return `[${schema.prefixItems.map((/** @type {Schema} */ one) => typeOf(one, indent)).join(', ')}]`;
    const item = schema.items ? typeOf(schema.items, indent) : 'unknown';
    return /^\w+$/.test(item) ? `${item}[]` : `(${item})[]`;
  }
  if (schema.type === 'object') return objectType(schema, indent);
  const simple = { string: 'string', integer: 'number', number: 'number', boolean: 'boolean' }[/** @type {string} */ (schema.type)];
  if (!simple) throw new Error(`no type known for ${JSON.stringify(schema)}`);
  return simple;
}

/** @param {Schema} schema @param {string} indent */
function objectType(schema, indent) {
  const required = new Set(schema.required ?? []);
  const lines = Object.entries(schema.properties ?? {}).map(([name, one]) =>
    `${/^\w+$/.test(name) ? name : JSON.stringify(name)}${required.has(name) ? '' : '?'}: ${typeOf(one, `${indent}  `)};`);
  const values = schema.additionalProperties === true ? Object.values(schema.properties ?? {}) : Object.values(schema.patternProperties ?? {});
  if (typeof schema.additionalProperties === 'object') values.push(schema.additionalProperties);
  if (values.length) {
    const types = [...new Set(values.map((one) => typeOf(one, `${indent}  `)))].join(' | ');
    lines.push(`[key: string]: ${lines.length ? `${types} | undefined` : types};`);
  }
  return lines.length ? `{\n${lines.map((line) => `${indent}  ${line}\n`).join('')}${indent}}` : 'Record<string, never>';
}

/**
 * A hotspot as a reader meets it: of any kind, also of one that it does not know, so that every field of a kind may be absent.
 * @param {Schema[]} kinds @returns {Schema}
 */
function anyHotspot(kinds) {
  /** @type {Record<string, Schema>} */
  const properties = {};
  for (const kind of kinds) for (const [name, one] of Object.entries(kind.properties)) properties[name] ??= one;
  properties.kind = { type: 'string' };
  const required = Object.keys(properties).filter((name) => kinds.every((kind) => kind.required.includes(name)));
  return { type: 'object', description: 'A hotspot as a reader meets it: of any kind, also of one that it does not know.', properties, required };
}

/** @param {Record<string, Schema>} documents name of a schema -> the schema @returns {string} the declarations */
export function declarations(documents) {
  /** @type {Record<string, Schema>} */
  const all = {};
  for (const [file, name] of Object.entries(DOCUMENTS)) {
    const document = documents[file];
    if (!document) throw new Error(`docs/schemas/${file}.json is missing`);
    Object.assign(all, document.$defs);
    all[name] = document;
  }
  const kinds = Object.keys(all).filter((name) => name.endsWith('Hotspot')).map((name) => /** @type {Schema} */ (all[name]));
  all.Hotspot = anyHotspot(kinds);
  const types = Object.keys(all).sort().map((name) => {
    const { description = '', ...schema } = /** @type {Schema} */ (all[name]);
    const words = description.replaceAll('``', '`').split('\n').join('\n * ').replaceAll(' \n', '\n');
    return `${words && `/** ${words} */\n`}export type ${named(name)} = ${typeOf(name === 'Scene' ? withAnyHotspot(schema) : schema)};\n`;
  });
  return `// Made from docs/schemas by types.js; don't edit. Readers ignore fields that they do not know.\n\n${types.join('\n')}\n${NAMED}`;
}

/** @param {Schema} scene */
function withAnyHotspot(scene) {
  return { ...scene, properties: { ...scene.properties, hotspots: { type: 'array', items: { $ref: '#/$defs/Hotspot' } } } };
}

/** @returns {boolean} whether the committed file was in step; without `check` it is now */
export function writeTypes(check = false) {
  const documents = Object.fromEntries(Object.keys(DOCUMENTS).map((name) => [name, JSON.parse(readFileSync(join(here, '..', 'docs', 'schemas', `${name}.json`), 'utf8'))]));
  const wanted = declarations(documents);
  let held = '';
  try {
    held = readFileSync(OUTPUT, 'utf8');
  } catch {
    // the first time
  }
  if (held !== wanted && !check) writeFileSync(OUTPUT, wanted);
  return held === wanted;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const check = process.argv.includes('--check');
  if (!writeTypes(check) && check) {
    console.error('frontend/shared/formats.d.ts is out of step with docs/schemas; run node types.js in frontend/.');
    process.exitCode = 1;
  }
}
