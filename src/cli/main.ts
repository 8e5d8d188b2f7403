/** The `strata` command. Subcommands load what they need when they run; errors of ours are printed without a stack. */
import { Command } from 'commander';
import { StrataError } from '../core/index.js';

async function main(): Promise<void> {
  const program = new Command('strata')
    .description('research environment for learning-based trading')
    .option('--verbose', 'show the stack of errors')
    .showHelpAfterError('(strata --help lists the commands)');
  const { reportCommand, runCommand, startCommand } = await import('./run.js');
  const { backtestCommand } = await import('./backtest.js');
  const { configCommand } = await import('./config.js');
  const { dataCommand } = await import('./data.js');
  const { replayCommand } = await import('./replay.js');
  const { twinCommand } = await import('./twin.js');
  const { watchCommand } = await import('./watch.js');
  const studies = [startCommand, runCommand, reportCommand, configCommand];
  for (const command of [...studies, backtestCommand, replayCommand, dataCommand, twinCommand, watchCommand])
    program.addCommand(command());
  await program.parseAsync();
}

try {
  await main();
} catch (error) {
  const verbose = process.argv.includes('--verbose');
  if (!(error instanceof StrataError) || verbose) console.error(error);
  else console.error(`strata: ${error.message}`);
  process.exitCode = 1;
}
