// `npm run build`: compiles src to dist where something has changed.
import { build } from './lib/build.mjs';
import { packages } from './lib/packages.mjs';
import { main } from './lib/project.mjs';
import { prepare } from './setup.mjs';

await main(import.meta.url, () => prepare([packages(), build()]));
