/**
 * Makes the player for a folder behind any static server, in vr_rooms/static/vr_rooms/standalone/: a page without Django, relative
 * addresses, the policy in a meta tag. The page is the platform's template with nothing known beforehand.
 */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildWorker, shellOf } from '../worker/build.js';

const here = dirname(fileURLToPath(import.meta.url));
const TEMPLATE = join(here, '../../vr_rooms/templates/vr_rooms/player/play.html');
const WORDS = join(here, '../../vr_rooms/locale/nl/LC_MESSAGES/django.po');

/** Laid beside the folders of a content root, as player/. */
const CONFIG = { content_url: '../', manifest: null, locale: '', index_url: './', kept_url: './?kept', synced: true, origins: [], worker: { script: './worker.js', scope: './' } };

/** frame-ancestors is missing: a meta tag can't say it. `vr_rooms.client player --content` adds the other host. */
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'";

/** @param {string} text in the template's English @param {string} catalogue a .po file @returns {string} in Dutch, the page's language until the script speaks */
function dutch(text, catalogue) {
  const unfolded = catalogue.replaceAll('"\n"', '');          // gettext folds long lines
  const at = unfolded.indexOf(`msgid ${JSON.stringify(text)}\nmsgstr "`);
  if (at < 0) throw new Error(`no Dutch for: ${text}`);
  return JSON.parse(/msgstr (".*")/.exec(unfolded.slice(at))?.[1] ?? '""');
}

/** @param {string} template @param {string} catalogue @returns {string} HTML */
export function standalonePage(template, catalogue) {
  let page = template
    .replace(/{% comment %}[^]*?{% endcomment %}/g, '')
    .replace(/{% load [^%]*%}/g, '')
    .replace('{{ config|json_script:"player-config" }}', `<script id="player-config" type="application/json">${JSON.stringify(CONFIG)}</script>`)
    .replace(/{% static 'vr_rooms\/([^']*)' %}/g, './$1')
    .replace(/{% translate "([^"]*)" %}/g, (_, text) => dutch(text, catalogue))
    .replace(/{{ config\.locale }}/g, 'nl')
    .replace(/{{ title }}/g, 'Kijkkamer')
    .replace(/{{ config\.index_url\|default:'[^']*' }}/g, './')
    .replace('<meta name="viewport"', `<meta http-equiv="Content-Security-Policy" content="${POLICY}">\n<meta name="viewport"`);
  // What depends on a room falls away: here none is known beforehand.
  for (let before = ''; before !== page;) {
    before = page;
    page = page.replace(/{% (if|for|with) [^%]*%}(?:(?!{% (?:if|for|with) )[^])*?{% end\1 %}\n?/g, '');
  }
  const left = /{[{%].*?[%}]}/.exec(page);
  if (left) throw new Error(`standalone/build.js does not know what to make of ${left[0]} in play.html`);
  return page.trimStart();
}

/** @param {string} out folder of all that is built @param {string[]} files the player's own, in it @returns {Promise<string[]>} what was made */
export async function buildStandalone(out, files) {
  const folder = join(out, 'standalone');
  const made = files.map((file) => {
    const copy = join(folder, relative(out, file));
    mkdirSync(dirname(copy), { recursive: true });
    cpSync(file, copy);
    return copy;
  });
  const page = standalonePage(readFileSync(TEMPLATE, 'utf8'), readFileSync(WORDS, 'utf8'));
  const index = join(folder, 'index.html');
  writeFileSync(index, page);
  const worker = join(folder, 'worker.js');
  const settings = { page: './', files: './' };
  await buildWorker(shellOf(folder, made, page), worker, `self.kijkkamer = ${JSON.stringify(settings)};`);
  return [...made, index, worker];
}
