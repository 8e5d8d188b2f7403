/** The TensorFlow binding behind @tensorflow/tfjs-node-gpu, as far as captured graphs and raw operators need it. */
import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs-core';

/** Attribute of an operator. */
export interface OpAttribute {
  readonly name: string;
  /** One of the binding's TF_ATTR_ constants. */
  readonly type: number;
  readonly value: unknown;
}

/** A tensor of the binding. */
export interface NativeTensor {
  readonly id: number;
  readonly shape: readonly number[];
  readonly dtype: number;
}

/** Values as the binding takes and gives them. */
export type NativeValues = Float32Array | Int32Array | Uint8Array | BigInt64Array;

/**
 * The addon.
 *
 * `createTensor` keeps a reference to the array it is given: where its memory happens to be aligned TensorFlow reads and writes that very
 * memory, elsewhere a copy. Nothing that outlives the call may be made of it without copying.
 */
export interface Binding {
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  readonly TF_INT64: number;
  readonly TF_BOOL: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_ATTR_SHAPE: number;
  executeOp(
    name: string,
    attributes: readonly OpAttribute[],
    inputs: readonly number[],
    outputs: number,
  ): NativeTensor[];
  createTensor(shape: readonly number[], dtype: number, values: unknown): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): NativeValues;
  loadSavedModel(folder: string, tags: string): number;
  deleteSavedModel(id: number): void;
  runSavedModel(id: number, inputs: readonly number[], inputNames: string, outputNames: string): NativeTensor[];
}

/** What the backend knows of a tensor: `values` until it is uploaded, then `id`. */
export interface TensorEntry {
  readonly shape: readonly number[];
  readonly dtype: number;
  values: unknown;
  id: number;
}

/** The tfjs backend over the binding. */
export interface NativeBackend {
  binding: Binding;
  readonly tensorMap: { get(dataId: object): TensorEntry };
  getInputTensorIds(tensors: readonly tf.TensorInfo[]): number[];
  createOutputTensor(tensor: NativeTensor): tf.Tensor;
  /** Enters a new tensor whose values are uploaded when an operator first needs them. */
  move(dataId: object, values: unknown, shape: number[], dtype: string, references: number): void;
}

/** The backend in use. Call it only where the device is TensorFlow. */
export function nativeBackend(): NativeBackend {
  return tf.backend() as unknown as NativeBackend;
}

/** Whether TensorFlow computes. */
export function isNative(): boolean {
  return tf.getBackend() === 'tensorflow';
}

/** Id of a tensor in the binding; uploads it if that has not happened. */
export function nativeId(tensor: tf.TensorInfo): number {
  return nativeBackend().getInputTensorIds([tensor])[0] as number;
}

/** The message classes of TensorFlow's graph format, which the package brings. */
export function protobuf(): ProtobufModule {
  return createRequire(import.meta.url)('@tensorflow/tfjs-node-gpu/dist/proto/api_pb.js') as ProtobufModule;
}

/** A message: setters, getters and `serializeBinary`, called by name. */
export type Message = Record<string, (...args: never[]) => unknown>;

/** Constructors of messages by name. */
export interface ProtobufModule {
  readonly GraphDef: new () => Message;
  readonly NodeDef: new () => Message;
  readonly Tensor: new () => Message;
  readonly TensorShape: (new () => Message) & { readonly Dim: new () => Message };
  readonly AttrValue: (new () => Message) & { readonly ListValue: new () => Message };
  readonly MetaGraphDef: (new () => Message) & { readonly MetaInfoDef: new () => Message };
  readonly SavedModel: new () => Message;
  readonly VersionDef: new () => Message;
}
