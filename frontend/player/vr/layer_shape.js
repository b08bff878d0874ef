/**
 * How a picture lies in an equirect layer of WebXR: its angles, its halves, its turn. Pure.
 *
 * @typedef {import('../../shared/formats.js').Coverage} Coverage
 * @typedef {import('../../shared/formats.js').Pose} Pose
 * @typedef {import('../../shared/formats.js').Stereo} Stereo
 */
import { Euler, Quaternion } from 'three';
import { poseEuler } from '../../shared/projection.js';

const RADIANS = Math.PI / 180;

/**
 * @param {Coverage} coverage @param {Stereo} stereo
 * @returns {{ layout: XRLayerLayout, centralHorizontalAngle: number, upperVerticalAngle: number, lowerVerticalAngle: number }} radians, as WebXR names them
 */
export function layerShape({ yaw, pitch }, stereo) {
  return {
    layout: stereo === 'top-bottom' ? 'stereo-top-bottom' : stereo === 'left-right' ? 'stereo-left-right' : 'mono',
    centralHorizontalAngle: Math.min(yaw[1] - yaw[0], 360) * RADIANS,
    upperVerticalAngle: pitch[1] * RADIANS,
    lowerVerticalAngle: pitch[0] * RADIANS,
  };
}

/**
 * A layer has its middle straight ahead: it is turned to the middle of what is covered, then as the pose asks, then with the room.
 * @param {Coverage} coverage @param {Pose} pose @param {number} heading yaw of the room that lies ahead, degrees
 * @returns {{ x: number, y: number, z: number, w: number }}
 */
export function layerTurn(coverage, pose, heading) {
  const middle = (coverage.yaw[0] + coverage.yaw[1]) / 2;
  const { x, y, z, order } = poseEuler(pose);
  const turn = upright(heading).multiply(new Quaternion().setFromEuler(new Euler(x, y, z, order))).multiply(upright(-middle));
  return { x: turn.x, y: turn.y, z: turn.z, w: turn.w };
}

/** @param {number} degrees to the left, about the upright axis */
function upright(degrees) {
  return new Quaternion(0, Math.sin((degrees * RADIANS) / 2), 0, Math.cos((degrees * RADIANS) / 2));
}
