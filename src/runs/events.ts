/** What a runner tells while it works; it draws nothing, a terminal or a notebook does. */

/** One thing that happened to a cell. */
export type RunEvent =
  | {
      readonly kind: 'start';
      readonly id: string;
      readonly title: string;
      readonly index: number;
      readonly count: number;
    }
  | {
      readonly kind: 'progress';
      readonly id: string;
      readonly title: string;
      readonly done: number;
      readonly total: number;
      readonly metrics: Readonly<Record<string, number>>;
    }
  | { readonly kind: 'end'; readonly id: string; readonly title: string; readonly seconds: number }
  | { readonly kind: 'cached'; readonly id: string; readonly title: string }
  | { readonly kind: 'failed'; readonly id: string; readonly title: string; readonly reason: string };
