/**
 * The picture in a layer of WebXR's own, where a browser has them: sampled once, so that a wider tier is seen.
 * It lies under the projection layer, which then holds discs and glass only. Whatever refuses: the spheres are there.
 *
 * @typedef {import('./vr_stage.js').VrStage} VrStage
 * @typedef {import('../backdrop.js').Backdrop} Backdrop
 * @typedef {import('../../shared/content.js').ContentRoot} ContentRoot
 * @typedef {import('../../shared/formats.js').Panorama} Panorama
 * @typedef {import('../../shared/formats.js').Coverage} Coverage
 * @typedef {import('../../shared/formats.js').Pose} Pose
 * @typedef {import('../../shared/formats.js').Stereo} Stereo
 * @typedef {{ layer: XREquirectLayer, coverage: Coverage, pose: Pose, bitmap: ImageBitmap | null, blob: Blob | null, video: HTMLVideoElement | null, stale: boolean }} Shown
 */
import { chooseTier } from '../tiers.js';
import { layerShape, layerTurn } from './layer_shape.js';

/** The widest tier there is; pixels. */
const WIDEST = 8192;

export class PictureLayer {
  /** @param {VrStage} stage @param {Backdrop} backdrop @param {ContentRoot} content @param {(what: string) => void} refused is told why the spheres are shown instead */
  constructor(stage, backdrop, content, refused) {
    this.stage = stage;
    this.backdrop = backdrop;
    this.content = content;
    this.refused = refused;
    this.loading = new AbortController();
    /** @type {Shown | null} */
    this.shown = null;
    /** Whether the spheres are hidden behind it. */
    this.bare = false;
    this.heading = 0;
    /** A browser that refused once is not asked again in this session. */
    this.photos = typeof XRWebGLBinding !== 'undefined' && 'createEquirectLayer' in XRWebGLBinding.prototype;
    this.films = typeof XRMediaBinding !== 'undefined' && 'createEquirectLayer' in XRMediaBinding.prototype;
    /** @type {XRMediaBinding | null} */
    this.media = null;
    this.background = stage.scene.background;
    this.lost = () => this.drop();
    stage.canvas.addEventListener('webglcontextlost', this.lost);
  }

  /** What it holds now. @returns {'photo' | 'film' | null} */
  get kind() {
    if (!this.bare) return null;
    return this.shown?.video ? 'film' : 'photo';
  }

  /** What of the picture's light a veil has to take: a layer knows no fading. @returns {number} 0 to 1 */
  get darkness() {
    return this.bare ? 1 - this.backdrop.light : 0;
  }

  /** three.js uses a projection layer where the browser has layers; without one there is nothing to lie under. @returns {XRLayer | null} */
  get projection() {
    const base = this.stage.renderer.xr.getBaseLayer();
    return base && !('framebuffer' in base) ? /** @type {XRLayer} */ (base) : null;
  }

  /** Loads the widest tier that the browser takes, then the next. @param {Panorama} asset @param {Pose} pose */
  async photo(asset, pose) {
    this.drop();
    const { signal } = this.loading;
    if (!this.photos || !this.projection) return;
    let tiers = asset.tiers;
    for (;;) {
      const tier = chooseTier(tiers, WIDEST, this.stage.maxTexture, asset.stereo);
      if (!tier) return;
      try {
        const blob = await this.content.blob(tier.image, signal);
        const bitmap = await upsideDown(blob);
        if (signal.aborted) return bitmap.close();
        return this.lay(asset, pose, tier.width, tier.height, bitmap, blob);
      } catch (error) {
        if (signal.aborted) return;
        tiers = tiers.filter((other) => other.width < tier.width);      // kept offline are the narrower ones only
      }
    }
  }

  /** @param {Panorama} asset @param {Pose} pose @param {number} width @param {number} height of one eye's part, pixels @param {ImageBitmap} bitmap @param {Blob} blob */
  lay(asset, pose, width, height, bitmap, blob) {
    const space = this.stage.renderer.xr.getReferenceSpace();
    const binding = /** @type {XRWebGLBinding | null} */ (this.stage.renderer.xr.getBinding());
    try {
      if (!space || !binding) throw new Error('no session');
      const layer = binding.createEquirectLayer({
        space, viewPixelWidth: width, viewPixelHeight: height, isStatic: true, ...layerShape(asset.coverage, asset.stereo),
        transform: this.transform(asset.coverage, pose),
      });
      this.take({ layer, coverage: asset.coverage, pose, bitmap, blob, video: null, stale: true });
    } catch (error) {
      bitmap.close();
      this.photos = false;
      this.refuse(error);
    }
  }

  /** @param {HTMLVideoElement} video that has a picture @param {{ coverage: Coverage, stereo: Stereo }} asset @param {Pose} pose */
  film(video, { coverage, stereo }, pose) {
    if (!this.films || !this.projection || this.shown?.video === video) return;
    this.drop();
    const space = this.stage.renderer.xr.getReferenceSpace();
    const session = this.stage.renderer.xr.getSession();
    try {
      if (!space || !session) throw new Error('no session');
      this.media ??= new XRMediaBinding(session);
      const layer = this.media.createEquirectLayer(video, { space, ...layerShape(coverage, stereo), transform: this.transform(coverage, pose) });
      this.take({ layer, coverage, pose, bitmap: null, blob: null, video, stale: false });
      this.bareNow();
    } catch (error) {
      this.films = false;
      this.refuse(error);
    }
  }

  /** @param {Coverage} coverage @param {Pose} pose */
  transform(coverage, pose) {
    return new XRRigidTransform({ x: 0, y: 0, z: 0, w: 1 }, layerTurn(coverage, pose, this.heading));
  }

  /** @param {Shown} shown */
  take(shown) {
    this.shown = shown;
    this.order([shown.layer]);
  }

  /** @param {XRLayer[]} under the projection layer */
  order(under) {
    const { projection } = this;
    if (projection) this.stage.renderer.xr.getSession()?.updateRenderState({ layers: [...under, projection] });
  }

  /** On each frame. @param {XRFrame} frame @param {number} heading of the room, degrees @param {Pose | undefined} pose of the scene */
  follow(frame, heading, pose) {
    const turned = heading !== this.heading;
    this.heading = heading;
    const { sharpness, picture, asset } = this.backdrop;
    const film = sharpness === 'film' ? picture?.source : null;
    if (film instanceof HTMLVideoElement && film.videoWidth && asset && pose) this.film(film, asset, pose);
    const { shown } = this;
    if (!shown) return;
    if (turned) shown.layer.transform = this.transform(shown.coverage, shown.pose);
    if (shown.video) return;
    const { needsRedraw } = shown.layer;
    if (shown.bitmap) this.draw(shown, shown.bitmap, frame);
    else if (needsRedraw && !shown.stale) void this.decode(shown);       // the browser forgot the layer's picture
    shown.stale = needsRedraw;
  }

  /** @param {Shown} shown @param {ImageBitmap} bitmap @param {XRFrame} frame */
  draw(shown, bitmap, frame) {
    const { layer } = shown;
    const { renderer } = this.stage;
    try {
      const gl = /** @type {WebGL2RenderingContext} */ (renderer.getContext());
      const image = /** @type {XRWebGLBinding} */ (renderer.xr.getBinding()).getSubImage(layer, frame);
      renderer.state.activeTexture(gl.TEXTURE0);
      renderer.state.bindTexture(gl.TEXTURE_2D, image.colorTexture);
      gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, bitmap.width, bitmap.height, gl.RGBA, gl.UNSIGNED_BYTE, bitmap);
      renderer.state.unbindTexture();
      bitmap.close();                       // 128 MB of an 8192 tier; decoded again should the browser forget it
      shown.bitmap = null;
      this.bareNow();
    } catch (error) {
      this.photos = false;
      this.refuse(error);
    }
  }

  /** @param {Shown} shown */
  async decode(shown) {
    const bitmap = shown.blob && await upsideDown(shown.blob).catch(() => null);
    if (this.shown === shown) shown.bitmap = bitmap;
    else bitmap?.close();
  }

  /** The spheres make way: the projection layer is clear where nothing is drawn. */
  bareNow() {
    if (this.bare) return;
    this.bare = true;
    this.backdrop.conceal(true);
    this.stage.scene.background = null;
    this.stage.renderer.setClearColor(0x000000, 0);
  }

  /** @param {unknown} error */
  refuse(error) {
    this.refused(`layer: ${error instanceof Error ? error.message : String(error)}`);
    this.drop();
  }

  /** Back to the spheres. */
  drop() {
    this.loading.abort();
    this.loading = new AbortController();
    if (this.bare) {
      this.bare = false;
      this.backdrop.conceal(false);
      this.stage.scene.background = this.background;
      this.stage.renderer.setClearColor(0x000000, 1);
    }
    const { shown } = this;
    this.shown = null;
    if (!shown) return;
    shown.bitmap?.close();
    try {
      this.order([]);
      shown.layer.destroy();
    } catch {
      // the session, and the layer with it, has ended
    }
  }

  remove() {
    this.drop();
    this.stage.canvas.removeEventListener('webglcontextlost', this.lost);
  }
}

/** A texture's first row is its lowest. @param {Blob} blob @returns {Promise<ImageBitmap>} */
function upsideDown(blob) {
  return createImageBitmap(blob, { imageOrientation: 'flipY', colorSpaceConversion: 'none', premultiplyAlpha: 'none' });
}
