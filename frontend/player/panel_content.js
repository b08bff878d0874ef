/**
 * What a hotspot's panel says, the same for the page's dialog and the glass panel in VR. Pure.
 *
 * @typedef {import('../shared/formats.js').Hotspot} Hotspot
 * @typedef {import('../shared/formats.js').Manifest} Manifest
 * @typedef {import('../shared/formats.js').Activity} Activity
 * @typedef {import('../shared/formats.js').ActivityQuery} ActivityQuery
 * @typedef {import('../shared/formats.js').SectorDocument} SectorDocument
 * @typedef {import('../shared/formats.js').Organisation} Organisation
 * @typedef {import('../shared/formats.js').Video} Video
 * @typedef {import('../shared/formats.js').Tier} Tier
 *
 * @typedef {{ heading: string, paragraphs: string[], facts: { term: string, value: string }[], actions: Action[] }} Section
 * @typedef {{ label: string, href: string }} Action
 * @typedef {{ lods: import('../shared/formats.js').Lod[], scale: number, spin: number }} MeshContent spin: degrees a second, 0 stands still
 * @typedef {object} PanelContent
 * @property {string} id of the hotspot
 * @property {import('./room.js').Kind} kind
 * @property {string} title
 * @property {{ tiers: Tier[], alt: string } | null} picture
 * @property {Video | null} video
 * @property {import('../shared/formats.js').Audio | null} [audio] its transcript is the first section
 * @property {import('./quiz.js').Quiz | null} quiz
 * @property {MeshContent | null} mesh with a picture of it in `picture`, where there is one
 * @property {Section[]} sections the first one's heading is '' (the title is above it)
 */
import { paragraphs, words } from '../shared/text.js';
import { say } from './messages.js';
import { quizOf } from './quiz.js';
import { spoken } from './spoken.js';

/** Activities that one panel lists; more would be a page, not a panel. */
const MOST_ACTIVITIES = 8;

/** Pixels of a mesh's rendered poster; only its shape matters here. */
const MESH_POSTER = { width: 1024, height: 768 };

/** @param {string | undefined} url @returns {URL | null} only addresses that a browser may safely open */
export function webAddress(url) {
  if (!url || !URL.canParse(url)) return null;
  const parsed = new URL(url);
  return parsed.protocol === 'https:' || parsed.protocol === 'http:' ? parsed : null;
}

/** @param {string | undefined} url @param {string} locale @returns {Action[]} */
function visit(url, locale) {
  const address = webAddress(url);
  return address ? [{ label: say(locale, 'visitWebsite', { host: address.host.replace(/^www\./, '') }), href: address.href }] : [];
}

/** @param {Activity} activity @param {Organisation | undefined} organisation @param {string} locale @param {string} heading @returns {Section[]} */
function activitySections(activity, organisation, locale, heading) {
  /** @type {Section['facts']} */
  const facts = [];
  const add = (/** @type {import('./messages.js').Message} */ term, /** @type {string | undefined} */ value) => {
    if (value) facts.push({ term: say(locale, term), value });
  };
  add('organisation', organisation?.name);
  add('place', [activity.place, activity.region].filter(Boolean).join(', '));
  add('startsAt', activity.starts_at && new Intl.DateTimeFormat(spoken(locale), { dateStyle: 'full', timeStyle: 'short', timeZone: 'Europe/Amsterdam' }).format(new Date(activity.starts_at)));
  add('levels', activity.levels?.join(', '));
  add('groupSize', activity.group_size ? say(locale, 'groupSizeValue', { count: activity.group_size }) : undefined);
  return [
    { heading, paragraphs: paragraphs(words(activity.summary, locale)), facts, actions: [] },
    { heading: say(locale, 'howToBook'), paragraphs: paragraphs(words(activity.how_to_book, locale)), facts: [], actions: visit(activity.url, locale) },
  ];
}

/** @param {Activity} activity @param {ActivityQuery} query @returns {boolean} */
export function matches(activity, query) {
  const occupation = query.occupation?.toLowerCase();
  return (!occupation || !!activity.occupations?.some((text) => Object.values(text).some((word) => word?.toLowerCase() === occupation)))
    && (!query.levels?.length || !!activity.levels?.some((level) => query.levels?.includes(level)))
    && (!query.region || activity.region === query.region);
}

/**
 * @param {Hotspot} spot @param {Manifest} manifest @param {string} locale
 * @param {SectorDocument[] | null | undefined} sectors needed for activities only; null when they cannot be had, undefined when they are on their way
 * @returns {PanelContent}
 */
export function describe(spot, manifest, locale, sectors) {
  const asset = manifest.assets[spot.image ?? spot.asset ?? ''];
  const pictured = asset && 'tiers' in asset ? asset : null;
  /** @type {PanelContent} */
  const content = {
    id: spot.id,
    kind: /** @type {import('./room.js').Kind} */ (spot.kind),
    title: words(spot.label, locale),
    picture: pictured ? { tiers: pictured.tiers, alt: 'alt' in pictured ? words(pictured.alt, locale) : '' } : null,
    video: spot.kind === 'video' && asset?.kind === 'video' ? asset : null,
    audio: spot.kind === 'audio' && asset?.kind === 'audio' ? asset : null,
    quiz: quizOf(spot, locale),
    mesh: spot.kind === 'mesh' && asset?.kind === 'mesh' && asset.lods.length > 0 ? { lods: asset.lods, scale: spot.scale ?? 1, spin: spot.spin ?? 0 } : null,
    sections: [{ heading: '', paragraphs: paragraphs(words(spot.body, locale)), facts: [], actions: [] }],
  };
  if (spot.kind === 'mesh') {
    const poster = asset?.kind === 'mesh' ? asset.poster : undefined;
    if (poster) content.picture = { tiers: [{ image: poster, alternatives: [], ...MESH_POSTER }], alt: content.title };
    else if (!content.mesh) content.sections = [{ heading: '', paragraphs: [say(locale, 'meshUnseen')], facts: [], actions: [] }];
  }
  if (content.audio?.transcript) content.sections = [{ heading: say(locale, 'transcript'), paragraphs: paragraphs(words(content.audio.transcript, locale)), facts: [], actions: [] }];
  if (spot.kind === 'link') {
    const address = webAddress(spot.url);
    content.sections = [{ heading: '', paragraphs: [address ? say(locale, 'linkAddress', { url: address.host + address.pathname.replace(/\/$/, '') }) : say(locale, 'linkRefused')], facts: [], actions: visit(spot.url, locale) }];
  }
  if (spot.kind === 'activity') {
    const found = sectors?.flatMap((sector) => sector.activities.map((activity) => ({ activity, sector })))
      .filter(({ activity }) => (spot.activity ? activity.id === spot.activity : matches(activity, spot.query ?? {})))
      // an activity of two sectors stands in both documents
      .filter(({ activity }, index, all) => all.findIndex((other) => other.activity.id === activity.id) === index)
      .slice(0, MOST_ACTIVITIES) ?? [];
    const one = spot.activity ? found[0] : undefined;
    if (one) content.title = words(one.activity.title, locale);
    content.sections = found.flatMap(({ activity, sector }) => activitySections(
      activity, sector.organisations.find(({ id }) => id === activity.organisation), locale, one ? '' : words(activity.title, locale)));
    if (found.length === 0) content.sections = [{ heading: '', paragraphs: [say(locale, sectors ? 'activityAbsent' : sectors === null ? 'activityUnreachable' : 'activityComing')], facts: [], actions: [] }];
  }
  // What it shows is not in the release: a panel with nothing but a title would look broken.
  const shows = content.picture ?? content.video ?? content.audio ?? content.quiz ?? content.mesh;
  if (!shows && !spokenText(content)) content.sections = [{ heading: '', paragraphs: [say(locale, 'partAbsent')], facts: [], actions: [] }];
  return content;
}

/** All of a panel's words in one string, for whoever hears it. @param {PanelContent} content @returns {string} */
export function spokenText(content) {
  const asked = content.quiz ? [content.quiz.question, ...content.quiz.choices.map(({ text }) => text)] : [];
  const told = content.sections.flatMap((section) => [section.heading, ...section.paragraphs, ...section.facts.map(({ term, value }) => `${term}: ${value}`)]);
  return [...asked, ...told].filter(Boolean).join(' ');
}
