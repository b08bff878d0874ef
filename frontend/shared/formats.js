/**
 * The shapes of the documents below a content root, as types only: what the player reads of them.
 * Readers ignore fields that they do not know.
 *
 * @typedef {{ sha256: string, size: number, media_type: string, path: string }} Ref  path is relative to the content root
 * @typedef {Record<string, string>} Text  language -> words; `nl` is always there
 * @typedef {{ yaw: number, pitch: number }} Angles  degrees: yaw in [-180, 180) to the right, pitch in [-90, 90] up
 * @typedef {{ yaw: number, pitch: number, fov: number }} View  where somebody looks; fov is horizontal, degrees
 * @typedef {{ yaw: number, pitch: number, roll: number }} Pose  degrees, how the picture is turned before it is shown
 * @typedef {{ yaw: [number, number], pitch: [number, number] }} Coverage  the part of the sphere that the picture covers, degrees
 * @typedef {'mono' | 'top-bottom' | 'left-right'} Stereo
 *
 * @typedef {{ image: Ref, width: number, height: number }} Tier  width and height are one eye's, pixels
 * @typedef {{ kind: 'panorama', projection: string, stereo: Stereo, coverage: Coverage, width: number, height: number,
 *             tiers: Tier[], poster: Ref, preview: string }} Panorama
 * @typedef {{ width: number, height: number, bandwidth: number, codecs: string, playlist: Ref, index: Ref }} Variant
 * @typedef {{ language: string, role: 'main' | 'described', master: Ref, variants: Variant[] }} Hls
 * @typedef {{ language: string, role: 'captions' | 'subtitles', reviewed: boolean, vtt: Ref }} Captions
 * @typedef {{ kind: 'video', projection: 'flat' | 'equirectangular', stereo: Stereo, duration_ms: number, width: number, height: number,
 *             has_audio: boolean, hls: Hls[], captions: Captions[], poster: Ref }} Video
 * @typedef {{ kind: 'image', tiers: Tier[], alt: Text }} Picture
 * @typedef {{ kind: 'mesh', lods: { glb: Ref, triangles: number }[], poster?: Ref }} Mesh
 * @typedef {Panorama | Video | Picture | Mesh} Asset
 *
 * @typedef {Angles | 'same' | 'default'} Arrive
 * @typedef {{ id: string, kind: string, at: Angles, distance: number, label: Text, order: number,
 *             body?: Text, image?: string, asset?: string, scene?: string, room?: string, arrive?: Arrive, url?: string,
 *             activity?: string, query?: ActivityQuery }} Hotspot
 * @typedef {{ occupation?: string, levels?: string[], region?: string }} ActivityQuery
 * @typedef {{ id: string, title: Text, alt: Text, asset: string, pose: Pose, initial_view: View, hotspots: Hotspot[] }} Scene
 * @typedef {{ schema_version: string, id: string, slug: string, title: Text, summary: Text, sectors: string[], languages: string[],
 *             start_scene: string, scenes: Scene[], assets: Record<string, Asset>, credits?: string, licence?: string }} Manifest
 *
 * @typedef {{ id: string, kind: string, title: Text, summary: Text, organisation: string, occupations?: Text[], levels?: string[],
 *             group_size?: number, place?: string, region?: string, starts_at?: string, valid_until?: string,
 *             how_to_book: Text, url?: string }} Activity
 * @typedef {{ id: string, name: string, place?: string, url?: string }} Organisation
 * @typedef {{ id: string, slug: string, title: Text, poster: Ref, manifest: Ref }} RoomEntry
 * @typedef {{ id: string, title: Text, rooms: RoomEntry[], activities: Activity[], organisations: Organisation[] }} SectorDocument
 * @typedef {{ release: number, sectors: { id: string, document: Ref }[] }} Catalog
 */
export {};
