/** The way to the reader's screen: tslab's display channel where this process is a notebook kernel, standard output elsewhere. */
import { createRequire } from 'node:module';

/** One thing in several forms at once, by MIME type; a front end shows the richest form it knows. */
export interface MimeBundle {
  /** `text/plain` is always there; JSON types hold objects, all others text. */
  readonly data: { readonly 'text/plain': string; readonly [mime: string]: unknown };
  /** By MIME type, e.g. a picture's alternative text. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** Names a display, so that a later bundle can take its place. */
export interface DisplayTarget {
  readonly id: string;
  /** Replaces what stands under this id rather than adding to it. */
  readonly update: boolean;
}

interface DisplayMessage {
  readonly data: MimeBundle['data'];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly transient: { readonly display_id?: string };
}

type DisplayChannel = (message: DisplayMessage, update?: boolean) => void;

const require: NodeJS.Require = createRequire(import.meta.url);

/** Whether a cell of a notebook is running this code. */
export function inNotebook(): boolean {
  return channel() !== undefined;
}

/** Shows a bundle: as one display message in a notebook, as its text on standard output elsewhere. */
export function display(bundle: MimeBundle, target?: DisplayTarget): void {
  const send = channel();
  if (!send) {
    process.stdout.write(`${bundle.data['text/plain']}\n`);
    return;
  }
  const transient = target ? { display_id: target.id } : {};
  send({ data: bundle.data, metadata: bundle.metadata ?? {}, transient }, target?.update ?? false);
}

/** Asks only for what is loaded already: in a kernel tslab is, and loading it elsewhere would cost a compiler. */
function channel(): DisplayChannel | undefined {
  try {
    const loaded = require.cache[require.resolve('tslab/dist/jupyter')];
    return (
      (loaded?.exports as { lastWriteDisplayData?: DisplayChannel | null } | undefined)?.lastWriteDisplayData ??
      undefined
    );
  } catch {
    return undefined;
  }
}
