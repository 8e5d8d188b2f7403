/** Writes a TensorFlow graph, node by node, and loads it as a session through the SavedModel format. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Binding, type Message, type OpAttribute, protobuf } from './native.js';

/** Values of a constant with the type they have in the graph. */
export interface Constant {
  readonly dtype: number;
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

/** An output of a node, written `node:0`, with what is known of it. */
export interface Wire {
  readonly source: string;
  readonly dtype: number;
  readonly shape: readonly number[];
}

/** Producer version written into graphs: TensorFlow accepts any recent one. */
const graphVersion = 1882;

/** Constants up to this many bytes are written once and shared. */
const sharedBytes = 256;

/** A graph under construction. Nodes are named by the caller or numbered; an input is `node`, `node:output` or `^node` (control). */
export class GraphBuilder {
  private readonly proto = protobuf();
  private readonly graph: Message = new this.proto.GraphDef();
  private readonly shared = new Map<string, string>();
  private count = 0;

  constructor(readonly binding: Binding) {}

  /** Adds a node and returns its name. */
  node(
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Message>> = {},
    name?: string,
  ): string {
    const node = new this.proto.NodeDef();
    const given = name ?? `n${this.count++}`;
    set(node, 'setName', given);
    set(node, 'setOp', op);
    set(node, 'setInputList', inputs);
    const map = ask(node, 'getAttrMap') as Map<string, Message>;
    for (const [key, value] of Object.entries(attributes)) map.set(key, value);
    set(this.graph, 'addNode', node);
    return given;
  }

  /** A constant; 64-bit integers come as pairs of 32-bit words. Equal small constants are one node. */
  constant({ dtype, shape, values }: Constant): string {
    const { TF_FLOAT, TF_BOOL, TF_INT32, TF_INT64 } = this.binding;
    let content: Float32Array | Int32Array | Uint8Array;
    if (dtype === TF_FLOAT) content = Float32Array.from(values);
    else if (dtype === TF_INT32 || dtype === TF_INT64) content = Int32Array.from(values);
    else if (dtype === TF_BOOL) content = Uint8Array.from(values);
    else throw new Error(`a constant of TensorFlow type ${dtype} in a captured step`);
    const bytes = new Uint8Array(content.buffer, content.byteOffset, content.byteLength);
    const key =
      bytes.length <= sharedBytes ? `${dtype} ${shape.join()} ${Buffer.from(bytes).toString('latin1')}` : undefined;
    const known = key === undefined ? undefined : this.shared.get(key);
    if (known !== undefined) return known;
    const tensor = new this.proto.Tensor();
    set(tensor, 'setDtype', dtype);
    set(tensor, 'setTensorShape', this.shapeMessage(shape));
    set(tensor, 'setTensorContent', bytes);
    const name = this.node('Const', [], { dtype: this.type(dtype), value: this.attribute('setTensor', tensor) });
    if (key !== undefined) this.shared.set(key, name);
    return name;
  }

  /** A constant number. */
  scalar(value: number): string {
    return this.constant({ dtype: this.binding.TF_FLOAT, shape: [], values: [value] });
  }

  /** A number that is there only after all these nodes have run. */
  after(nodes: readonly string[], name?: string): string {
    const T = this.type(this.binding.TF_FLOAT);
    return this.node('Identity', [this.scalar(0), ...nodes.map((n) => `^${n}`)], { T }, name);
  }

  placeholder(name: string, dtype: number, shape: readonly number[]): string {
    return this.node('Placeholder', [], { dtype: this.type(dtype), shape: this.shape(shape) }, name);
  }

  type(value: number): Message {
    return this.attribute('setType', value);
  }

  bool(value: boolean): Message {
    return this.attribute('setB', value);
  }

  text(value: string): Message {
    return this.attribute('setS', Buffer.from(value));
  }

  shape(value: readonly number[]): Message {
    return this.attribute('setShape', this.shapeMessage(value));
  }

  /** The graph's form of an attribute that an operator was executed with. */
  recorded({ name, type, value }: OpAttribute): Message {
    const b = this.binding;
    if (type === b.TF_ATTR_TYPE) return this.type(value as number);
    if (type === b.TF_ATTR_BOOL) return this.bool(Boolean(value));
    if (type === b.TF_ATTR_FLOAT) return this.attribute('setF', value);
    if (type === b.TF_ATTR_STRING) return this.text(value as string);
    if (type === b.TF_ATTR_SHAPE) return this.shape(value as number[]);
    if (type === b.TF_ATTR_INT) {
      if (!Array.isArray(value)) return this.attribute('setI', value);
      const list = new this.proto.AttrValue.ListValue();
      set(list, 'setIList', value);
      return this.attribute('setList', list);
    }
    throw new Error(`the attribute ${name} of type ${type} in a captured step`);
  }

  /** Loads the graph; the returned session is closed by `deleteSavedModel`. */
  load(): number {
    const { proto } = this;
    const tag = 'strata';
    const versions = new proto.VersionDef();
    set(versions, 'setProducer', graphVersion);
    set(this.graph, 'setVersions', versions);
    const info = new proto.MetaGraphDef.MetaInfoDef();
    set(info, 'addTags', tag);
    const meta = new proto.MetaGraphDef();
    set(meta, 'setMetaInfoDef', info);
    set(meta, 'setGraphDef', this.graph);
    const model = new proto.SavedModel();
    set(model, 'setSavedModelSchemaVersion', 1);
    set(model, 'addMetaGraphs', meta);
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'strata-graph-'));
    try {
      const bytes = ask(model, 'serializeBinary') as Uint8Array;
      fs.writeFileSync(path.join(folder, 'saved_model.pb'), bytes);
      return this.binding.loadSavedModel(folder, tag);
    } finally {
      fs.rmSync(folder, { recursive: true, force: true });
    }
  }

  private attribute(setter: string, value: unknown): Message {
    const attribute = new this.proto.AttrValue();
    set(attribute, setter, value);
    return attribute;
  }

  private shapeMessage(shape: readonly number[]): Message {
    const message = new this.proto.TensorShape();
    for (const size of shape) {
      const dim = new this.proto.TensorShape.Dim();
      set(dim, 'setSize', size);
      set(message, 'addDim', dim);
    }
    return message;
  }
}

function set(message: Message, setter: string, value: unknown): void {
  (message[setter] as (v: unknown) => void).call(message, value);
}

function ask(message: Message, getter: string): unknown {
  return (message[getter] as () => unknown).call(message);
}
