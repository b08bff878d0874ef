declare module 'gltf-validator' {
  /** Khronos' validator; its report is JSON. */
  const validator: {
    validateBytes(data: Uint8Array): Promise<{ issues: { messages: { severity: number; code: string; pointer: string; message: string }[] } }>;
  };
  export default validator;
}
