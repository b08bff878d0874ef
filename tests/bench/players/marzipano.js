// Marzipano as its own tool writes it: a preview, then cube tiles.
import Marzipano from 'marzipano';

const { view, faceSizes, preview } = window.bench;
const radians = Math.PI / 180;
const viewer = new Marzipano.Viewer(document.getElementById('view'));
const levels = [{ tileSize: preview, size: preview, fallbackOnly: true }, ...faceSizes.map((size) => ({ tileSize: 512, size }))];
const source = Marzipano.ImageUrlSource.fromString('/marzipano/{z}/{f}/{y}/{x}.jpg', { cubeMapPreviewUrl: '/marzipano/preview.jpg' });
const vertical = 2 * Math.atan((Math.tan((view.fov / 2) * radians) * innerHeight) / innerWidth);
const look = new Marzipano.RectilinearView({ yaw: view.yaw * radians, pitch: -view.pitch * radians, fov: vertical });
viewer.createScene({ source, geometry: new Marzipano.CubeGeometry(levels), view: look, pinFirstLevel: true }).switchTo({ transitionDuration: 0 });
window.turnTo = (yaw) => look.setYaw(yaw * radians);
