/** The door of learn: weights as files. */
export { decodeSafetensors, encodeSafetensors, type NamedTensor, type TensorFile } from './safetensors.js';
