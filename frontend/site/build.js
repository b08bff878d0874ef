/**
 * Bundles the website and the video embed into cms/static/built/cms/, and draws the icons that they use into one sheet.
 *
 * Run by ../build.js, or on its own.
 */
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { iconSheet } from './icons.js';

const here = dirname(fileURLToPath(import.meta.url));
const frontend = join(here, '..');
const out = join(frontend, '..', 'cms', 'static', 'built', 'cms');

/** @type {Record<string, string>} source below frontend/ -> output name, without extension */
const ENTRIES = {
  'site/site.css': 'site',
  'embed/embed.css': 'embed',
  'embed/video.js': 'video',
};

const sheet = join(out, 'icons.svg');
const licence = join(out, 'assets', 'atkinson-hyperlegible-next.LICENSE.txt');
mkdirSync(out, { recursive: true });
writeFileSync(sheet, iconSheet());
cpSync(join(frontend, 'node_modules', '@fontsource-variable', 'atkinson-hyperlegible-next', 'LICENSE'), licence);
const { metafile } = await esbuild.build({
  absWorkingDir: frontend,
  entryPoints: Object.entries(ENTRIES).map(([source, name]) => ({ in: source, out: name })),
  outdir: out,
  bundle: true,
  minify: true,
  format: 'esm',
  splitting: true,              // hls.js becomes a file of its own, fetched only where it is needed
  chunkNames: 'chunks/[name]-[hash]',
  assetNames: 'assets/[name]-[hash]',
  target: 'es2022',
  loader: { '.woff2': 'file' },
  sourcemap: 'linked',
  legalComments: 'linked',
  metafile: true,
  logLevel: 'warning',
});
// What an earlier build left goes last: a server that runs meanwhile never misses a file.
const made = new Set([sheet, licence, ...Object.keys(metafile.outputs).map((path) => resolve(frontend, path))]);
for (const entry of readdirSync(out, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name);
  if (entry.isFile() && !made.has(path)) rmSync(path);
}
