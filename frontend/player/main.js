/**
 * The player page's entrance: reads what the page says, puts the parts together, and says so when that cannot be.
 */
import { allBegun } from '../shared/begun.js';
import { ContentError, ContentRoot } from '../shared/content.js';
import { worthAnotherTry } from './again.js';
import { followHistory } from './back.js';
import { byId, element } from './elements.js';
import { readConfig, RefusedAddress } from './config.js';
import { gyroscopic, listen, pressOnce } from './gestures.js';
import { say } from './messages.js';
import { calm } from './motion.js';
import { Page } from './page.js';
import { Panel } from './panel.js';
import { Player } from './player.js';
import { SpotButtons } from './spots.js';
import { stopped } from './stopping.js';
import { FROM_CACHE, goOnKeeping } from './offline/service.js';
import { watchSlowness } from './slowness.js';
import { NoWebGL, Stage } from './stage.js';
import { showSurface } from './surface.js';
import { Toolbar } from './toolbar.js';
import { contentSentence } from './trouble.js';
import { refusal } from './vr_possible.js';
import { watchNetwork } from './waiting.js';
import { setOut } from './ways.js';
import { whither } from './whither.js';
import { grantWishes } from './wishes.js';
import { words } from '../shared/text.js';

/** ms that a lost graphics card has to come back before the picture is shown flat. */
const GONE = 3000;

document.getElementById('player-stuck')?.remove();          // the page's own word that nothing comes: here it is
const json = byId('player-config').textContent ?? '{}';
const page = new Page();
/** @type {ReturnType<typeof readConfig>} */
let config;
/** @type {string | null} */
let refused = null;
try {
  config = readConfig(json, window.location.search, navigator.language);
} catch (error) {
  if (!(error instanceof RefusedAddress)) throw error;
  config = readConfig(json, '', navigator.language);
  refused = say(config.locale, error.what === 'content' ? 'contentRefused' : 'manifestRefused');
}
const content = new ContentRoot(config.content_url, { synced: config.synced });
const { worker } = config;
if (worker && navigator.serviceWorker?.controller) content.holding = async (ref) => (await import('./offline/holding.js')).holding(content, ref, worker.scope);

// On its way while the graphics card gets ready.
if (config.manifest && !refused) content.expect(config.manifest);

// Getting the graphics card ready holds up everything else in the page: what is asked for before that comes meanwhile.
await allBegun(100);

/** @type {Stage | null} */
let stage = null;
try {
  stage = new Stage(page.canvas);
} catch (error) {
  if (!(error instanceof NoWebGL)) console.warn(error);      // three.js refused for a reason of its own; the page shows the flat picture
}

const spots = new SpotButtons(byId('player-spots'), {
  open: (spot, from) => void player.activate(spot, from),
  turnTo: (at) => player.camera.glide({ ...player.camera.view, ...at }, 220),
});
const panel = new Panel(/** @type {HTMLDialogElement} */ (byId('player-panel')), content, () => player.open.closed());
const toolbar = new Toolbar(byId('player-tools'), byId('player-corner'), {
  setLocale: (locale) => player.setLocale(locale),
  keep: worker ? (from) => void import('./offline/panel.js').then(({ openKeepPanel }) => openKeepPanel(player, from)) : null,
  help: (from) => void import('./help.js').then(({ openHelp }) => openHelp(player, from), (error) => player.fail(String(error))),
  settings: (from) => void import('./settings_panel.js').then(({ openSettings }) => openSettings(player, from), (error) => player.fail(String(error))),
  stop: (from) => stopped(player, from),
  speech: panel.speech,
  sceneText: () => [player.scene?.title, player.scene?.alt].map((text) => words(text, player.locale)).join('. '),
  gyroscope: null,
  gyroscopeRefused: () => player.notice(say(player.locale, 'gyroscopeRefused')),
  zoom: (factor) => player.camera.zoom(factor),
  vr: (from) => void enterVr(from),
});
pressOnce();
const player = new Player(config, content, { stage, spots, panel, toolbar, page });
panel.chooseLanguage = (locale) => player.setLocale(locale);
showSurface(player);
grantWishes(player);
if (stage && gyroscopic()) {
  import('./gyroscope.js').then(({ Gyroscope }) => {
    toolbar.actions.gyroscope = new Gyroscope({ view: () => player.camera.view, look: (view) => player.camera.look(view) });
    player.translate();
  }, (error) => player.fail(String(error)));
}

/** @param {HTMLElement} from */
async function enterVr(from) {
  const explain = (/** @type {import('./messages.js').Message} */ why) => panel.fill(player.locale, say(player.locale, 'aboutVr'), '', () => [element('p', {}, say(player.locale, why))], from);
  if (player.headset) return player.headset.stop();
  const why = await refusal();
  if (why || !stage) return explain(why ?? 'vrNoHeadset');
  try {
    const { Headset } = await import('./vr/headset.js');
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
  if (player.scene === null && FROM_CACHE) return showRooms({ away: true, again: true });
  const again = !refused && worthAnotherTry(error);
  if (player.scene === null && !player.cover) return showRooms({ sentence, again });
  if (again) page.noticeAgain(sentence, player.locale);
  else page.notice(sentence);
  byId('player-spots').hidden = true;
  const bare = !player.backdrop || player.backdrop.sharpness === 'nothing';
  if (player.cover && bare) await page.showFlat(content, [player.cover], '').catch((why) => player.fail(String(why)));
  player.ready = player.settled = true;
}

/** No room to show: the visitor chooses one. @param {{ sentence?: string, again?: boolean, kept?: boolean, away?: boolean }} how again: another try may help; away: the one that was asked for is not kept */
async function showRooms({ sentence, again = false, kept = FROM_CACHE, away = false }) {
  const list = await import('./rooms_page.js');
  const trouble = await list.showRooms(config, content, { sentence, again, kept, offline: FROM_CACHE, away });
  if (trouble) player.fail(trouble);
  player.ready = player.settled = true;
}

async function start() {
  const still = setOut(player, config) ?? (() => true);
  if (refused) return cannotShow(refused, 'refused address');
  try {
    const place = await whither(config, window.location.pathname, content, FROM_CACHE);
    if (!place) return await showRooms({ kept: config.kept || FROM_CACHE || window.location.pathname === config.kept_url });
    if (!still()) return;
    page.rememberPlace(place);
    player.cover = place.poster ?? null;
    if (!await player.enterRoom(place, { scene: config.scene, still })) return await showRooms({});
    if (FROM_CACHE) page.passing(say(player.locale, place.kept ? 'offlineKept' : 'offlineUnkept'));
  } catch (error) {
    if (!still()) return player.fail(String(error));
    const known = error instanceof ContentError || error instanceof SyntaxError;
    await cannotShow(known ? contentSentence(error, 'manifest', player.locale) : say(player.locale, 'crashed'), error);
  }
  void goOnKeeping(player);
  // Who puts a headset on does not wait for its script.
  if (stage && (await refusal()) === null) await import('./vr/headset.js').catch(() => undefined);
}

if (stage) {
  listen(page.main, {
    view: () => player.camera.goal ?? player.camera.view,
    look: (view) => player.camera.look(view),
    glide: (view) => player.camera.glide(view),
    width: () => page.canvas.clientWidth,
    calm,
  });
  new ResizeObserver(() => player.resize()).observe(page.canvas);
  const upon = new ResizeObserver(() => player.rest());
  for (const part of ['player-panel', 'player-tools']) upon.observe(byId(part));
  // The graphics card forgot the picture (sleep, another tab): paint it again.
  let lost = 0;
  page.canvas.addEventListener('webglcontextlost', () => {
    clearTimeout(lost);
    lost = window.setTimeout(() => {
      player.flat = true;
      if (player.scene) void player.picture.showFlat(player.scene);
    }, GONE);
  });
  page.canvas.addEventListener('webglcontextrestored', () => {
    clearTimeout(lost);
    player.flat = stage === null;
    if (player.scene) void player.enterScene(player.scene, 'same');
  });
}
followHistory(player, async () => {
  const fresh = { ...config, ...readConfig(json, window.location.search, navigator.language) };
  return { place: history.state?.place ?? await whither(fresh, window.location.pathname, content, FROM_CACHE), scene: fresh.scene };
}, (error) => cannotShow(contentSentence(error, 'manifest', player.locale), error));
watchNetwork(player);
void offerVr();
navigator.xr?.addEventListener?.('devicechange', () => void offerVr());
watchSlowness(player);
void start();
