import { expect } from 'vitest';
import { dataFile, dataTest, describeWithData } from '../../../../test/support/data.js';
import { readTable } from '../../source-table.js';
import { loadTape, tapeDays } from '../load.js';

const sum = (values: Float64Array): number => values.reduce((all, value) => all + value, 0);

describeWithData('trades without books', () => {
  dataTest('600000: what was traded on both days, with who began it', async () => {
    expect((await tapeDays('cn-trades')).map((d) => `${d.instrument} ${d.day}`)).toEqual([
      '000001 2023-02-01',
      '600000 2020-01-02',
      '600000 2023-02-01',
    ]);
    const first = await loadTape('cn-trades', '600000', '2020-01-02');
    expect([first.tape.sizes.length, sum(first.tape.sizes)]).toEqual([26_169, 50_491_763]);
    expect(first.flags).toEqual(['auctions missing']);
    expect(first.tape.sides.includes(0)).toBe(false);
    const second = await loadTape('cn-trades', '600000', '2023-02-01');
    expect([second.tape.sizes.length, sum(second.tape.sizes)]).toEqual([14_872, 18_659_542]);
    expect(second.tape.auction.filter((a) => a === 1)).toHaveLength(300);
    expect(second.cancels).toBeUndefined();
  });

  dataTest(
    'the later order is the one that began a trade: so says the exchange itself on a day that tells',
    async () => {
      const name = 'lob/cn_trades/600000_20230201.csv.gz';
      const { rows, numbers } = await readTable(
        { path: dataFile(name), name },
        {
          needs: [],
          numbers: {
            buyer: 'BidApplSeqNum',
            seller: 'OfferApplSeqNum',
            side: "CASE TradeBSFlag WHEN 'B' THEN 1 ELSE -1 END",
          },
          where: "TradeBSFlag <> 'N'",
        },
      );
      const { buyer, seller, side } = numbers as Record<'buyer' | 'seller' | 'side', Float64Array>;
      const agree = side.filter((s, i) => s === Math.sign((buyer[i] as number) - (seller[i] as number))).length;
      expect(rows).toBe(14_572);
      expect(agree).toBe(rows);
    },
  );

  dataTest('000001: trades and cancels apart', async () => {
    const { tape, cancels, market } = await loadTape('cn-trades', '000001', '2023-02-01');
    expect([tape.sizes.length, cancels?.sizes.length, market]).toEqual([133_815, 32_996, 'SZSE']);
    // The day's volume as the daily bars of another source have it.
    expect(sum(tape.sizes)).toBe(165_342_148);
    expect(tape.ticks.every((ticks) => ticks > 1400 && ticks < 1600)).toBe(true);
    expect(cancels?.sides.every((side) => side === 1 || side === -1)).toBe(true);
    await expect(loadTape('cn-trades', '000002', '2023-02-01')).rejects.toThrow(/it has 000001 2023-02-01/);
    await expect(loadTape('cn-600519-2023-02', '600519', '2023-02-01')).rejects.toThrow(/known: cn-trades/);
  });
});
