/**
 * Bundles the service worker with a list of the player's own files, each with its digest: built after the player, whose files those are.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));

/**
 * @param {esbuild.Metafile} metafile @param {string[]} entries outputs to begin with, as the metafile names them
 * @returns {string[]} those and all that they lead to: parts that are loaded later, fonts
 */
export function reachable(metafile, entries) {
  const found = new Set(entries);
  for (const name of found) for (const { path, external } of metafile.outputs[name]?.imports ?? []) if (!external && metafile.outputs[path]) found.add(path);
  return [...found].sort();
}

/**
 * @param {string} out folder of the built files @param {string[]} files in it @param {string} [page] what else makes another version, such as the page's template
 * @returns {import('./shell.js').Shell}
 */
export function shellOf(out, files, page = '') {
  const listed = files.map((file) => ({
    name: relative(out, file).replaceAll('\\', '/'),
    integrity: `sha256-${createHash('sha256').update(readFileSync(file)).digest('base64')}`,
  }));
  return { version: createHash('sha256').update(JSON.stringify(listed) + page).digest('hex').slice(0, 16), files: listed };
}

/** @param {import('./shell.js').Shell} shell @param {string} outfile @param {string} [prelude] goes first */
export async function buildWorker(shell, outfile, prelude = '') {
  await esbuild.build({
    entryPoints: [join(here, 'worker.js')], outfile, bundle: true, minify: true, format: 'iife', target: 'es2022',
    define: { SHELL_FILES: JSON.stringify(shell) }, banner: { js: prelude }, logLevel: 'warning',
  });
}
