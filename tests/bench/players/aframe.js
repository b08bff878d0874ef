// A-Frame: one whole picture of 4096 pixels on its sky.
const { view } = window.bench;
const radians = Math.PI / 180;
const vertical = (2 * Math.atan((Math.tan((view.fov / 2) * radians) * innerHeight) / innerWidth)) / radians;
document.getElementById('view').innerHTML = `
  <a-scene embedded vr-mode-ui="enabled: false" loading-screen="enabled: false" style="width: 100%; height: 100%">
    <a-sky src="/sky.jpg" rotation="0 -90 0"></a-sky>
    <a-entity camera="fov: ${vertical}" position="0 0 0"></a-entity>
  </a-scene>`;
const head = document.querySelector('[camera]');
window.turnTo = (yaw) => head.object3D?.rotation.set(view.pitch * radians, -yaw * radians, 0, 'YXZ');
const wait = () => (document.querySelector('a-scene').hasLoaded ? window.turnTo(view.yaw) : setTimeout(wait, 5));
wait();
