/**
 * The player page's entrance: reads what the page says, puts the parts together, and says so when that cannot be.
 */
import { ContentError, ContentRoot } from '../shared/content.js';
import { byId, element } from './elements.js';
import { readConfig, RefusedAddress } from './config.js';
import { listen } from './gestures.js';
import { helpBody } from './help.js';
import { say } from './messages.js';
import { Page } from './page.js';
import { Panel } from './panel.js';
import { Player } from './player.js';
import { SpotButtons } from './spots.js';
import { NoWebGL, Stage } from './stage.js';
import { showSurface } from './surface.js';
import { Toolbar } from './toolbar.js';
import { contentSentence } from './trouble.js';
import { Headset } from './vr/headset.js';
import { refusal } from './vr_possible.js';

const json = byId('player-config').textContent ?? '{}';
const page = new Page();
/** @type {ReturnType<typeof readConfig>} */
let config;
/** @type {string | null} */
let refused = null;
try {
  config = readConfig(json, window.location.search);
} catch (error) {
  if (!(error instanceof RefusedAddress)) throw error;
  config = { ...readConfig(json, ''), manifest: null };
  refused = say(config.locale, 'manifestRefused');
}
const content = new ContentRoot(config.content_url);

/** @type {Stage | null} */
let stage = null;
try {
  stage = new Stage(page.canvas);
} catch (error) {
  if (!(error instanceof NoWebGL)) console.warn(error);      // three.js refused for a reason of its own; the page shows the flat picture
}

const spots = new SpotButtons(byId('player-spots'), {
  open: (spot, from) => void player.activate(spot, from),
  turnTo: (spot) => player.glide({ ...player.view, ...spot.at }, 220),
});
const panel = new Panel(/** @type {HTMLDialogElement} */ (byId('player-panel')), content, () => {
  player.open = null;
});
const toolbar = new Toolbar(byId('player-tools'), byId('player-corner'), {
  setLocale: (locale) => player.setLocale(locale),
  help: (from) => panel.fill(player.locale, say(player.locale, 'helpTitle'), '', () => helpBody(player), from),
  zoom: (factor) => player.zoom(factor),
  vr: (from) => void enterVr(from),
});
const player = new Player(config, content, { stage, spots, panel, toolbar, page });
showSurface(player);

/** @param {HTMLElement} from */
async function enterVr(from) {
  const explain = (/** @type {import('./messages.js').Message} */ why) => panel.fill(player.locale, say(player.locale, 'aboutVr'), '', () => [element('p', {}, say(player.locale, why))], from);
  if (player.headset) return player.headset.stop();
  const why = await refusal();
  if (why || !stage) return explain(why ?? 'vrNoHeadset');
  try {
    await Headset.enter(player, stage, () => void offerVr());
    await offerVr();
  } catch (error) {
    player.fail(`VR: ${String(error)}`);
    explain('vrFailed');
  }
}

async function offerVr() {
  const possible = stage !== null && (await refusal()) === null;
  toolbar.vr = !possible ? 'explain' : player.headset ? 'leave' : 'enter';
  player.translate();
}

/** @param {string} sentence @param {unknown} error */
async function cannotShow(sentence, error) {
  player.fail(String(error));
  page.notice(sentence);
  byId('player-spots').hidden = true;
  if (config.poster && player.scene === null) await page.showFlat(content, [config.poster], '').catch((why) => player.fail(String(why)));
  player.ready = player.settled = true;
}

async function start() {
  if (refused) return cannotShow(refused, 'refused address');
  if (!config.manifest) return cannotShow(say(config.locale, 'manifestMissing'), 'no manifest');
  try {
    await player.enterRoom(config.manifest, config.scene);
  } catch (error) {
    const known = error instanceof ContentError || error instanceof SyntaxError;
    await cannotShow(known ? contentSentence(error, 'manifest', player.locale) : say(player.locale, 'crashed'), error);
  }
}

if (stage) {
  listen(page.main, {
    view: () => player.goal ?? player.view,
    look: (view) => player.look(view),
    glide: (view) => player.glide(view),
    width: () => page.canvas.clientWidth,
    calm: () => player.calm,
  });
  new ResizeObserver(() => player.resize()).observe(page.canvas);
  // The graphics card forgot the picture (sleep, another tab): paint it again.
  page.canvas.addEventListener('webglcontextrestored', () => {
    if (player.scene) void player.enterScene(player.scene, 'same');
  });
}
window.addEventListener('popstate', () => {
  const { manifest } = history.state ?? { manifest: null };
  const fresh = readConfig(json, window.location.search);
  const wanted = manifest ?? fresh.manifest;
  if (wanted) player.enterRoom(wanted, fresh.scene).catch((error) => cannotShow(contentSentence(error, 'manifest', player.locale), error));
});
void offerVr();
navigator.xr?.addEventListener?.('devicechange', () => void offerVr());
void start();
