import { expect } from 'vitest';
import { dataTest, describeWithData } from '../../../test/support/data.js';
import { anotherFuture } from '../../../test/support/random-books.js';
import { generator } from '../../core/index.js';
import { bookFeatures, bookTable } from '../../features/index.js';
import { type BookDay, bookDays, loadBookDay, tranches } from '../../market/index.js';
import { packBooks, stepSpans } from '../book-pack.js';
import { runSteps, type SpanOrder } from '../executor.js';
import { m3tRules } from '../rules.js';
import { executionEnvironment } from './execution-environment.js';
import { givenOrders } from './order-source.js';
import { orderTask } from './order-task.js';

/** First day of a data set. */
async function firstDay(dataset: string): Promise<BookDay> {
  const [first] = await bookDays(dataset);
  return loadBookDay(dataset, first?.instrument ?? '', first?.day ?? '');
}

/** Works both sides of every half hour by random actions; returns lots filled at rest, across, and forced. */
function compare(book: BookDay, lots: number): number[] {
  const pack = packBooks([book]);
  const spans = stepSpans(pack, 0, tranches('SSE', 8)).filter(({ steps }) => steps > 0);
  const orders = spans.flatMap((span) =>
    [1, -1].map((side): SpanOrder => ({ span, side: side as 1 | -1, shares: 100 * lots })),
  );
  const most = Math.max(...spans.map((x) => x.steps));
  const drawn = orders.map((_, i) => {
    const random = generator(`real books ${i}`);
    // Mostly waiting at rest, so that orders grow old and the book walks away from them.
    return Int32Array.from({ length: most }, () => [0, 1, 2, 2, 2, 2, 2, 2][random.integer(8)] as number);
  });
  const environment = executionEnvironment({
    pack,
    rules: m3tRules,
    market: null,
    task: orderTask({ orders: givenOrders(orders) }),
    count: orders.length,
  });
  environment.reset(generator(1));
  const seen = orders.map((): string[] => []);
  const open = new Set(orders.keys());
  for (let step = 0; open.size > 0; step++) {
    environment.step(
      Int32Array.from(orders, (_, i) => {
        const action = drawn[i]?.[environment.state.step[i] as number] as number;
        return environment.actionMask?.[3 * i + action] ? action : 2;
      }),
    );
    for (const i of [...open]) {
      const { fillTicks, fillReason, forcedShares } = environment.info;
      if (fillTicks[i])
        seen[i]?.push(`${step}: ${fillTicks[i]} ${['', 'crossed', 'queue', 'overtaken'][fillReason[i] as number]}`);
      if (environment.terminated[i] === 0) continue;
      open.delete(i);
      seen[i]?.push(`forced ${forcedShares[i]}`);
    }
  }
  const counts = new Map<string, number>();
  for (const [i, order] of orders.entries()) {
    const alone = runSteps(pack, order, m3tRules, ({ step }) => drawn[i]?.[step] as number);
    const ordinary = alone.fills.filter((f) => f.reason !== 'forced');
    expect(seen[i]).toEqual([
      ...ordinary.map((f) => `${f.step}: ${f.ticks} ${f.reason}`),
      `forced ${alone.forcedShares}`,
    ]);
    for (const f of alone.fills) counts.set(f.reason, (counts.get(f.reason) ?? 0) + 1);
  }
  return ['queue', 'crossed', 'overtaken', 'forced'].map((reason) => counts.get(reason) ?? 0);
}

describeWithData('the environment on real books', () => {
  dataTest('000001: fills of sixteen half-hour orders are those of runSteps', async () => {
    for (const n of compare(await firstDay('cn-000001-2020-09'), 120)) expect(n).toBeGreaterThan(0);
  });
  dataTest('600519, whose ladders have gaps: so are they', async () => {
    for (const n of compare(await firstDay('cn-600519-2023-02'), 120)) expect(n).toBeGreaterThan(0);
  });
  dataTest('no feature of 600519 changes when the rest of the day is another one', async () => {
    const book = await firstDay('cn-600519-2023-02');
    const known = 2000;
    const twisted = {
      ...book,
      bidTicks: book.bidTicks.map((x) => x && x - 7),
      askSizes: book.askSizes.map((x) => 2 * x),
      tape: { ...book.tape, sizes: book.tape.sizes.map((x) => x + 100) },
    };
    const other = anotherFuture(book, twisted, known);
    for (const tested of bookFeatures()) {
      const [a, b] = [book, other].map((day) => bookTable([day], [tested])) as [
        ReturnType<typeof bookTable>,
        ReturnType<typeof bookTable>,
      ];
      const end = (known + 1) * a.columns.length;
      expect(
        Buffer.from(a.values.slice(0, end).buffer).equals(Buffer.from(b.values.slice(0, end).buffer)),
        tested.id,
      ).toBe(true);
      if (tested.id !== 'time-of-day') expect(a.values.slice(end)).not.toEqual(b.values.slice(end));
    }
  });
});
