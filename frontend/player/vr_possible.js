/**
 * Whether a headset can be used from this page, and if not, why.
 */

/** @returns {Promise<'vrNotSecure' | 'vrNoHeadset' | null>} the message that explains it; null where VR can start */
export async function refusal() {
  if (navigator.xr) {
    try {
      if (await navigator.xr.isSessionSupported('immersive-vr')) return null;
    } catch {
      return 'vrNoHeadset';        // forbidden by the page that frames this one
    }
  }
  return window.isSecureContext ? 'vrNoHeadset' : 'vrNotSecure';
}
