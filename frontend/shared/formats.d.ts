// Made from docs/schemas by types.js; don't edit. Readers ignore fields that they do not know.

/** The one file that tells what a synced folder plays; replaced last. */
export type ActiveRecord = {
  active: SyncedRelease;
  previous?: SyncedRelease;
  schema_version: string;
};

/** Something real to do. `organisation` and `sectors` are ids, `group_size` in people. */
export type Activity = {
  audience_for: ("leerling" | "ouder" | "leraar")[];
  group_size: number;
  how_to_book: Text;
  id: string;
  kind: "gastles" | "stage" | "workshop" | "bedrijfsbezoek" | "evenement";
  levels: ("po" | "pro" | "vmbo" | "havo" | "vwo" | "mbo")[];
  occupations: Text[];
  organisation: string;
  place: string;
  region: string;
  sectors: string[];
  starts_at?: string;
  summary: Text;
  title: Text;
  url?: string;
  valid_until?: string;
};

/** One activity of the sector document, or those that a query finds. */
export type ActivityHotspot = {
  activity?: string;
  at: Angles;
  distance: number;
  id: string;
  kind: "activity";
  label: Text;
  order: number;
  query?: ActivityQuery;
};

/** Which activities to show, so that a hotspot does not go stale with one of them. */
export type ActivityQuery = {
  levels?: ("po" | "pro" | "vmbo" | "havo" | "vwo" | "mbo")[];
  occupation?: string;
  region?: string;
};

/** A direction seen from the scene's viewpoint, in degrees. */
export type Angles = {
  pitch: number;
  yaw: number;
};

/** For whom a room is. `min_age` in years, `minutes` a visit takes, `flashing` whether it holds flashing content. */
export type Audience = {
  comfort: "comfortable" | "moderate" | "intense";
  flashing: boolean;
  levels: ("po" | "pro" | "vmbo" | "havo" | "vwo" | "mbo")[];
  min_age: number;
  minutes: number;
};

/** A sound. */
export type Audio = {
  audio: Ref;
  captions: Captions[];
  duration_ms: number;
  kind: "audio";
  transcript?: Text;
};

/** A sound. */
export type AudioHotspot = {
  asset: string;
  at: Angles;
  distance: number;
  id: string;
  kind: "audio";
  label: Text;
  order: number;
};

/** The box around a mesh, in metres. */
export type Bounds = {
  max: [number, number, number];
  min: [number, number, number];
};

/** One captions or subtitles file; `reviewed` says that a person has checked it. */
export type Captions = {
  language: string;
  reviewed: boolean;
  role: "captions" | "subtitles";
  vtt: Ref;
};

/** All sectors: the one signed target. `release` and `released_at` are filled in by who makes the release. */
export type Catalog = {
  generator: Generator;
  languages: string[];
  release: number;
  released_at: string;
  schema_version: string;
  sectors: CatalogSector[];
};

/** A sector's entry. `colour` as #rrggbb, `icon` a name of lucide's set. */
export type CatalogSector = {
  colour: string;
  document: Ref;
  icon: string;
  id: string;
  order: number;
  slug: string;
  summary: Text;
  title: Text;
};

/** One answer of a quiz, and what is said when it is chosen. */
export type Choice = {
  correct: boolean;
  feedback: Text;
  id: string;
  text: Text;
};

/** Which part of the sphere a picture covers, in degrees. */
export type Coverage = {
  pitch: [number, number];
  yaw: [number, number];
};

/** The program that made a release. */
export type Generator = {
  name: string;
  version: string;
};

/** One sound version of a video with all its sizes. */
export type Hls = {
  language: string;
  master: Ref;
  role: "main" | "described";
  variants: Variant[];
};

/** A hotspot as a reader meets it: of any kind, also of one that it does not know. */
export type Hotspot = {
  activity?: string;
  at: Angles;
  distance: number;
  id: string;
  kind: string;
  label: Text;
  order: number;
  query?: ActivityQuery;
  asset?: string;
  body?: Text;
  image?: string;
  url?: string;
  scale?: number;
  spin?: number;
  choices?: Choice[];
  question?: Text;
  arrive?: Angles | "same" | "default";
  room?: string;
  scene?: string;
};

/** A flat picture. `alt` is added by the manifest. */
export type Picture = {
  alt?: Text;
  kind: "image";
  tiers: Tier[];
};

/** A picture. */
export type ImageHotspot = {
  asset: string;
  at: Angles;
  distance: number;
  id: string;
  kind: "image";
  label: Text;
  order: number;
};

/** A text, with a picture where `image` names an image asset. */
export type InfoHotspot = {
  at: Angles;
  body: Text;
  distance: number;
  id: string;
  image?: string;
  kind: "info";
  label: Text;
  order: number;
};

/** Where one looks first; `fov` is horizontal, in degrees (a headset has its own). */
export type View = {
  fov: number;
  pitch: number;
  yaw: number;
};

/** The lesson around a room, with a sheet to print. */
export type Lesson = {
  after: Text;
  before: Text;
  goals: Text;
  sheet?: Ref;
};

/** An address outside, for after the visit. */
export type LinkHotspot = {
  at: Angles;
  distance: number;
  id: string;
  kind: "link";
  label: Text;
  order: number;
  url: string;
};

/** One detail level of a mesh; 0 is the finest. */
export type Lod = {
  glb: Ref;
  triangles: number;
};

/** One room, complete: with this document and the blobs below it a device shows the room. */
export type Manifest = {
  assets: {
    [key: string]: Panorama | Picture | Video | Mesh | Audio | PdfDocument;
  };
  audience: Audience;
  coordinate_system: "yaw-right-pitch-up-degrees";
  credits: string;
  id: string;
  languages: string[];
  lesson?: Lesson;
  licence: string;
  profiles: Profiles;
  scenes: Scene[];
  schema_version: string;
  sectors: string[];
  slug: string;
  start_scene: string;
  summary: Text;
  title: Text;
};

/** A 3D object; `poster` is absent where no renderer was there. */
export type Mesh = {
  bounds: Bounds;
  kind: "mesh";
  lods: Lod[];
  poster?: Ref;
};

/** A 3D object. `scale` times its own metres; `spin` in degrees per second around its upright axis, 0.0 stands still. */
export type MeshHotspot = {
  asset: string;
  at: Angles;
  distance: number;
  id: string;
  kind: "mesh";
  label: Text;
  order: number;
  scale: number;
  spin: number;
};

/** Who offers activities; `kind` is company, municipality, school, partner or a later word. */
export type Organisation = {
  id: string;
  kind: string;
  logo?: Ref;
  name: string;
  place: string;
  url: string;
};

/** A 360° photo. `width` and `height` are one eye's covered part in pixels; `preview` is a data URL of at most 1 kB. */
export type Panorama = {
  coverage: Coverage;
  height: number;
  kind: "panorama";
  poster: Ref;
  preview: string;
  projection: "equirectangular" | "cubemap";
  stereo: "mono" | "top-bottom" | "left-right";
  tiers: Tier[];
  tiles?: Tiles;
  width: number;
};

/** A lesson sheet. */
export type PdfDocument = {
  file: Ref;
  kind: "document";
};

/** How the picture is turned before it is shown: yaw, then pitch, then roll (+ = right side down), in degrees. */
export type Pose = {
  pitch: number;
  roll: number;
  yaw: number;
};

/** What a kind of device fetches for one room: `bytes` over `blobs` distinct digests (counted in profiles.py). */
export type ProfileSize = {
  blobs: number;
  bytes: number;
};

export type Profiles = {
  headset: ProfileSize;
  "headset-hq": ProfileSize;
  web: ProfileSize;
};

/** A question with answers to choose from. */
export type QuizHotspot = {
  at: Angles;
  choices: Choice[];
  distance: number;
  id: string;
  kind: "quiz";
  label: Text;
  order: number;
  question: Text;
};

/** A blob by its digest. `size` in bytes, `path` below the content root. */
export type Ref = {
  media_type: string;
  path: string;
  sha256: string;
  size: number;
};

/** A way to another room of this release. */
export type RoomHotspot = {
  arrive: Angles | "same" | "default";
  at: Angles;
  distance: number;
  id: string;
  kind: "room";
  label: Text;
  order: number;
  room: string;
};

/** One viewpoint. `asset` is a panorama or a 360° video, `alt` what someone who can't see it is told,
 * `north` the yaw of north, `narration` and `ambient` are audio assets. */
export type Scene = {
  alt: Text;
  ambient?: string;
  asset: string;
  hotspots: Hotspot[];
  id: string;
  initial_view: View;
  narration?: string;
  north?: number;
  pose: Pose;
  title: Text;
};

/** A way to another scene of this room. */
export type SceneHotspot = {
  arrive: Angles | "same" | "default";
  at: Angles;
  distance: number;
  id: string;
  kind: "scene";
  label: Text;
  order: number;
  scene: string;
};

/** One sector: rooms, promo videos, activities, organisations. `body` stays empty until its blocks have a schema. */
export type SectorDocument = {
  activities: Activity[];
  body: (Record<string, never>)[];
  colour: string;
  icon: string;
  id: string;
  organisations: Organisation[];
  rooms: RoomEntry[];
  schema_version: string;
  slug: string;
  summary: Text;
  title: Text;
  videos: SectorVideo[];
};

/** A room's entry in its sector, enough for a list; `profiles` are the manifest's. */
export type RoomEntry = {
  audience: Audience;
  id: string;
  manifest: Ref;
  poster: Ref;
  profiles: Profiles;
  slug: string;
  summary: Text;
  title: Text;
};

/** A promo video. `speech_covers_picture` says that the sound tells all that is seen, so that no description is needed. */
export type SectorVideo = {
  embed_path: string;
  id: string;
  slug: string;
  speech_covers_picture: boolean;
  summary: Text;
  title: Text;
  transcript: Text;
  uploaded_at: string;
  video: Video;
};

/** Small frames of a video in one picture, and the times they stand for. */
export type Storyboard = {
  image: Ref;
  vtt: Ref;
};

/** The catalog of a synced release; `size` in bytes, `path` below the content root. */
export type SyncedCatalog = {
  path: string;
  sha256: string;
  size: number;
};

/** One release in a synced folder and what was chosen of it.
 *
 * Empty `sectors` and `rooms` mean all. `blobs` files with `bytes` in all lie below blobs/. `expires` is when its
 * signature ends: then it is played on, but not believed anew. */
export type SyncedRelease = {
  blobs: number;
  bytes: number;
  catalog: SyncedCatalog;
  expires: string;
  origin: string;
  profile: "web" | "headset" | "headset-hq";
  release: number;
  released_at: string;
  rooms: string[];
  sectors: string[];
  synced_at: string;
  videos: boolean;
};

/** A text for people; Dutch is always there. */
export type Text = {
  en?: string;
  nl: string;
  [key: string]: string | undefined;
};

/** One whole-image size. */
export type Tier = {
  alternatives: Ref[];
  height: number;
  image: Ref;
  width: number;
};

/** One eye's levels, coarsest first. */
export type TileEye = {
  levels: TileLevel[];
};

/** Index blob of a tile pyramid: one eye for mono, left then right for stereo. */
export type TileIndex = {
  eyes: TileEye[];
};

/** One level: per face the tiles row by row. */
export type TileLevel = {
  columns: number;
  face_size: number;
  faces: {
    [key: string]: ([string, number])[];
  };
};

/** A cube tile pyramid; its digests stand in the index blob. */
export type Tiles = {
  ext: string;
  face_size: number;
  index: Ref;
  levels: number;
  media_type: string;
  tile_size: number;
};

/** One size of a video. `bandwidth` in bit/s (peak), `codecs` after RFC 6381. */
export type Variant = {
  bandwidth: number;
  codecs: string;
  height: number;
  index: Ref;
  playlist: Ref;
  width: number;
};

/** A video. `width` and `height` of the largest variant in pixels, `frame_rate` in frames per second. */
export type Video = {
  captions: Captions[];
  chapters?: Ref;
  coverage?: Coverage;
  duration_ms: number;
  frame_rate: number;
  has_audio: boolean;
  height: number;
  hls: Hls[];
  kind: "video";
  poster: Ref;
  projection: "flat" | "equirectangular";
  stereo: "mono" | "top-bottom" | "left-right";
  storyboard?: Storyboard;
  width: number;
};

/** A flat video. */
export type VideoHotspot = {
  asset: string;
  at: Angles;
  distance: number;
  id: string;
  kind: "video";
  label: Text;
  order: number;
};

/** Index blob of a video variant; a segment is (sha256, size in bytes, duration in ms). */
export type VideoIndex = {
  init: Ref;
  segments: ([string, number, number])[];
  sidx: Ref;
};

export type Asset = Manifest['assets'][string];
export type Stereo = Panorama['stereo'];
export type Arrive = SceneHotspot['arrive'];
