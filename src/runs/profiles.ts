/** How much work a run may cost, from a test to the papers' own settings. */
import { StrataError } from '../core/index.js';

/** `smoke` tests, `quick` is what `npm start` runs, `standard` is what docs/results shows, `full` are the papers' settings. */
export type Profile = 'smoke' | 'quick' | 'standard' | 'extended' | 'full';

/** What each profile is for and what it may cost on two cores. */
export const profiles: Readonly<Record<Profile, { readonly purpose: string; readonly budget: string }>> = {
  smoke: { purpose: 'tests and notebooks in continuous integration', budget: 'seconds a cell' },
  quick: { purpose: 'a first look: short training, held-out days', budget: '10 minutes with set-up, all papers' },
  standard: { purpose: 'what docs/results shows: real training, several seeds', budget: '90 minutes a paper' },
  extended: {
    purpose: "the papers' networks on few instruments, resumable over days",
    budget: '12 core-hours a paper',
  },
  full: { purpose: "the papers' own settings", budget: 'a GPU or a cluster' },
};

/** Reads a profile's name. @throws StrataError listing the names */
export function profileOf(name: string): Profile {
  if (name in profiles) return name as Profile;
  throw new StrataError(`profile is one of ${Object.keys(profiles).join(', ')}; received ${JSON.stringify(name)}`);
}
