/**
 * Bundles every page of the front end with esbuild into vr_rooms/static/vr_rooms/.
 *
 * ENTRIES lists what is built: source -> name of the output. A new page or widget is one line here.
 * `node build.js --watch` rebuilds while you work.
 */
import { gzipSync } from 'node:zlib';
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, '..', 'vr_rooms', 'static', 'vr_rooms');

/** @type {Record<string, string>} source below frontend/ -> output name below vr_rooms/static/vr_rooms/, without extension */
const ENTRIES = {
  'player/main.js': 'player',
  'player/player.css': 'player',
  'admin/library.js': 'library',
  'admin/library.css': 'library',
};

/** @type {esbuild.BuildOptions} */
const options = {
  absWorkingDir: here,
  entryPoints: Object.entries(ENTRIES).map(([source, name]) => ({ in: source, out: name })),
  outdir: out,
  bundle: true,
  minify: true,
  format: 'esm',
  splitting: true,              // what is imported lazily (hls.js) becomes a file of its own
  chunkNames: 'chunks/[name]-[hash]',
  assetNames: 'assets/[name]-[hash]',
  target: 'es2022',
  loader: { '.svg': 'text', '.woff2': 'file' },
  sourcemap: 'linked',
  legalComments: 'linked',
  metafile: true,
  logLevel: 'warning',
};

if (process.argv.includes('--watch')) {
  const context = await esbuild.context({ ...options, logLevel: 'info' });
  await context.watch();
} else {
  const { metafile } = await esbuild.build(options);
  // The face is free to use as long as its licence travels with it.
  const licence = join(out, 'assets/atkinson-hyperlegible-next.LICENSE.txt');
  cpSync(join(here, 'node_modules/@fontsource-variable/atkinson-hyperlegible-next/LICENSE'), licence);
  // What an earlier build left goes last: a server that runs meanwhile never misses a file.
  const made = new Set([licence, ...Object.keys(metafile?.outputs ?? {}).map((path) => resolve(here, path))]);
  for (const entry of readdirSync(out, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !made.has(path)) rmSync(path);
  }
  for (const [path, file] of Object.entries(metafile?.outputs ?? {})) {
    if (path.endsWith('.map') || path.endsWith('.txt')) continue;
    const gzipped = gzipSync(readFileSync(join(here, path)), { level: 9 }).length;
    console.log(`${relative(out, join(here, path)).padEnd(60)} ${String(file.bytes).padStart(8)} B  ${String(gzipped).padStart(7)} B gzipped`);
  }
}
await import('./site/build.js');
await import('./pipeline/build.js');
