/**
 * The peer of bench_headset.py: nothing but three.js, one sphere and one picture, in a headset.
 */
import { BackSide, LinearFilter, Mesh, MeshBasicMaterial, PerspectiveCamera, Scene, SphereGeometry, SRGBColorSpace, TextureLoader, WebGLRenderer } from 'three';

const picture = new URLSearchParams(window.location.search).get('picture') ?? '';
const renderer = new WebGLRenderer({ antialias: false });
renderer.setPixelRatio(1);
renderer.setSize(window.innerWidth, window.innerHeight);
renderer.xr.enabled = true;
renderer.xr.setReferenceSpaceType('local');
document.body.append(renderer.domElement);
const map = await new TextureLoader().loadAsync(picture);
map.colorSpace = SRGBColorSpace;
map.generateMipmaps = false;
map.minFilter = LinearFilter;
const scene = new Scene();
scene.add(new Mesh(new SphereGeometry(50, 64, 32), new MeshBasicMaterial({ map, side: BackSide })));
const camera = new PerspectiveCamera(75, window.innerWidth / window.innerHeight, 0.1, 100);
renderer.setAnimationLoop(() => {
  if (renderer.xr.isPresenting) renderer.render(scene, camera);       // who waits leaves the machine to the other
});
Object.assign(window, {
  bare: {
    async enter() {
      const session = await navigator.xr.requestSession('immersive-vr', { optionalFeatures: ['local-floor', 'hand-tracking'] });
      await renderer.xr.setSession(session);
    },
    leave: () => renderer.xr.getSession()?.end(),
  },
});
