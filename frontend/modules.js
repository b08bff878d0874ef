/**
 * Which files the player's page needs before it can begin, so that the page can ask for all of them at once: without this a
 * browser learns of each file only from the one before.
 */
import { writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';

/**
 * @param {import('esbuild').Metafile} metafile @param {string} here folder that its paths are relative to @param {string} out
 * @returns {string} the file written: a list of paths below `out`, of what player.js imports at once and what that imports
 */
export function writeModules(metafile, here, out) {
  const entry = Object.keys(metafile.outputs).find((path) => path.endsWith('/player.js')) ?? '';
  const found = new Set([entry]);
  for (const path of found) {
    for (const { path: next, kind } of metafile.outputs[path]?.imports ?? []) if (kind === 'import-statement') found.add(next);
  }
  found.delete(entry);
  const file = join(out, 'player.modules.json');
  // The smallest first: early.js begins with some of them.
  const paths = [...found].sort((a, b) => (metafile.outputs[a]?.bytes ?? 0) - (metafile.outputs[b]?.bytes ?? 0));
  writeFileSync(file, JSON.stringify(paths.map((path) => relative(out, resolve(here, path)))));
  return file;
}
